using QuotaGrid.Load.Census;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Tests.Census;

public sealed class SyncScheduleTests
{
    [Fact]
    public void EveryoneSendsTheWholeBookAndThenTheSameBookWithAFewMore()
    {
        var book = new AddressBook(0, 2_500, [.. Enumerable.Range(0, 2_504).Select(i => new E164Number((ulong)i))]);
        for (var person = 0UL; person < 500; person++)
        {
            var syncs = SyncSchedule.Draw(book, TimeSpan.FromSeconds(60), new(9, "syncs", person)).Syncs;

            Assert.InRange(syncs.Count, 2, 3);
            Assert.Equal(2_500, syncs[0].Entries);
            Assert.InRange(syncs[0].At.TotalSeconds, 0, 30);
            Assert.All(syncs.Skip(1), sync => Assert.InRange(sync.At.TotalSeconds, 30, 57));
            Assert.All(syncs.Zip(syncs.Skip(1)), pair => Assert.InRange(pair.Second.Entries - pair.First.Entries, 0, 2));
            Assert.Equal(syncs.OrderBy(sync => sync.At), syncs);
        }
    }

    [Fact]
    public void ABookOfThreeBatchesNeedsThreeDecisionsAndThreeReports() =>
        Assert.Equal(12, new SyncSchedule([new(TimeSpan.Zero, 2_001), new(TimeSpan.FromSeconds(1), 2_002)]).Requests(1_000));
}
