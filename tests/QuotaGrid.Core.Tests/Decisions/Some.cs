using System.Collections.Immutable;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Tests.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Decisions;

/// <summary>The policies, batches and states that decisions are tested with.</summary>
internal static class Some
{
    /// <summary>Of 240 hours, so that a bucket is an hour, which begins at the start.</summary>
    public static readonly CapabilityDefinition Lookup =
        new(Capability.Parse("contacts.lookup"), TargetSpace.E164, null, TimeSpan.FromHours(240), 1_000);

    public static readonly Instant Start = new(497_000L * 3_600 * Instant.NanosPerSecond);

    public static Policy Policy(params Limit[] limits) => new(
        "some", Lookup.Name, Plan.Default, Stage.Enforced, FailMode.Closed, ImmutableArray.Create(limits));

    public static Limit Velocity(long quota, TimeSpan period, long burst, LimitUnit unit = LimitUnit.Items) =>
        new(unit == LimitUnit.Items ? "items" : "requests", LimitKind.Velocity, unit, quota, period, burst);

    public static Limit Novel(long quota, TimeSpan period, long burst) => new("novel", LimitKind.Novel, LimitUnit.Items, quota, period, burst);

    public static Limit Distinct(long quota, TimeSpan window) => new("distinct", LimitKind.Distinct, LimitUnit.Items, quota, window, quota);

    public static Limit InFlight(long quota, TimeSpan lease) => new("parallel", LimitKind.InFlight, LimitUnit.Requests, quota, lease, quota);

    public static Fingerprint[] TargetsFrom(int first, int count) => Targets([.. Enumerable.Range(first, count).Select(i => (uint)i)]);

    public static Fingerprint[] Targets(params uint[] numbers) => [.. numbers.Select(EventList.TargetOf)];

    public static int[] Items(ItemSet set) => [.. Enumerable.Range(0, set.Length).Where(i => set[i])];

    public static CapabilityState New() => new(Lookup.Horizon);

    /// <summary>The state after it was stored and read again, to ask what would be without changing what is.</summary>
    public static CapabilityState Copy(CapabilityState state) => CapabilityState.Decode(new SnapshotReader(Bytes(state)));

    public static byte[] Bytes(CapabilityState state)
    {
        var writer = new SnapshotWriter();
        state.Encode(writer);
        return writer.ToArray();
    }

    public static Policy RandomPolicy(Random random, TimeSpan horizon)
    {
        // At most one limit of what is in flight, so none behind the first.
        Limit[] limits = [.. Enumerable.Range(0, random.Next(1, 9)).Select(i => RandomLimit(random, horizon, i))];
        var inFlight = Array.FindIndex(limits, limit => limit.Kind == LimitKind.InFlight);
        return Policy([.. limits.Where((limit, i) => limit.Kind != LimitKind.InFlight || i == inFlight)]);
    }

    private static Limit RandomLimit(Random random, TimeSpan horizon, int i)
    {
        var period = new TimeSpan(random.NextInt64(1, horizon.Ticks / (long)Math.Pow(10, random.Next(0, 6)) + 2));
        var limit = random.Next(5) switch
        {
            0 => Velocity(random.Next(1, 60), period, random.Next(1, 40)),
            1 => Velocity(random.Next(1, 20), period, random.Next(1, 8), LimitUnit.Requests),
            2 => Novel(random.Next(1, 60), period, random.Next(1, 40)),
            3 => InFlight(random.Next(1, 6), new TimeSpan(Math.Min(period.Ticks, TimeSpan.TicksPerDay))),
            _ => Distinct(random.Next(1, 40), new TimeSpan(Math.Min(period.Ticks, horizon.Ticks))),
        };
        return limit with { Name = $"l{i}" };
    }
}
