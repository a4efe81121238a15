using System.Globalization;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Simulation;

/// <summary>What happened in a run: always as a hash, so that two runs can be compared, and as lines when they are kept.</summary>
/// <param name="keepsLines">Whether lines are kept.</param>
public sealed class Trace(bool keepsLines)
{
    private readonly List<string> _lines = [];

    /// <summary>A hash of everything that happened.</summary>
    public ulong Hash { get; private set; }

    /// <summary>What happened, a line each.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Takes notice of what happened.</summary>
    /// <param name="now">The true time, in nanoseconds.</param>
    /// <param name="what">What.</param>
    /// <param name="who">The identity, or the place of a process.</param>
    /// <param name="first">The first number that belongs to it.</param>
    /// <param name="second">The second.</param>
    public void Note(long now, TraceEvent what, int who, long first = 0, long second = 0)
    {
        Hash = SeededHash.Mix(Hash ^ SeededHash.Mix((ulong)now ^ SeededHash.Mix(((ulong)what << 32 | (uint)who) ^ SeededHash.Mix((ulong)first ^ SeededHash.Mix((ulong)second + SeededHash.Increment)))));
        if (keepsLines)
        {
            _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{now / 1e9,12:0.000000} {what,-14} {who,3} {first,8} {second,8}"));
        }
    }
}
