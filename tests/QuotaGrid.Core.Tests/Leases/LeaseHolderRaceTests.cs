using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Tests.Decisions;

namespace QuotaGrid.Core.Tests.Leases;

public sealed class LeaseHolderRaceTests
{
    private static readonly Permits Plenty = new(100_000, 100_000, 100_000);

    [Fact]
    public void ThreadsThatBringTheSameNewTargetsAtOncePayForThemOnce()
    {
        var targets = Some.TargetsFrom(1, 500);
        for (var round = 0; round < 100; round++)
        {
            var holder = Lending.HolderWith(Plenty);
            var admitted = LeaseTests.Race(_ => Admitted(holder, targets));

            Assert.Equal([500, 500, 500, 500], admitted);
            Assert.Equal(Plenty - new Permits(2_000, 2_000, 500), holder.Left);
            Assert.Equal(targets.OrderBy(target => target.Value), Lending.TargetsOf(holder.Say(Some.Start)).OrderBy(target => target.Value));
        }
    }

    [Fact]
    public void WhatThreadsAreAdmittedWhileLeasesAreReplacedIsExactlyWhatIsReported()
    {
        var targets = Some.TargetsFrom(1, 200);
        for (var round = 0; round < 50; round++)
        {
            var holder = Lending.HolderWith(new Permits(60, 60, 60));
            var asked = 0;
            var admitted = LeaseTests.Race(thread => thread == 0 ? Replace(holder, ref asked) : Count(holder, targets, ref asked));
            var last = holder.LastReport(Some.Start);
            Assert.Equal(new UseCounts(admitted.Sum(), admitted.Sum(), 0), last.Counts);
        }
    }

    private static int Admitted(LeaseHolder holder, Fingerprint[] targets) =>
        targets.Count(target => holder.TryDecide([target], Some.Start).Kind == LocalAnswerKind.Admitted);

    private static int Count(LeaseHolder holder, Fingerprint[] targets, ref int asked)
    {
        var admitted = 0;
        for (var pass = 0; pass < 20; pass++)
        {
            admitted += Admitted(holder, targets);
        }

        Interlocked.Increment(ref asked);
        return admitted;
    }

    /// <summary>Takes up one lease after the other until the other threads have asked all that they ask.</summary>
    private static int Replace(LeaseHolder holder, ref int asked)
    {
        while (Volatile.Read(ref asked) < 3)
        {
            holder.OnReply(Lending.Answer(holder.Say(Some.Start), Lending.A, new Permits(60, 60, 60)), Some.Start);
        }

        return 0;
    }
}
