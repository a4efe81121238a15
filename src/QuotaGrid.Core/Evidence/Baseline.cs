using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Evidence;

/// <summary>
/// What share of honest identities' targets in one market has something (is new to everyone, is missing), and how much people differ in it, learned by votes: each identity has one, its own share since its
/// last vote, however much it asked for. Of the votes the median and a quartile are taken, which hardly move as long as attackers have less than half, or a quarter, of them (Hampel 1971).
/// </summary>
/// <remarks>
/// <para>
/// A bound is, in odds, Factor x median x exp(PerSpread x spread). The spread is how far, in nats, the upper quartile is above the median, of what the votes certainly show: of each the lower end of its 80 % interval
/// (Wilson 1927) is taken, so that the chance in a vote of few targets is not taken for people's differing. People who differ and contacts that come in clumps both make it larger.
/// </para>
/// <para>Histograms of 64 bins whose counts halve from window to window. Belongs to one grain; others get its bounds.</para>
/// </remarks>
public sealed class Baseline
{
    private const byte FormatVersion = 2;

    // What a new vote is worth, so that it can be halved eight times.
    private const uint FreshVote = 256;

    // Of the normal distribution: of 80 % in the middle.
    private const double Z = 1.2816;
    private const double Quartile = 0.25;

    // Of version 1, linear.
    private const int LinearBins = 64;

    private readonly BaselineRules _rules;
    private VoteHistogram _shares = new();
    private VoteHistogram _atLeast = new();
    private VoteHistogram _atMost = new();
    private long _window;

    /// <summary>A baseline without votes.</summary>
    /// <param name="rules">How bounds are made.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rule is outside its range.</exception>
    public Baseline(BaselineRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rules.Floor);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rules.Floor, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rules.Factor, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rules.FactorBelow, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(rules.PerSpread);
        ArgumentOutOfRangeException.ThrowIfNegative(rules.MostForSpread);
        ArgumentOutOfRangeException.ThrowIfLessThan(rules.LeastVotes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rules.LeastItems, 1);
        _rules = rules;
    }

    /// <summary>How long votes count in full; half as much in the next window, and so on.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromDays(7);

    /// <summary>The number of the window that a time is in.</summary>
    internal static long WindowAt(Instant now) => now.UnixNanos / (Window.Ticks * Instant.NanosPerTick);

    /// <summary>What the votes are worth now, in fresh ones.</summary>
    public double VotesAt(Instant now)
    {
        MoveTo(now);
        return (double)_shares.Total / FreshVote;
    }

    /// <summary>Takes up one identity's vote. That it has but one in a window is for the caller to see to.</summary>
    /// <param name="hits">Its targets that have what is counted.</param>
    /// <param name="items">All its targets.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether it counts: it has at least <see cref="BaselineRules.LeastItems"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or there are more hits than items.</exception>
    public bool Vote(int hits, int items, Instant now)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hits, items);
        if (items < _rules.LeastItems)
        {
            return false;
        }

        MoveTo(now);
        var (middle, half) = ((hits + (Z * Z / 2)) / (items + (Z * Z)), Z * Math.Sqrt(((double)hits * (items - hits) / items) + (Z * Z / 4)) / (items + (Z * Z)));
        _shares.Add((hits + 0.5) / (items + 1), FreshVote);
        _atLeast.Add(Math.Max(0, middle - half), FreshVote);
        _atMost.Add(Math.Min(1, middle + half), FreshVote);
        return true;
    }

    /// <summary>The most that an honest share may be.</summary>
    public ShareBound MostAt(Instant now)
    {
        MoveTo(now);
        if (!HasEnough())
        {
            return ShareBound.Whole;
        }

        var median = _shares.Quantile(0.5);
        var further = Math.Log(_rules.Factor) + ForSpread(_atLeast.Quantile(1 - Quartile) - median);
        return ShareBound.Of(Math.Max(_rules.Floor, VoteHistogram.ShareAt(median + further)));
    }

    /// <summary>The most that an honest share of the others may be.</summary>
    public ShareBound MostOthersAt(Instant now)
    {
        MoveTo(now);
        if (!HasEnough())
        {
            return ShareBound.Whole;
        }

        var median = _shares.Quantile(0.5);
        var further = Math.Log(_rules.FactorBelow) + ForSpread(median - _atMost.Quantile(Quartile));
        return ShareBound.Of(1 - VoteHistogram.ShareAt(median - further));
    }

    /// <summary>Writes the votes. The rules are not stored.</summary>
    public void Encode(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Byte(FormatVersion);
        writer.Int64(_window);
        _shares.Encode(writer);
        _atLeast.Encode(writer);
        _atMost.Encode(writer);
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are not votes of a known version.</exception>
    public static Baseline Decode(SnapshotReader reader, BaselineRules rules)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var version = reader.Version(nameof(Baseline), FormatVersion);
        var baseline = new Baseline(rules) { _window = reader.Int64() };
        if (version == 1)
        {
            baseline.ReadLinear(reader);
            return baseline;
        }

        baseline._shares = VoteHistogram.Decode(reader);
        baseline._atLeast = VoteHistogram.Decode(reader);
        baseline._atMost = VoteHistogram.Decode(reader);
        return baseline;
    }

    // How many targets were behind a vote was not kept, so it is taken for certain: that makes people differ more than they do, and accuses less.
    private void ReadLinear(SnapshotReader reader)
    {
        for (var i = 0; i < LinearBins; i++)
        {
            var weight = (uint)reader.Varint(0, uint.MaxValue);
            foreach (var votes in (VoteHistogram[])[_shares, _atLeast, _atMost])
            {
                votes.Add((i + 0.5) / LinearBins, weight);
            }
        }
    }

    private double ForSpread(double nats) => Math.Min(_rules.MostForSpread, _rules.PerSpread * Math.Max(0, nats));

    private bool HasEnough() => _shares.Total >= (ulong)_rules.LeastVotes * FreshVote;

    /// <summary>Halves the votes for each window that went by. Time that goes back changes nothing.</summary>
    private void MoveTo(Instant now)
    {
        var window = WindowAt(now);
        if (window <= _window)
        {
            return;
        }

        foreach (var votes in (VoteHistogram[])[_shares, _atLeast, _atMost])
        {
            votes.Halve((int)Math.Min(window - _window, 31));
        }

        _window = window;
    }
}
