using System.Text;
using QuotaGrid.Core.Policies;
using QuotaGrid.Load.Faults;
using QuotaGrid.Load.Faults.Audit;

namespace QuotaGrid.Load.Tests.Faults;

public sealed class FaultAuditTests
{
    private const long Second = 1_000_000_000;

    private static readonly FaultIdentity Small = FaultPopulation.Identities.First(identity => identity.Group.Name == "small");
    private static readonly FaultIdentity Novel = FaultPopulation.Identities.First(identity => identity.Group.Name == "novel");

    [Fact]
    public void ASmallLimitAllowsItsBurstAndNothingMoreAtOnce()
    {
        // 10 at once and 10 a minute: the lease and the slack of the clocks come to 0.375 of a permit.
        var result = Audit(Admissions(Small, 10).Append(Admitted(Small, 1)));

        Assert.Equal(1 - (10 * 2.25 / 60), result.Over, 6);
        Assert.Equal(0, Audit(Admissions(Small, 10)).Over);
    }

    [Fact]
    public void GatewaysThatAdmitTogetherWhatEachMayAloneAreOver()
    {
        // Every gateway's log by itself keeps the contract.
        var logs = Enumerable.Range(0, 4).SelectMany(_ => Admissions(Small, 10));

        Assert.Equal(30 - (10 * 2.25 / 60), Audit(logs).Over, 6);
    }

    [Fact]
    public void ATargetThatIsNewToTwoGatewaysIsNewOnce()
    {
        var one = Enumerable.Range(1, 300).Select(target => Admitted(Novel, 1, target));
        var other = Enumerable.Range(1, 300).Select(target => Admitted(Novel, 2, target));

        Assert.Equal(0, Audit(one.Concat(other)).Limits.Single(limit => limit.Limit.IsNovel).Over);
        Assert.Equal(300, Audit(one.Concat(other)).Limits.Single(limit => limit.Limit.IsNovel).Admitted);
    }

    [Fact]
    public void NewTargetsOverTheBurstAreOver()
    {
        var asks = Enumerable.Range(1, 302).Select(target => Admitted(Novel, 1, target));

        Assert.Equal(2 - (500 * 2.25 / 86_400), Audit(asks).Limits.Single(limit => limit.Limit.IsNovel).Over, 6);
    }

    [Fact]
    public void ADeniedTargetIsNotAdmittedButWanted()
    {
        var result = Audit([new Ask(Novel.Index, 0, 1, 2, 1, [7, -8])]).Limits.Single(limit => limit.Limit.IsNovel);

        Assert.Equal((1, 2), (result.Admitted, result.Allowed));
        Assert.Equal(1, result.Lost);
    }

    [Fact]
    public void WhatNobodyAnsweredIsUnavailableAndLost()
    {
        var result = Audit([Admitted(Small, 1), new Ask(Small.Index, 2 * Second, 4 * Second, 1, Ask.Nobody, [])]);

        Assert.Equal(0.5, result.Unavailable);
        Assert.Equal(1, result.Lost);
        Assert.Equal(0.5, result.AdmittedShare);
        Assert.Equal(2, result.Silent.TotalSeconds);
    }

    [Fact]
    public void ALineIsReadAsItWasWritten()
    {
        var read = Ask.Parse(new Ask(3, 12, 15, 4, Ask.Nobody, [1_000_000_001, -2]).Format());

        Assert.Equal((3, 12, 15, 4), (read.Identity, read.StartNanos, read.EndNanos, read.Items));
        Assert.False(read.IsAnswered);
        Assert.Equal([1_000_000_001, -2], read.Targets);
    }

    [Fact]
    public void ThePolicyDocumentSaysWhatTheAuditKnows()
    {
        var set = PolicySet.Parse(Encoding.UTF8.GetBytes(FaultPopulation.Document()));

        foreach (var group in FaultPopulation.Groups)
        {
            Assert.True(set.TryGetPolicy(Core.Capabilities.Capability.Parse(group.Capability), Plan.Default, out var policy));
            Assert.Equal(
                group.Limits.Select(limit => (limit.Name, limit.IsNovel, (long)limit.Quota, TimeSpan.FromSeconds(limit.PeriodSeconds), (long)limit.Burst)),
                policy.Limits.Select(limit => (limit.Name, limit.Kind == LimitKind.Novel, limit.Quota, limit.Period, limit.Burst)));
        }
    }

    [Fact]
    public void TheLastFailureAfterAFaultIsWhenItWasOverAndOneInTheEndIsSomethingWedged()
    {
        var asks = new[] { Admitted(Small, Second), Lost(3), Lost(5), Admitted(Small, 7 * Second), Admitted(Small, 20 * Second) };

        Assert.Equal((3, 0), (FaultAudit.Audit("x", asks, new FaultTimes { FaultNanos = 2 * Second }).Recovery!.Value.TotalSeconds, Audit(asks).UnansweredAtEnd));
        Assert.Null(Audit(asks).Recovery);
        Assert.Equal(1, Audit(asks.Append(Lost(13))).UnansweredAtEnd);

        static Ask Lost(long second) => new(Small.Index, second * Second, second * Second, 1, Ask.Nobody, []);
    }

    private static FaultResult Audit(IEnumerable<Ask> asks) => FaultAudit.Audit("x", asks, new FaultTimes());

    private static IEnumerable<Ask> Admissions(FaultIdentity identity, int count) => Enumerable.Range(0, count).Select(_ => Admitted(identity, 1));

    private static Ask Admitted(FaultIdentity identity, long nanos, params long[] targets) => new(identity.Index, nanos, nanos, 1, 1, targets);
}
