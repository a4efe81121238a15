using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Cohorts;

/// <summary>The truth about a cohort, in its grain: sums up what silos counted. Merging is idempotent, because silos send all that they ever counted and what each sent last is kept.</summary>
/// <remarks>
/// Members and convictions are halved from window to window, so that a cohort lives down what happened once. The credit is neither halved nor given back when a puppet is convicted: if it were, ten thousand puppets
/// one after the other would each find it full.
/// </remarks>
public sealed class CohortLedger
{
    /// <summary>The most reporters that are told apart; the one that was heard longest ago is forgotten first. What it sends afterwards counts beyond what it knows to be here.</summary>
    public const int MaxReporters = 64;

    private const byte FormatVersion = 1;

    // What one is worth, so that it can be halved eight times.
    private const int Fresh = 256;
    private const long FullUnits = (long)FirstSyncCredit.Full * FirstSyncCredit.UnitsPerTarget;
    private const long MostUnits = 1L << 60;

    // In the order in which they were heard, the latest last.
    private readonly List<(ulong Reporter, CohortCounts Counts)> _reporters = [];
    private long _members;
    private long _convicted;
    private long _credit = FullUnits;
    private long _window;

    /// <summary>How long an identity counts in full, and once; half as much in the next window, and so on.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromDays(7);

    /// <summary>Another one as soon as something was learned.</summary>
    public long Version { get; private set; }

    /// <summary>The number of the window that a time is in.</summary>
    public static long WindowAt(Instant now) => now.UnixNanos / (Window.Ticks * Instant.NanosPerTick);

    /// <summary>Takes up what a silo counted. Sent twice, it changes nothing the second time.</summary>
    /// <param name="report">The report.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="ArgumentException">No silo can have counted so; nothing was taken up.</exception>
    public CohortTotals Report(in CohortReport report, Instant now)
    {
        if (report.Reporter == 0 || !report.Counts.IsPossible || !report.Acknowledged.IsPossible)
        {
            throw new ArgumentException("A report has no reporter, or a count that is none.", nameof(report));
        }

        MoveTo(now);
        var before = Take(report.Reporter) ?? report.Acknowledged;
        var more = report.Counts.Beyond(before);
        _reporters.Add((report.Reporter, before + more));
        if (_reporters.Count > MaxReporters)
        {
            _reporters.RemoveAt(0);
        }

        if (more != default)
        {
            Version++;
            _members = Math.Min(MostUnits, _members + (more.Members * Fresh));
            _convicted = Math.Min(MostUnits, _convicted + (more.Convicted * Fresh));
            _credit = Math.Clamp(_credit + more.Earned - more.Spent, -FullUnits, FullUnits);
        }

        return Totals;
    }

    /// <summary>What was counted, as of the last report.</summary>
    public CohortTotals Totals => new((double)_members / Fresh, (double)_convicted / Fresh, (double)_credit / FirstSyncCredit.UnitsPerTarget);

    /// <summary>The stored form.</summary>
    public byte[] Encode()
    {
        var writer = new SnapshotWriter();
        writer.Byte(FormatVersion);
        writer.Varint((ulong)_window);
        writer.Varint((ulong)_members);
        writer.Varint((ulong)_convicted);
        writer.Int64(_credit);
        writer.Varint((ulong)_reporters.Count);
        foreach (var (reporter, counts) in _reporters)
        {
            writer.Int64((long)reporter);
            writer.Varint((ulong)counts.Members);
            writer.Varint((ulong)counts.Convicted);
            writer.Varint((ulong)counts.Spent);
            writer.Varint((ulong)counts.Earned);
        }

        return writer.ToArray();
    }

    /// <summary>Reads a stored form; no bytes are a cohort of which nothing is known.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are damaged or of a newer version.</exception>
    public static CohortLedger Decode(ReadOnlyMemory<byte> bytes)
    {
        var ledger = new CohortLedger();
        if (bytes.IsEmpty)
        {
            return ledger;
        }

        var reader = new SnapshotReader(bytes);
        reader.Version("A cohort", FormatVersion);
        ledger._window = (long)reader.Varint(0, long.MaxValue);
        ledger._members = (long)reader.Varint(0, MostUnits);
        ledger._convicted = (long)reader.Varint(0, MostUnits);
        ledger._credit = Math.Clamp(reader.Int64(), -FullUnits, FullUnits);
        for (var rest = reader.Varint(0, MaxReporters); rest > 0; rest--)
        {
            var reporter = (ulong)reader.Int64();
            var counts = new CohortCounts(reader.Count(), reader.Count(), reader.Count(), reader.Count());
            ledger._reporters.Add(counts.IsPossible ? (reporter, counts) : throw new SnapshotFormatException("A reporter of a cohort has a count that is none."));
        }

        return reader.AtEnd ? ledger : throw new SnapshotFormatException("Bytes follow after the end of a cohort.");
    }

    private CohortCounts? Take(ulong reporter)
    {
        for (var i = 0; i < _reporters.Count; i++)
        {
            if (_reporters[i].Reporter == reporter)
            {
                var counts = _reporters[i].Counts;
                _reporters.RemoveAt(i);
                return counts;
            }
        }

        return null;
    }

    /// <summary>Halves what was counted for each window that went by. Time that goes back changes nothing.</summary>
    private void MoveTo(Instant now)
    {
        var window = WindowAt(now);
        if (window > _window)
        {
            var halvings = (int)Math.Min(window - _window, 62);
            (_members, _convicted, _window) = (_members >> halvings, _convicted >> halvings, window);
        }
    }
}
