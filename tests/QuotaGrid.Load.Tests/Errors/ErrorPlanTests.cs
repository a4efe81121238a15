using QuotaGrid.Load.Errors;

namespace QuotaGrid.Load.Tests.Errors;

public sealed class ErrorPlanTests
{
    [Fact]
    public void EveryWindowBeginsWhereAnAgeBegins()
    {
        Assert.Equal(19 + 17 + 16 + 13, ErrorPlan.Windows.Count);
        foreach (var window in ErrorPlan.Windows)
        {
            Assert.True(window.First == 0 || ErrorPlan.AgeOf(window.First) == ErrorPlan.AgeOf(window.First - 1) + 1);
        }

        Assert.Equal(1, ErrorPlan.AgeOf(0));
        Assert.InRange(ErrorPlan.AgeOf(2_000_000), 40, 255);
    }

    [Fact]
    public void TheAgeIsTheSameUntilTheNextStop()
    {
        for (var target = 0; target < 3_000; target++)
        {
            var next = ErrorPlan.NextAfter(target);
            Assert.True(next > target);
            Assert.Equal(ErrorPlan.AgeOf(target), ErrorPlan.AgeOf(next - 1));
        }
    }
}
