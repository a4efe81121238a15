using System.Numerics;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Tests.Targets;

/// <summary>The oracle of target memory: when each target was last asked for, to the nanosecond, for ever.</summary>
internal sealed class EventList
{
    private readonly Dictionary<uint, long> _last = [];

    public static Fingerprint TargetOf(uint number)
    {
        // Odd multiplication is a bijection of 32-bit numbers: different numbers have different tokens, none of them 0.
        var token = number * 2_654_435_761;
        return new Fingerprint(((ulong)token << 32) | BitOperations.RotateLeft(number, 7));
    }

    public void Add(uint number, long now) => _last[number] = now;

    public bool Has(uint number) => _last.ContainsKey(number);

    /// <summary>Whether a target was asked for at some time from then on.</summary>
    public bool AskedSince(uint number, long then) => _last.TryGetValue(number, out var last) && last >= then;

    public int CountSince(long then) => _last.Values.Count(last => last >= then);
}
