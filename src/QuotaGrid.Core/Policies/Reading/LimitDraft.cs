using System.Collections.Immutable;
using System.Text.Json;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Policies.Reading;

/// <summary>A limit as far as it could be read; null where there was a problem.</summary>
internal sealed record LimitDraft(
    string Path, string? Name, LimitKind? Kind, LimitUnit? Unit, long? Quota, TimeSpan? Period, long? Burst)
{
    private static readonly ImmutableArray<string> Properties = ["name", "kind", "unit", "quota", "period", "burst", "firstSync", "window", "lease"];
    private static readonly ImmutableArray<string> FirstSyncProperties = ["burst", "fullAfter"];

    private static readonly ImmutableArray<(string, LimitKind)> Kinds =
        [("velocity", LimitKind.Velocity), ("novel", LimitKind.Novel), ("distinct", LimitKind.Distinct), ("inflight", LimitKind.InFlight)];

    private static readonly ImmutableArray<(string, LimitKind)> BudgetKinds = [("velocity", LimitKind.Velocity)];

    private static readonly ImmutableArray<(string, LimitUnit)> Units =
        [("items", LimitUnit.Items), ("requests", LimitUnit.Requests)];

    private FirstSync? FirstSync { get; init; }

    /// <summary>Reads a limit of a policy.</summary>
    /// <param name="element">The limit.</param>
    /// <param name="path">Its JSON path.</param>
    /// <param name="capability">The capability of its policy, or null when that is not known.</param>
    /// <param name="problems">Where problems go.</param>
    public static LimitDraft Read(JsonElement element, string path, CapabilityDraft? capability, ProblemList problems) =>
        Read(element, path, Kinds, capability, problems);

    /// <summary>Reads a limit of a budget: only how often can be counted for many identities together.</summary>
    /// <inheritdoc cref="Read(JsonElement, string, CapabilityDraft, ProblemList)" path="/param"/>
    public static LimitDraft ReadOfBudget(JsonElement element, string path, ProblemList problems) =>
        Read(element, path, BudgetKinds, capability: null, problems);

    /// <summary>The limit, once the document has no problem.</summary>
    public Limit ToLimit() => new(Name!, Kind!.Value, Unit!.Value, Quota!.Value, Period!.Value, Burst!.Value) { FirstSync = FirstSync };

    private static LimitDraft Read(
        JsonElement element, string path, ImmutableArray<(string, LimitKind)> kinds, CapabilityDraft? capability, ProblemList problems)
    {
        if (ObjectReader.Open(element, path, Properties, problems) is not { } reader)
        {
            return new LimitDraft(path, null, null, null, null, null, null);
        }

        var name = reader.ReadName("name");
        var kind = reader.ReadWord("kind", kinds);
        var draft = kind switch
        {
            LimitKind.Velocity => ReadVelocity(reader),
            LimitKind.Novel => ReadNovel(reader),
            LimitKind.Distinct => ReadDistinct(reader, capability, problems),
            LimitKind.InFlight => ReadInFlight(reader),
            _ => ReadOfUnknownKind(reader),
        };
        draft = draft with { Name = name, Kind = kind };
        if (kind is LimitKind.Velocity or LimitKind.Novel)
        {
            CheckRate(draft, problems);
        }

        return draft;
    }

    private static LimitDraft ReadVelocity(ObjectReader reader)
    {
        var unit = reader.Has("unit") ? reader.ReadWord("unit", Units) : LimitUnit.Items;
        var quota = ReadQuota(reader);
        var period = reader.ReadDuration("period", PolicyBounds.MinVelocityPeriod, PolicyBounds.MaxPeriod);
        var burst = ReadBurst(reader, quota);
        RefuseFirstSync(reader, "A velocity limit");
        reader.Refuse("window", "A velocity limit has no window.", "Remove it; the time in which the quota refills is the 'period'.");
        RefuseLease(reader, "velocity");
        return new LimitDraft(reader.Path, null, null, unit, quota, period, burst);
    }

    private static LimitDraft ReadNovel(ObjectReader reader)
    {
        reader.Refuse("unit", "A novel limit has no unit.", "Remove it; a novel limit counts items.");
        var quota = ReadQuota(reader);
        var period = reader.ReadDuration("period", PolicyBounds.MinNovelPeriod, PolicyBounds.MaxPeriod);
        var burst = ReadBurst(reader, quota);
        var firstSync = reader.Has("firstSync") ? ReadFirstSync(reader, burst) : null;
        reader.Refuse("window", "A novel limit has no window.", "Remove it; the time in which the quota refills is the 'period'.");
        RefuseLease(reader, "novel");
        return new LimitDraft(reader.Path, null, null, LimitUnit.Items, quota, period, burst) { FirstSync = firstSync };
    }

    private static LimitDraft ReadDistinct(ObjectReader reader, CapabilityDraft? capability, ProblemList problems)
    {
        reader.Refuse("unit", "A distinct limit has no unit.", "Remove it; a distinct limit counts items.");
        var quota = ReadQuota(reader);
        reader.Refuse("period", "A distinct limit has no period.", "Remove it; the time in which targets are counted is the 'window'.");
        reader.Refuse("burst", "A distinct limit has no burst.", "Remove it; at most the quota fits into the window.");
        RefuseFirstSync(reader, "A distinct limit");
        RefuseLease(reader, "distinct");
        var window = reader.ReadDuration("window", PolicyBounds.MinWindow, PolicyBounds.MaxHorizon);
        if (window is { } asked && capability is { Horizon: { } horizon } && asked > horizon)
        {
            var remembered = DurationText.Format(horizon);
            problems.Add(
                reader.PathOf("window"),
                $"The window is '{DurationText.Format(asked)}', and targets are forgotten after the horizon of '{remembered}'.",
                $"Write at most '{remembered}', or lengthen the horizon of '{capability.Name}'.");
            window = null;
        }

        return new LimitDraft(reader.Path, null, null, LimitUnit.Items, quota, window, quota);
    }

    private static LimitDraft ReadInFlight(ObjectReader reader)
    {
        const string Period = "Remove it; how long a request's permit lasts that is never released is the 'lease'.";
        reader.Refuse("unit", "An in-flight limit has no unit.", "Remove it; an in-flight limit counts requests.");
        var quota = reader.ReadInteger("quota", 1, PolicyBounds.MaxInFlight);
        reader.Refuse("period", "An in-flight limit has no period.", Period);
        reader.Refuse("burst", "An in-flight limit has no burst.", "Remove it; at most the quota is in flight at once.");
        RefuseFirstSync(reader, "An in-flight limit");
        reader.Refuse("window", "An in-flight limit has no window.", Period);
        return new LimitDraft(reader.Path, null, null, LimitUnit.Requests, quota, ReadLease(reader), quota);
    }

    // Without a kind it cannot be said which properties belong; those that are there are held to what any kind asks of them.
    private static LimitDraft ReadOfUnknownKind(ObjectReader reader)
    {
        if (reader.Has("unit"))
        {
            reader.ReadWord("unit", Units);
        }

        ReadQuota(reader);
        if (reader.Has("period"))
        {
            reader.ReadDuration("period", PolicyBounds.MinVelocityPeriod, PolicyBounds.MaxPeriod);
        }

        ReadBurst(reader, null);
        if (reader.Has("firstSync"))
        {
            ReadFirstSync(reader, null);
        }

        if (reader.Has("window"))
        {
            reader.ReadDuration("window", PolicyBounds.MinWindow, PolicyBounds.MaxHorizon);
        }

        ReadLease(reader);
        return new LimitDraft(reader.Path, null, null, null, null, null, null);
    }

    private static long? ReadQuota(ObjectReader reader) => reader.ReadInteger("quota", 1, PolicyBounds.MaxQuota);

    private static long? ReadBurst(ObjectReader reader, long? quota) =>
        reader.Has("burst") ? reader.ReadInteger("burst", 1, PolicyBounds.MaxBurst) : quota;

    private static FirstSync? ReadFirstSync(ObjectReader limit, long? full)
    {
        if (limit.ReadObject("firstSync", FirstSyncProperties) is not { } reader)
        {
            return null;
        }

        var burst = reader.ReadInteger("burst", 1, PolicyBounds.MaxBurst);
        var fullAfter = reader.ReadDuration("fullAfter", PolicyBounds.MinFirstSyncGrowth, PolicyBounds.MaxFirstSyncGrowth);
        if (burst > full)
        {
            reader.ReportValue("burst", $"{burst}", $"Write at most {full}, to which it grows, or raise the burst of the limit.");
        }

        return burst is { } initial && fullAfter is { } span ? new FirstSync(initial, span) : null;
    }

    private static void RefuseFirstSync(ObjectReader reader, string kind) =>
        reader.Refuse("firstSync", $"{kind} has no first-sync allowance.", "Remove it; only novel limits have one.");

    private static TimeSpan? ReadLease(ObjectReader reader) => reader.Has("lease")
        ? reader.ReadDuration("lease", PolicyBounds.MinLease, PolicyBounds.MaxLease)
        : PolicyBounds.DefaultLease;

    private static void RefuseLease(ObjectReader reader, string kind) =>
        reader.Refuse("lease", $"A {kind} limit has no lease.", "Remove it; only permits of in-flight limits are given back.");

    private static void CheckRate(LimitDraft limit, ProblemList problems)
    {
        if (limit is not { Quota: { } quota, Period: { } period })
        {
            return;
        }

        var most = period.Ticks * PolicyBounds.MaxPermitsPerSecond / TimeSpan.TicksPerSecond;
        if (quota > most)
        {
            problems.Add(
                $"{limit.Path}.quota",
                $"The quota is '{quota}' in '{DurationText.Format(period)}', over {PolicyBounds.MaxPermitsPerSecond} permits a second.",
                $"Write at most {most}, or lengthen the period.");
        }

        if (limit.Burst is { } burst && burst > Rate.MostBurst(quota, period))
        {
            problems.Add(
                $"{limit.Path}.burst",
                $"The burst is '{burst}' and takes over {Rate.MaxRefill.Days} days to refill at '{quota}' in '{DurationText.Format(period)}'.",
                $"Write at most {Rate.MostBurst(quota, period)}, or raise the rate.");
        }
    }
}
