using QuotaGrid.Load.Faults.Audit;

namespace QuotaGrid.Load.Tests.Faults;

public sealed class TokenBucketTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void WhatTheContractAllowsIsNotOver()
    {
        var bucket = new TokenBucket(perSecond: 2, holds: 10);
        bucket.Admit(100 * Second, 10);
        bucket.Admit(103 * Second, 6);
        bucket.Admit(200 * Second, 10);

        Assert.Equal(26, bucket.Admitted);
        Assert.Equal(0, bucket.Over);
        Assert.Null(bucket.FirstOverNanos);
    }

    [Fact]
    public void OnePermitTooManyIsOneOverAndIsNotHeldAgainstWhatFollows()
    {
        var bucket = new TokenBucket(perSecond: 2, holds: 10);
        bucket.Admit(100 * Second, 10);
        bucket.Admit(103 * Second, 7);
        bucket.Admit(104 * Second, 2);

        Assert.Equal(1, bucket.Over, 9);
        Assert.Equal(103 * Second, bucket.FirstOverNanos);
    }

    [Fact]
    public void ABurstAfterAStateWasLostIsOverByAllOfIt()
    {
        // 500 a day, 300 at once: who is admitted 300 twice within a minute had 299.7 too many.
        var bucket = new TokenBucket(500 / 86_400.0, 300);
        bucket.Admit(0, 300);
        bucket.Admit(60 * Second, 300);

        Assert.Equal(300 - (60 * 500 / 86_400.0), bucket.Over, 9);
    }

    [Fact]
    public void WhatIsNotUsedDoesNotGather()
    {
        var bucket = new TokenBucket(perSecond: 1, holds: 5);
        bucket.Admit(0, 1);
        bucket.Admit(1_000 * Second, 6);

        Assert.Equal(1, bucket.Over, 9);
    }
}
