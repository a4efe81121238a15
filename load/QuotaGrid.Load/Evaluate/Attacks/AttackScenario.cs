using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.Plans;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Evaluate.Attacks;

/// <summary>One attack, as data.</summary>
/// <param name="Name">What it is called in figures.</param>
/// <param name="Description">What it does.</param>
/// <param name="Puppets">The identities that it uses in all.</param>
/// <param name="PerHour">The lookups that a puppet makes in an hour.</param>
/// <param name="Days">How long it goes on, at most.</param>
public sealed record AttackScenario(string Name, string Description, int Puppets, double PerHour, double Days)
{
    private const int UsualBook = 300;

    /// <summary>The most numbers of a request.</summary>
    public int Batch { get; init; } = 50;

    /// <summary>In which order targets are asked for.</summary>
    public SweepOrder Order { get; init; }

    /// <summary>Whether targets are known to be registered, but for 2 %: from a list that leaked.</summary>
    public bool HasLeakedList { get; init; }

    /// <summary>The hours over which puppets sign up; 0 is all at once.</summary>
    public double SignUpHours { get; init; }

    /// <summary>The lookups after which a puppet is thrown away.</summary>
    public int MostPerPuppet { get; init; } = int.MaxValue;

    /// <summary>Whether a puppet is thrown away when it is denied anything.</summary>
    public bool EndsWhenDenied { get; init; }

    /// <summary>The share of a plausible book that is swapped for targets at each resync; null for puppets without a book.</summary>
    public double? Swap { get; init; }

    /// <summary>Whether all puppets have the same client fingerprint and build, as one tool has; else each has the attributes of an honest person, and shares them with no other puppet by intent.</summary>
    public bool SharesClient { get; init; } = true;

    /// <summary>Whether all puppets have one address.</summary>
    public bool SharesAddress { get; init; }

    /// <summary>Whether the cluster has seen no honest traffic before.</summary>
    public bool IsCold { get; init; }

    /// <summary>What is promised.</summary>
    public IReadOnlyList<Gate> Gates { get; init; } = [];

    /// <summary>The one plan that the gates are for; null for all.</summary>
    public string? GatePlan { get; init; }

    /// <summary>How long it goes on, in seconds.</summary>
    public double Seconds => Days * 24 * 3_600;

    /// <summary>Whether puppets take what others leave: they come and go, so the numbers are handed out as they are asked for.</summary>
    public bool HandsOut => EndsWhenDenied || MostPerPuppet < int.MaxValue;

    /// <summary>The numbers of a puppet's first request. A slow puppet asks for what it may in a quarter of an hour, or for a few numbers at a time.</summary>
    public int FirstBatch => Swap is not null ? Batch : Math.Clamp((int)(PerHour / 4), Math.Min(5, Batch), Batch);

    /// <summary>When a puppet asks first, in seconds of the attack. Those who sign up at once do so within their first interval, and not at the same instant.</summary>
    /// <param name="index">Which puppet.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="random">Spreads them.</param>
    public double SignUpSecond(int index, int count, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return SignUpHours > 0 ? SignUpHours * 3_600 * index / count : random.Unit() * FirstBatch / PerHour * 3_600;
    }

    /// <summary>How long a puppet waits after an answer.</summary>
    /// <param name="puppet">The puppet, which has taken notice of the answer.</param>
    /// <param name="asked">What it asked for.</param>
    /// <param name="wasDenied">Whether anything was denied.</param>
    /// <param name="isContained">Whether nothing new is to be had by it any more.</param>
    /// <param name="random">Jitter.</param>
    /// <returns>The seconds until it asks again; null when it does not.</returns>
    public double? WaitAfter(Puppet puppet, int asked, bool wasDenied, bool isContained, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(puppet);
        ArgumentNullException.ThrowIfNull(random);
        return isContained || (EndsWhenDenied && wasDenied) || puppet.Asked >= MostPerPuppet
            ? null
            : Math.Max(puppet.Wait, asked / PerHour * 3_600 * random.Between(0.8, 1.2));
    }

    /// <summary>How many puppets and blocks are really simulated: as many times fewer of both as the budget demands, but one puppet at least.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="budget">About the most lookups of a run.</param>
    public (int Puppets, int Blocks) ScaledTo(PlanFigures plan, double budget)
    {
        ArgumentNullException.ThrowIfNull(plan);

        // What any defence gives at once, and may add in a day, bounds what a puppet gets; what is denied costs little.
        var each = Swap is null ? Math.Min(MostPerPuppet, PerHour * Days * 24) : UsualBook * Days / 2;
        var most = EndsWhenDenied ? NewNumberBuckets.Size : IncrementalQuotas.Quota * (2 + Days);
        var lookups = Math.Min(plan.Numbers, Puppets * Math.Min(each, most));
        var puppets = (int)Math.Clamp(Math.Floor(Puppets * budget / lookups), 1, Puppets);
        return (puppets, (int)Math.Max(1, (long)plan.Blocks * puppets / Puppets));
    }
}
