using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Tests.Containment;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Tests.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Cohorts;

/// <summary>Who comes with the cohorts that it came with before is looked up in them without a byte.</summary>
public sealed class CohortAllocationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    public void DecidingAboutKnownTargetsOfAMemberOfManyCohorts(int count)
    {
        var (reporters, state) = (0UL, Some.New());
        var replica = new CohortReplica(() => ++reporters);
        var view = new ClusterView(static _ => PlaceCoverage.Asked, static (_, _) => { });
        view.Learn(Some.Lookup.Name, new Market(1), new HonestBounds(CohortWorld.Bound, ShareBound.Whole, ShareBound.Whole));
        var policy = WatchedWorld.Under(CohortWorld.Watching with { Cohorts = ["network", "asn", "client", "build", Cohort.SignUpHourKind] });
        var targets = UniformTargets.From(1, count);
        TargetPlace[] places = [.. Enumerable.Range(0, count).Select(i => WatchedWorld.PlaceOf((uint)i))];
        var words = new ulong[ItemSet.WordsFor(count)];

        // As they come in a message: other texts each time.
        Cohort[][] coming = [.. Enumerable.Range(0, 2).Select(_ => (Cohort[])
            [Cohort.Of("network", $"203.0.113.{0}/24"), Cohort.Of("asn", $"6450{0}"), Cohort.Of("client", $"ja4:t13d{0}"), Cohort.Of("build", $"4.1.{0}")])];
        for (var i = 0; i < 300; i++)
        {
            Assert.Equal(count, Ask(i));
        }

        var allocating = 0;
        var collections = GC.CollectionCount(0);
        for (var i = 0; i < 300; i++)
        {
            while (replica.TryTake(out _))
            {
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            Ask(i);
            allocating += GC.GetAllocatedBytesForCurrentThread() == before ? 0 : 1;
        }

        // A queue grows by a piece now and then, and a collection may take the arrays that large batches rent.
        Assert.InRange(allocating, 0, 5 + GC.CollectionCount(0) - collections);
        Assert.Equal(5, state.Cohorts.Count());

        int Ask(int i) => state.Admit(
            Some.Lookup,
            policy,
            targets,
            Admission.Partial,
            new Instant(Some.Start.UnixNanos + (i * 36 * Instant.NanosPerSecond)),
            words,
            new Sight(view, Some.Lookup.Name, places, default) { Cohorts = new CohortSight(replica, policy.Detection!.Cohorts, coming[i % 2], member: 1) }).Allowed;
    }
}
