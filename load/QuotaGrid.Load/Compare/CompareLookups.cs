using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Targets;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Compare;

/// <summary>
/// Who asks for what: identities whose popularity is Zipf's with exponent 1, each with a few contacts that it asks for again and again. Drawn beforehand, so that drawing is not measured.
/// </summary>
public sealed class CompareLookups
{
    private const int Drawn = 1 << 20;
    private const int Contacts = 16;
    private const long FirstNumber = 14_155_500_000;
    private const int Numbers = 10_000;

    private readonly int[] _identities = new int[Drawn];
    private readonly int[] _contacts = new int[Drawn];

    /// <summary>Draws.</summary>
    public CompareLookups(int seed, int identities)
    {
        Identities = [.. Enumerable.Range(0, identities).Select(i => Identity.Parse($"acct-{i:d6}"))];
        Targets = [.. Enumerable.Range(0, Numbers).Select(i => Read($"+{FirstNumber + i}"))];
        var random = new SeededRandom(seed, "compare");
        var cumulated = new double[identities];
        var sum = 0.0;
        for (var i = 0; i < identities; i++)
        {
            cumulated[i] = sum += 1.0 / (i + 1);
        }

        for (var i = 0; i < Drawn; i++)
        {
            var place = Array.BinarySearch(cumulated, random.Unit() * sum);
            _identities[i] = Math.Min(identities - 1, place < 0 ? ~place : place);
            _contacts[i] = (int)(((_identities[i] * (long)Contacts) + random.Below(Contacts)) % Numbers);
        }
    }

    /// <summary>Who asks.</summary>
    public IReadOnlyList<Identity> Identities { get; }

    /// <summary>What can be asked for.</summary>
    public IReadOnlyList<(string Text, CanonicalTarget Target)> Targets { get; }

    /// <summary>Who asks the nth time, and for which target.</summary>
    public (int Identity, int Target) this[long n] => (_identities[n & (Drawn - 1)], _contacts[n & (Drawn - 1)]);

    private static (string Text, CanonicalTarget Target) Read(string text) =>
        CanonicalTarget.TryRead(TargetSpace.E164, defaultRegion: null, text, out var target, out var problem)
            ? (text, target)
            : throw new InvalidOperationException(problem);
}
