using QuotaGrid.Core.Policies;

namespace QuotaGrid.Core.Tests.Policies;

public class PolicyBoundsTests
{
    [Fact]
    public void EveryBoundIsWhatTheDocumentationSays()
    {
        Assert.Equal(1, PolicyBounds.FormatVersion);
        Assert.Equal(1_048_576, PolicyBounds.MaxDocumentBytes);
        Assert.Equal(1_000, PolicyBounds.MaxProblems);
        Assert.Equal(64, PolicyBounds.MaxCapabilities);
        Assert.Equal(256, PolicyBounds.MaxPolicies);
        Assert.Equal(8, PolicyBounds.MaxLimits);
        Assert.Equal(1_000, PolicyBounds.MaxBudgets);
        Assert.Equal(4, PolicyBounds.MaxBudgetLimits);
        Assert.Equal(4, PolicyBounds.MaxLadderSteps);
        Assert.Equal(3, PolicyBounds.MinCampaignMembers);
        Assert.Equal(10_000, PolicyBounds.MaxCampaignMembers);
        Assert.Equal(100, PolicyBounds.MinOneIn);
        Assert.Equal(1_000_000_000, PolicyBounds.MaxOneIn);
        Assert.Equal(1_000_000, PolicyBounds.DefaultOneIn);
        Assert.Equal(TimeSpan.FromMinutes(1), PolicyBounds.MinContainment);
        Assert.Equal(TimeSpan.FromDays(90), PolicyBounds.MaxContainment);
        Assert.Equal(10_000, PolicyBounds.MaxBatch);
        Assert.Equal(1_000_000_000, PolicyBounds.MaxQuota);
        Assert.Equal(1_000_000_000, PolicyBounds.MaxBurst);
        Assert.Equal(10_000_000, PolicyBounds.MaxPermitsPerSecond);
        Assert.Equal(10_000, PolicyBounds.MaxInFlight);
        Assert.Equal(240, PolicyBounds.HorizonBuckets);
        Assert.Equal(TimeSpan.FromHours(1), PolicyBounds.MinHorizon);
        Assert.Equal(TimeSpan.FromDays(90), PolicyBounds.MaxHorizon);
        Assert.Equal(TimeSpan.FromDays(30), PolicyBounds.DefaultHorizon);
        Assert.Equal(TimeSpan.FromMilliseconds(1), PolicyBounds.MinVelocityPeriod);
        Assert.Equal(TimeSpan.FromSeconds(1), PolicyBounds.MinNovelPeriod);
        Assert.Equal(TimeSpan.FromDays(30), PolicyBounds.MaxPeriod);
        Assert.Equal(TimeSpan.FromMinutes(1), PolicyBounds.MinWindow);
        Assert.Equal(TimeSpan.FromSeconds(1), PolicyBounds.MinFirstSyncGrowth);
        Assert.Equal(TimeSpan.FromDays(90), PolicyBounds.MaxFirstSyncGrowth);
        Assert.Equal(TimeSpan.FromSeconds(1), PolicyBounds.MinLease);
        Assert.Equal(TimeSpan.FromHours(1), PolicyBounds.MaxLease);
        Assert.Equal(TimeSpan.FromSeconds(30), PolicyBounds.DefaultLease);
    }
}
