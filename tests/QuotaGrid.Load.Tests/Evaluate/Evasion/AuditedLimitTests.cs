using QuotaGrid.Core.Policies;
using QuotaGrid.Load.Evaluate.Evasion;

namespace QuotaGrid.Load.Tests.Evaluate.Evasion;

public sealed class AuditedLimitTests
{
    [Fact]
    public void AVelocityLimitIsFullWhenItsBurstIsSpentAndOverOnePermitLater()
    {
        var limit = new AuditedLimit(new("items", LimitKind.Velocity, LimitUnit.Items, 10, TimeSpan.FromSeconds(100), 20));
        Admit(limit, 20, 0, _ => 7);
        Assert.Equal(1, limit.Peak, 1e-3);
        Admit(limit, 1, 9, _ => 7);
        Assert.Equal(20.1 / 20, limit.Peak, 1e-3);
    }

    [Fact]
    public void ANovelLimitCountsATargetOnce()
    {
        var limit = new AuditedLimit(new("novel", LimitKind.Novel, LimitUnit.Items, 10, TimeSpan.FromDays(30), 10));
        Admit(limit, 10, 0, i => i);
        Admit(limit, 10, 5, i => i);
        Assert.Equal(1, limit.Peak, 1e-3);
        Admit(limit, 1, 6, _ => 10);
        Assert.Equal(1.1, limit.Peak, 1e-3);
    }

    [Fact]
    public void ADistinctLimitForgetsWhatLeftItsWindowUnlessItWasAskedForAgain()
    {
        var limit = new AuditedLimit(new("distinct", LimitKind.Distinct, LimitUnit.Items, 4, TimeSpan.FromSeconds(100), 4));
        Admit(limit, 4, 0, i => i);
        Admit(limit, 1, 50, _ => 0);
        Admit(limit, 3, 101, i => 10 + i);
        Assert.Equal(1, limit.Peak, 1e-3);
        Admit(limit, 1, 102, _ => 20);
        Assert.Equal(1.25, limit.Peak, 1e-3);
        Assert.True(limit.LooksAtTargets);
    }

    private static void Admit(AuditedLimit limit, int count, double second, Func<int, int> target)
    {
        for (var i = 0; i < count; i++)
        {
            limit.OnAdmitted(target(i), second);
        }
    }
}
