using QuotaGrid.Core.Tests.Containment;

namespace QuotaGrid.Core.Tests.Campaigns;

public sealed class DumpTests
{
    [Fact]
    public void Dump()
    {
        File.WriteAllText("/tmp/sentinel-dump.txt", Convert.ToHexString(CampaignStoringTests.Sample().Encode()) + "\n" + Convert.ToHexString(Decisions.Some.Bytes(WatchStoringTests.Sample().State)) + "\n");
        var world = new QuotaGrid.Core.Tests.Cohorts.CohortWorld();
        world.Ask(10, [10_000, WatchedWorld.Shared, WatchedWorld.Shared + 1], Decisions.Some.Start);
        File.AppendAllText("/tmp/sentinel-dump.txt", Convert.ToHexString(Decisions.Some.Bytes(world.StateOf(10))) + "\n");
    }
}
