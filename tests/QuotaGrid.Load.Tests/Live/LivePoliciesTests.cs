using System.Text;
using QuotaGrid.Core.Policies;
using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Live;

namespace QuotaGrid.Load.Tests.Live;

public sealed class LivePoliciesTests
{
    private static readonly TimeSpan Horizon = TimeSpan.FromHours(3);
    private static readonly PolicySet Served = PolicySet.Parse(Encoding.UTF8.GetBytes(LivePolicies.Document(Horizon)));

    [Fact]
    public void WhatIsAttackedIsTheDeployedPolicyWithItsDetectionEnforced()
    {
        var (served, deployed) = (Served.Policies[0], DeployedPolicy.Detection.Policy);

        Assert.Equal((LivePolicies.Attacked, Stage.Enforced), (served.Capability, served.Stage));
        Assert.Equal(deployed.Detection! with { Stage = Stage.Enforced, Ladder = served.Detection!.Ladder }, served.Detection);
        Assert.Equal(deployed.Detection.Ladder, served.Detection.Ladder);
        Assert.Equal(deployed.Limits.Where(limit => limit.Kind != LimitKind.Distinct), served.Limits.Where(limit => limit.Kind != LimitKind.Distinct));
    }

    [Fact]
    public void AWindowIsCutToTheHorizon()
    {
        Assert.All(Served.Capabilities, capability => Assert.Equal(Horizon, capability.Horizon));
        Assert.All(Served.Policies.SelectMany(policy => policy.Limits).Where(limit => limit.Kind == LimitKind.Distinct), limit => Assert.Equal(Horizon, limit.Period));
    }

    [Fact]
    public void WhatIsMeasuredDiffersInDetectionAlone()
    {
        var (watched, unwatched) = (Of(LivePolicies.Watched.Value), Of(LivePolicies.Unwatched.Value));

        Assert.Equal((Stage.Shadow, Stage.Shadow), (watched.Stage, unwatched.Stage));
        Assert.Equal(watched.Limits, unwatched.Limits);
        Assert.Equal(Stage.Shadow, watched.Detection!.Stage);
        Assert.Null(unwatched.Detection);
    }

    private static Policy Of(string name) => Assert.Single(Served.Policies, policy => policy.Name == name);
}
