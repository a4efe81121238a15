using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.People;

namespace QuotaGrid.Load.Evaluate.Honest;

/// <summary>Counts what honest people were denied.</summary>
/// <param name="people">The people.</param>
/// <param name="clients">Their clients.</param>
public sealed class HonestTally(Person[] people, ClientAttributes[] clients)
{
    private static readonly (string Name, Func<Person, ClientAttributes, bool> IsMember)[] Groups =
    [
        (HonestResult.All, static (_, _) => true),
        ("signup", static (person, _) => person.Groups.HasFlag(HonestGroups.SignUp)),
        ("reinstall", static (person, _) => person.Groups.HasFlag(HonestGroups.Reinstall)),
        ("p99book", static (person, _) => person.Groups.HasFlag(HonestGroups.LargeBook)),
        ("business", static (person, _) => person.Groups.HasFlag(HonestGroups.Business)),
        ("sharedaddress", static (person, _) => person.Groups.HasFlag(HonestGroups.SharedAddress)),
        ("operatoraddress", static (_, client) => HonestClients.IsBehindOperator(client)),
        ("newphone", static (_, client) => client.Client == HonestClients.NewestPhone),
    ];

    private readonly bool[] _asked = new bool[people.Length];
    private readonly bool[] _denied = new bool[people.Length];
    private long _items;
    private long _deniedItems;

    /// <summary>Counts an answer.</summary>
    public void OnAnswer(int person, int asked, int admitted)
    {
        _asked[person] = true;
        _denied[person] |= admitted < asked;
        _items += asked;
        _deniedItems += asked - admitted;
    }

    /// <summary>What it came to, with what a defence makes of everybody now.</summary>
    public HonestResult Result(IDefence defence)
    {
        ArgumentNullException.ThrowIfNull(defence);
        var standings = Enumerable.Range(0, people.Length).Select(defence.StandingOf).ToArray();
        return new([.. Groups.Select(Count)], _items, _deniedItems, [.. standings.Select(standing => (float)standing.Score)]);

        GroupResult Count((string Name, Func<Person, ClientAttributes, bool> IsMember) group)
        {
            var members = Enumerable.Range(0, people.Length).Where(person => _asked[person] && group.IsMember(people[person], clients[person])).ToArray();
            return new(group.Name, members.Length, members.Count(member => _denied[member]), members.Count(member => standings[member].AlertedSecond is not null));
        }
    }
}
