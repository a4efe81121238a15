using QuotaGrid.Load.Evaluate.Reporting;

namespace QuotaGrid.Load.Tests.Evaluate.Reporting;

public sealed class LeakCurveTests
{
    [Fact]
    public void AtEachMomentItIsWhatHadLeakedByThenInHalfOfTheWorldsAndInNearlyAll()
    {
        var curve = new LeakCurve([[(2, 0.1), (50, 0.2)], [(1, 0.3), (100, 0.5)], [(30, 0.4)]]);

        Assert.Equal((1.0, 0.0, 0.3), curve.Points[0]);
        Assert.Equal((10.0, 0.1, 0.3), curve.Points.Single(point => Math.Abs(point.Second - 10) < 1e-9));
        Assert.Equal((100.0, 0.4, 0.5), curve.Points[^1]);
    }
}
