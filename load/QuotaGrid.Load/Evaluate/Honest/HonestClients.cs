using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.People;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Evaluate.Honest;

/// <summary>
/// What gateways know of honest people's clients. Some of it is shared by very many: the largest operator is that of a sixth of all people, and has four fifths of them behind one address; and those who
/// bought the newest phone all signed up lately.
/// </summary>
public static class HonestClients
{
    /// <summary>The operators, large ones by Zipf's law.</summary>
    public const int Operators = 50;

    /// <summary>Those of them, the largest, that are mobile operators.</summary>
    public const int MobileOperators = 3;

    /// <summary>The share of a mobile operator's people who are behind its own addresses.</summary>
    public const double MobileShare = 0.8;

    /// <summary>The addresses of a mobile operator but the largest, which has one.</summary>
    public const int MobileAddresses = 8;

    /// <summary>The fingerprint of the newest phone.</summary>
    public const int NewestPhone = HonestPeople.Clients;

    /// <summary>The share of those who sign up during a run who do it on the newest phone.</summary>
    public const double NewestPhoneShare = 0.3;

    /// <summary>The people of a fixed network.</summary>
    public const int PeoplePerNetwork = 200;

    private const int FirstOperatorAddress = int.MinValue;
    private const int FirstFixedNetwork = 1_000;
    private const int OldBuilds = 20;
    private const double LatestBuildShare = 0.6;

    /// <summary>What is known of everybody's client, in the order of people.</summary>
    public static ClientAttributes[] All(World world)
    {
        ArgumentNullException.ThrowIfNull(world);
        return [.. Enumerable.Range(0, world.People.Length).Select(person => Of(world, person))];
    }

    /// <summary>What is known of a person's client.</summary>
    /// <param name="world">Where.</param>
    /// <param name="person">A place among the world's people.</param>
    public static ClientAttributes Of(World world, int person)
    {
        ArgumentNullException.ThrowIfNull(world);
        var who = world.People[person];
        var random = new SeededRandom(world.Seed, "client", (ulong)who.Place);
        var operatorOf = (int)Math.Pow(Operators, random.Unit()) - 1;
        var isMobile = operatorOf < MobileOperators && random.Unit() < MobileShare;
        var mobileAddress = (operatorOf * MobileAddresses) + (operatorOf == 0 ? 0 : (int)random.Below(MobileAddresses));
        var hasNewest = who.Groups.HasFlag(HonestGroups.SignUp) && random.Unit() < NewestPhoneShare;
        var isLatest = hasNewest || random.Unit() < LatestBuildShare;
        return new(
            isMobile && who.Address >= 0 ? FirstOperatorAddress + mobileAddress : who.Address,
            hasNewest ? NewestPhone : who.Client,
            who.SignUpSecond / 3_600)
        {
            Network = isMobile ? operatorOf : FirstFixedNetwork + (person / PeoplePerNetwork),
            Operator = operatorOf,
            Build = isLatest ? 0 : (int)Math.Pow(OldBuilds, random.Unit()),
        };
    }

    /// <summary>Whether a client is behind the one address of the largest operator.</summary>
    public static bool IsBehindOperator(in ClientAttributes client) => client.Address == FirstOperatorAddress;
}
