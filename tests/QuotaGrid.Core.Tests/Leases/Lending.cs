using System.Collections.Immutable;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Leases;

/// <summary>The policies, times, reports and replies that leases are tested with.</summary>
internal static class Lending
{
    public static readonly TimeSpan Day = TimeSpan.FromDays(1);
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    public static readonly LeaseRules Rules = LeaseRules.Default;
    public static readonly Epoch A = new(0xA);
    public static readonly Epoch B = new(0xB);
    public static readonly HolderId One = new(1);
    public static readonly HolderId Two = new(2);

    /// <summary>Gains a permit of items every 86.4 s, of requests every 172.8 s, for a new target every 432 s: nothing within a few seconds.</summary>
    public static readonly Policy Slow = Some.Policy(
        Some.Velocity(1_000, Day, 1_000), Some.Velocity(500, Day, 500, LimitUnit.Requests), Some.Novel(200, Day, 200));

    public static readonly Policy ItemsOnly = Some.Policy(Some.Velocity(1_000, Day, 1_000));

    /// <summary>A time after the start, which is when a bucket of an hour begins.</summary>
    public static Instant At(double milliseconds) => Some.Start + TimeSpan.FromMilliseconds(milliseconds);

    public static SyncReport Report(HolderId holder, long number, Permits wanted = default, Epoch epoch = default, long epochSince = 1, long openLease = 0) => new()
    {
        Holder = holder,
        Number = number,
        Plan = Plan.Default,
        Epoch = epoch,
        EpochSince = epoch == default ? 0 : epochSince,
        OpenLease = openLease,
        Wanted = wanted,
    };

    public static SyncReport Returning(this SyncReport report, params LeaseReturn[] returned) => report with { Returned = ImmutableArray.Create(returned) };

    public static SyncReport Having(this SyncReport report, long position, Epoch epoch, long lease, params uint[] numbers) =>
        report with { Position = position, Targets = [new LoggedTargets(epoch, lease, FingerprintBatch.Of(Some.Targets(numbers)))] };

    /// <summary>An answer to a report, whose lease lasts two seconds and whose bucket an hour.</summary>
    public static SyncReply Answer(SyncReport report, Epoch epoch, Permits granted = default) => new()
    {
        Number = report.Number,
        Epoch = epoch,
        Granted = granted,
        LeaseNanos = 2 * Instant.NanosPerSecond,
        KnownNanos = 3_600 * Instant.NanosPerSecond,
    };

    public static LeaseHolder Holder(Policy policy) => new(One, LeaseTerms.Of(policy));

    /// <summary>A holder that sent its first report at the start, and had it answered with a lease at once.</summary>
    public static LeaseHolder HolderWith(Permits granted, Policy? policy = null)
    {
        var holder = Holder(policy ?? Slow);
        holder.OnReply(Answer(holder.Say(Some.Start), A, granted), Some.Start);
        return holder;
    }

    /// <summary>The next report, whether there is anything to say or not.</summary>
    public static SyncReport Say(this LeaseHolder holder, Instant now) => holder.NextReport(now, Patience, always: true)!;

    public static LocalAnswerKind Ask(this LeaseHolder holder, Instant now, params uint[] numbers) => holder.TryDecide(Some.Targets(numbers), now).Kind;

    /// <summary>Takes notice of targets that the grain admitted, all of them.</summary>
    public static int Decided(this LeaseHolder holder, Instant now, params uint[] numbers) =>
        holder.OnDecided(Some.Targets(numbers), ItemSet.All(numbers.Length), now);

    public static uint[] Numbers(int first, int count) => [.. Enumerable.Range(first, count).Select(i => (uint)i)];

    public static Fingerprint[] TargetsOf(SyncReport report) => [.. report.Targets.SelectMany(run => run.Targets.Span.ToArray())];
}
