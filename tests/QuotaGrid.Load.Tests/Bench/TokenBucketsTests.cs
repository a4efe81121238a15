using QuotaGrid.Core.Targets;
using QuotaGrid.Load.Bench;
using QuotaGrid.Load.Bench.Alternatives;
using QuotaGrid.Load.Bench.Subjects;

namespace QuotaGrid.Load.Tests.Bench;

public sealed class TokenBucketsTests
{
    [Fact]
    public void ABucketAdmitsItsBurstAndNoMore()
    {
        using var limiter = TokenBuckets.One(10);
        var subject = new TokenBucketSubject(limiter);

        Assert.Equal(7, subject.Admit(0, "acct-1", new Fingerprint[7], Scenario.Start));
        Assert.Equal(3, subject.Admit(0, "acct-1", new Fingerprint[7], Scenario.Start));
        Assert.Equal(7, subject.Admit(1, "acct-2", new Fingerprint[7], Scenario.Start));
    }

    [Theory]
    [InlineData(4, 10, 10)]
    [InlineData(10, 4, 10)]
    [InlineData(10, 10, 4)]
    public void AChainAdmitsWhatTheSmallestOfItsBucketsDoes(int first, int second, int third)
    {
        using var limiter = TokenBuckets.Chained(first, second, third);
        var subject = new TokenBucketSubject(limiter);

        Assert.Equal(4, subject.Admit(0, "acct-1", new Fingerprint[12], Scenario.Start));
        Assert.Equal(0, subject.Admit(0, "acct-1", new Fingerprint[12], Scenario.Start));
    }
}
