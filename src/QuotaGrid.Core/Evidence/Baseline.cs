using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Evidence;

/// <summary>
/// What share of honest identities' targets in one region has something (is new to everyone, is missing), learned by votes: each identity has one, its own share at the end of its first sync, however much it
/// asked for. The median of the votes is half-way immune (Hampel 1971): who has less than half of them cannot move it beyond the honest ones.
/// </summary>
/// <remarks>A histogram of 64 bins whose counts halve from window to window. Belongs to one region's grain; others get its bounds.</remarks>
public sealed class Baseline
{
    /// <summary>The bins of the histogram.</summary>
    public const int Bins = 64;

    private const byte FormatVersion = 1;

    // What a new vote is worth, so that it can be halved eight times.
    private const uint FreshVote = 256;

    private readonly uint[] _bins = new uint[Bins];
    private readonly BaselineRules _rules;
    private long _window;

    /// <summary>A baseline without votes.</summary>
    /// <param name="rules">How bounds are made.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rule is outside its range.</exception>
    public Baseline(BaselineRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentOutOfRangeException.ThrowIfNegative(rules.Slack);
        ArgumentOutOfRangeException.ThrowIfNegative(rules.SlackBelow);
        ArgumentOutOfRangeException.ThrowIfLessThan(rules.Factor, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rules.Most, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rules.Most, rules.Slack);
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
        return (double)Total() / FreshVote;
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
        ref var bin = ref _bins[Math.Min(Bins - 1, (long)hits * Bins / items)];
        bin = Math.Min(bin, uint.MaxValue - FreshVote) + FreshVote;
        return true;
    }

    /// <summary>The most that an honest share may be: slack + factor x the upper end of the median's bin, within bounds.</summary>
    public ShareBound MostAt(Instant now)
    {
        MoveTo(now);
        return HasEnough()
            ? ShareBound.Of(Math.Min(_rules.Most, _rules.Slack + (_rules.Factor * (MedianBin(isUpper: true) + 1) / Bins)))
            : _rules.PriorMost;
    }

    /// <summary>The most that an honest share of the others may be: all but (the lower end of the median's bin / factor - slack below). The whole when that is nothing.</summary>
    public ShareBound MostOthersAt(Instant now)
    {
        MoveTo(now);
        return HasEnough()
            ? ShareBound.Of(1 - Math.Max(0, (MedianBin(isUpper: false) / (_rules.Factor * Bins)) - _rules.SlackBelow))
            : _rules.PriorMostOthers;
    }

    /// <summary>Writes the votes. The rules are not stored.</summary>
    public void Encode(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Byte(FormatVersion);
        writer.Int64(_window);
        foreach (var bin in _bins)
        {
            writer.Varint(bin);
        }
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are not votes of a known version.</exception>
    public static Baseline Decode(SnapshotReader reader, BaselineRules rules)
    {
        ArgumentNullException.ThrowIfNull(reader);
        reader.Version(nameof(Baseline), FormatVersion);
        var baseline = new Baseline(rules) { _window = reader.Int64() };
        for (var i = 0; i < Bins; i++)
        {
            baseline._bins[i] = (uint)reader.Varint(0, uint.MaxValue);
        }

        return baseline;
    }

    private bool HasEnough() => Total() >= (ulong)_rules.LeastVotes * FreshVote;

    /// <summary>The bin of the median; of two medians the upper or the lower one.</summary>
    private int MedianBin(bool isUpper)
    {
        var (total, upTo) = (Total(), 0UL);
        for (var i = 0; i < Bins; i++)
        {
            upTo += _bins[i];
            if (2 * upTo > total || (!isUpper && 2 * upTo == total))
            {
                return i;
            }
        }

        return Bins - 1;
    }

    private ulong Total()
    {
        var total = 0UL;
        foreach (var bin in _bins)
        {
            total += bin;
        }

        return total;
    }

    /// <summary>Halves the votes for each window that went by. Time that goes back changes nothing.</summary>
    private void MoveTo(Instant now)
    {
        var window = WindowAt(now);
        if (window <= _window)
        {
            return;
        }

        var halvings = (int)Math.Min(window - _window, 31);
        foreach (ref var bin in _bins.AsSpan())
        {
            bin >>= halvings;
        }

        _window = window;
    }
}
