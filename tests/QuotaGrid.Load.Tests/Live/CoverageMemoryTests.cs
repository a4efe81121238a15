using QuotaGrid.Core.Coverage;
using QuotaGrid.Load.Live.Cost;

namespace QuotaGrid.Load.Tests.Live;

public sealed class CoverageMemoryTests
{
    [Fact]
    public void AWholeBlockTakesABitForEachNumberInEachWindow()
    {
        var regions = new Dictionary<RegionKey, int[]> { [RegionKey.Parse("e164:1212")] = [200, 201, 202] };

        var figures = CoverageMemory.Measure(regions, [1, 100], TestContext.Current.CancellationToken).ToDictionary(figure => figure.Name, figure => figure.Value!.Value);

        // Beside the blocks, a window has a list of those that a region can have.
        Assert.Equal((1, 3), (figures["coverage.regions"], figures["coverage.blocks"]));
        Assert.InRange(figures["coverage.swept1.memory"], 3 * 100, (3 * 600) + 1_000);
        Assert.InRange(figures["coverage.swept100.memory"], 3 * 1_250, (3 * 1_300) + 1_000);
        Assert.InRange(figures["coverage.swept100.again.memory"], 6 * 1_250, (6 * 1_300) + 2_000);
        Assert.InRange(figures["coverage.swept1.stored"], 3 * 50, 3 * 300);
    }
}
