using QuotaGrid.Core.Campaigns;

namespace QuotaGrid.Core.Tests.Campaigns;

public sealed class CoincidenceTests
{
    [Theory]
    [InlineData(3, 3, 0.0101, false)] // 0.01^3 is 1e-6
    [InlineData(3, 3, 0.0099, true)]
    [InlineData(2, 2, 0.0001, true)]
    [InlineData(1, 1, 0.0001, false)]
    [InlineData(3, 3, 0.05, false)]
    [InlineData(5, 5, 0.05, true)]
    [InlineData(1000, 1000, 0.0501, false)] // over one in twenty nothing is excluded
    [InlineData(1000, 1000, 1, false)]
    [InlineData(10, 1000, 0.01, false)] // as many as chance gives
    [InlineData(40, 1000, 0.01, true)]
    [InlineData(3, 100, 0.0001, true)]
    [InlineData(3, 100, 0.001, false)]
    public void OfSoManyThatShareACohortChanceIsExcluded(int sharing, int all, double share, bool excluded) =>
        Assert.Equal(excluded, Coincidence.IsExcluded(sharing, all, share));

    [Fact]
    public void TheBoundIsNeverBelowTheProbability()
    {
        for (var all = 1; all <= 40; all++)
        {
            foreach (var share in (double[])[0.0001, 0.001, 0.01, 0.05])
            {
                for (var sharing = 1; sharing <= all; sharing++)
                {
                    Assert.True(!Coincidence.IsExcluded(sharing, all, share) || Tail(sharing, all, share) <= Coincidence.Alpha * (1 + 1e-9));
                }
            }
        }
    }

    // Of n identities, k or more: added up.
    private static double Tail(int k, int n, double p)
    {
        var (sum, term) = (0.0, Math.Pow(1 - p, n));
        for (var i = 0; i <= n; i++)
        {
            sum += i >= k ? term : 0;
            term *= (n - i) / (double)(i + 1) * (p / (1 - p));
        }

        return sum;
    }
}
