using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Containment;

/// <summary>What everybody asked for, and one identity that is watched. Target n is the n-th number of an area code; those from 1,000,000 on everybody asked for.</summary>
internal sealed class WatchedWorld
{
    public const uint Shared = 1_000_000;

    /// <summary>With the bound of 0.16, so many targets that nobody asked for convict: what <c>SweepEvidenceTests</c> says.</summary>
    public const int Convicting = 11;

    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    public static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static readonly Detection Watching = new(
        Stage.Enforced,
        1_000_000,
        [new(ContainmentAction.Tighten, Hour), new(ContainmentAction.Challenge, Day), new(ContainmentAction.Block, 7 * Day)]);

    private readonly HashSet<TargetPlace> _asked = [];

    public WatchedWorld()
    {
        View = new ClusterView(Look, (place, now) => Marked.Add((place, now)));
        View.Learn(Some.Lookup.Name, new Market(1), new HonestBounds(ShareBound.Of(0.16), ShareBound.Whole, ShareBound.Whole));
    }

    public ClusterView View { get; }

    public CapabilityState State { get; set; } = Some.New();

    public Policy Policy { get; set; } = Under(Watching);

    public List<(TargetPlace Place, Instant At)> Marked { get; } = [];

    public bool KnowsNothing { get; set; }

    public static Policy Under(Detection? detection, params ReadOnlySpan<Limit> limits) =>
        Some.Policy(limits.IsEmpty ? [Some.Novel(100_000, Day, 100_000)] : [.. limits]) with { Detection = detection };

    public static Detection Step(ContainmentAction action, TimeSpan duration) => Watching with { Ladder = [new LadderStep(action, duration)] };

    public static TargetPlace PlaceOf(uint number) => new(RegionKey.Parse("e164:1212"), (int)(number / 10_000), (int)(number % 10_000));

    public static uint[] From(uint first, int count) => [.. Enumerable.Range((int)first, count).Select(number => (uint)number)];

    public Decision Ask(uint[] numbers, Instant now, Admission admission = Admission.Partial, int neighbours = 0)
    {
        TargetPlace[] places = [.. numbers.Select(PlaceOf)];
        var decision = AskAt(numbers, places, now, admission, neighbours);
        foreach (var i in Some.Items(decision.Allowed))
        {
            _asked.Add(places[i]);
        }

        return decision;
    }

    public Decision AskAt(uint[] numbers, TargetPlace[] places, Instant now, Admission admission = Admission.Partial, int neighbours = 0) =>
        State.Decide(Some.Lookup, Policy, Some.Targets(numbers), admission, now, sight: new Sight(View, Some.Lookup.Name, places, Neighbours(numbers.Length, neighbours)));

    /// <summary>So many targets behind the first one that neighbour the one before.</summary>
    public static ulong[] Neighbours(int items, int neighbours)
    {
        var words = new ulong[ItemSet.WordsFor(items)];
        for (var i = 1; i <= neighbours; i++)
        {
            words[i / 64] |= 1UL << i;
        }

        return words;
    }

    public Decision AskUnseen(uint[] numbers, Instant now) => State.Decide(Some.Lookup, Policy, Some.Targets(numbers), Admission.Partial, now);

    public void Report(uint[] found, uint[] missing, Instant now) =>
        State.RecordOutcomes(Some.Targets(found), Some.Targets(missing), remembered: true, now, new Sight(View, Some.Lookup.Name, default, default));

    /// <summary>The first convicting targets that nobody asked for, from a number on.</summary>
    public void Sweep(uint first, Instant now) => Assert.Equal(Outcome.Allowed, Ask(From(first, Convicting), now).Outcome);

    /// <summary>Asks for one target after the other that nobody asked for, until that convicts.</summary>
    public void SweepUntilConvicted(uint first, Instant now)
    {
        for (var next = first; State.Conviction.Count == 0; next++)
        {
            Assert.Equal(Outcome.Allowed, Ask([next], now).Outcome);
        }
    }

    /// <summary>The same, until there is one conviction more.</summary>
    public void SweepUntilConvictedAgain(uint first, Instant now)
    {
        var before = State.Conviction.Count;
        for (var next = first; State.Conviction.Count == before; next++)
        {
            Assert.Equal(Outcome.Allowed, Ask([next], now).Outcome);
        }
    }

    /// <summary>The evidence of so many targets, with the bound that is learned here.</summary>
    public static SweepEvidence EvidenceOf(int newToEveryone, int shared, Instant now, int neighbours = 0)
    {
        var evidence = new SweepEvidence();
        for (var i = 0; i < newToEveryone + shared; i++)
        {
            evidence.OnNovel(i < newToEveryone, ShareBound.Of(0.16), now);
            if (i > 0)
            {
                evidence.OnOrder(i <= neighbours, now);
            }
        }

        return evidence;
    }

    private PlaceCoverage Look(TargetPlace place) =>
        KnowsNothing ? PlaceCoverage.Unknown
        : _asked.Contains(place) || place.Block >= Shared / 10_000 ? PlaceCoverage.Asked
        : PlaceCoverage.New;
}
