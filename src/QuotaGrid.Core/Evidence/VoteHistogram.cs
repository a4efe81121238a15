using QuotaGrid.Core.Snapshots;

namespace QuotaGrid.Core.Evidence;

/// <summary>How many votes lie where, on the scale of log-odds ln(share / (1 - share)), from -6 to 6: there people who ask for ten times as much that is rare are as far apart wherever they are.</summary>
internal sealed class VoteHistogram
{
    /// <summary>The bins of the histogram.</summary>
    public const int Bins = 64;

    private const double Least = -6;
    private const double Width = -2 * Least / Bins;

    private readonly uint[] _bins = new uint[Bins];

    /// <summary>The weight of all votes.</summary>
    public ulong Total
    {
        get
        {
            var total = 0UL;
            foreach (var bin in _bins)
            {
                total += bin;
            }

            return total;
        }
    }

    /// <summary>Adds a vote.</summary>
    /// <param name="share">The share, 0 to 1.</param>
    /// <param name="weight">What it is worth.</param>
    public void Add(double share, uint weight)
    {
        ref var bin = ref _bins[(int)Math.Clamp((LogOdds(share) - Least) / Width, 0, Bins - 1)];
        bin = Math.Min(bin, uint.MaxValue - weight) + weight;
    }

    /// <summary>The log-odds that a part of the votes is at most at; within a bin they are taken to be spread evenly.</summary>
    /// <param name="part">The part, in (0, 1).</param>
    public double Quantile(double part)
    {
        var rest = part * Total;
        for (var i = 0; i < Bins; i++)
        {
            if (rest <= _bins[i] && _bins[i] > 0)
            {
                return Least + (Width * (i + (rest / _bins[i])));
            }

            rest -= _bins[i];
        }

        return -Least;
    }

    /// <summary>Halves all votes some times.</summary>
    public void Halve(int times)
    {
        foreach (ref var bin in _bins.AsSpan())
        {
            bin >>= times;
        }
    }

    /// <summary>Writes the votes.</summary>
    public void Encode(SnapshotWriter writer)
    {
        foreach (var bin in _bins)
        {
            writer.Varint(bin);
        }
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    public static VoteHistogram Decode(SnapshotReader reader)
    {
        var votes = new VoteHistogram();
        foreach (ref var bin in votes._bins.AsSpan())
        {
            bin = (uint)reader.Varint(0, uint.MaxValue);
        }

        return votes;
    }

    /// <summary>The share at some log-odds.</summary>
    public static double ShareAt(double logOdds) => 1 / (1 + Math.Exp(-logOdds));

    private static double LogOdds(double share) => Math.Log(share / (1 - share));
}
