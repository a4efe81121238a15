using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Grains.Storage;

namespace QuotaGrid.Cluster.Tests.Wire;

/// <summary>
/// Silos and gateways of different versions talk to each other while a cluster is updated, so what they send may only be added to. A test that fails here
/// says that it was changed.
/// </summary>
public sealed class WireFormatTests
{
    private static readonly Serializer Serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    public static TheoryData<string> Names => [.. WireSamples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryWireTypeArrivesAsItWasSent(string name)
    {
        var sent = WireSamples.All[name];

        var arrived = Serializer.Deserialize<object>(Serializer.SerializeToArray(sent));

        Assert.Equal(WireText.Of(sent), WireText.Of(arrived));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryWireTypeHasTheBytesOfItsVersion(string name) =>
        Assert.Equal(WireGolden.Extended.GetValueOrDefault(name) ?? WireGolden.Bytes.GetValueOrDefault(name), Convert.ToHexStringLower(Serializer.SerializeToArray(WireSamples.All[name])));

    [Theory]
    [MemberData(nameof(Names))]
    public void TheBytesOfTheFirstVersionAreRead(string name) =>
        Assert.Equal(WireText.Of(WireSamples.All[name]), WireText.Of(Serializer.Deserialize<object>(Convert.FromHexString(WireGolden.Bytes[name]))));

    [Fact]
    public void EveryTypeThatIsSerializedHasItsAlias()
    {
        var types = new[] { typeof(Identity).Assembly, typeof(LookupRequest).Assembly, typeof(StoredBytes).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
            .ToArray();

        Assert.All(types, type => Assert.Equal($"quotagrid.{type.Name}", AliasOf(type)));
        Assert.Equal(
            [
                "quotagrid.BlockSpan", "quotagrid.BudgetReport", "quotagrid.BudgetUnavailableException", "quotagrid.CampaignId", "quotagrid.CampaignReport", "quotagrid.Capability", "quotagrid.CapabilityReport", "quotagrid.ChallengeId", "quotagrid.ChallengeResult",
                "quotagrid.ChargesNotStoredException", "quotagrid.Cohort", "quotagrid.CohortContainment", "quotagrid.CohortCounts", "quotagrid.CohortKey", "quotagrid.CohortReport", "quotagrid.CohortSize", "quotagrid.CohortStatus", "quotagrid.CohortTotals", "quotagrid.Conviction", "quotagrid.ConvictionNotice", "quotagrid.Decision", "quotagrid.DecisionReply", "quotagrid.Epoch", "quotagrid.Fingerprint",
                "quotagrid.FingerprintBatch", "quotagrid.GatewaySync", "quotagrid.GatewaySyncReply", "quotagrid.GroupContainment", "quotagrid.HoldId", "quotagrid.HolderId", "quotagrid.HonestBounds", "quotagrid.HonestVote",
                "quotagrid.Identity", "quotagrid.IdentityLookup", "quotagrid.IdentityOutcomes", "quotagrid.IdentityReport", "quotagrid.IdentitySync",
                "quotagrid.Instant", "quotagrid.InvalidPolicyException", "quotagrid.InvalidValueException", "quotagrid.ItemSet",
                "quotagrid.LeaseReturn", "quotagrid.LimitStatus", "quotagrid.LoggedTargets", "quotagrid.LookupEvidence", "quotagrid.LookupRequest",
                "quotagrid.LookupResult", "quotagrid.Market", "quotagrid.MarketBounds", "quotagrid.NovelDenial", "quotagrid.OutcomeReport", "quotagrid.Permits", "quotagrid.PlaceBatch", "quotagrid.Plan", "quotagrid.PoliciesMissingException",
                "quotagrid.PublishedPolicies", "quotagrid.RegionDelta", "quotagrid.RegionKey", "quotagrid.RegionMarks", "quotagrid.RegionPosition", "quotagrid.RegionReport",
                "quotagrid.SentinelReply", "quotagrid.SentinelReport", "quotagrid.ShareBound", "quotagrid.SharedCohort", "quotagrid.SnapshotFormatException", "quotagrid.StoredBytes", "quotagrid.SweepReport", "quotagrid.SyncReply",
                "quotagrid.SyncReport", "quotagrid.SyncRequest", "quotagrid.TargetPlace", "quotagrid.Tenant", "quotagrid.TouchedBlock", "quotagrid.UnknownBudgetException",
                "quotagrid.UnknownPolicyException", "quotagrid.UseCounts", "quotagrid.ValueProblem",
            ],
            types.Select(AliasOf).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(typeof(Contracts.Budgets.IBudgetGrain), "quotagrid.budget", "GetState", "Sync")]
    [InlineData(typeof(IIdentityGrain), "quotagrid.identity", "Decide", "ExtendContainment", "GetState", "Pardon", "PassChallenge", "RecordOutcomes", "ReleaseHold", "RenewHold", "Sync")]
    [InlineData(typeof(Contracts.Cohorts.ICohortGrain), "quotagrid.cohort", "Exchange", "GetState")]
    [InlineData(typeof(Contracts.Coverage.IBaselineGrain), "quotagrid.baseline", "Vote")]
    [InlineData(typeof(Contracts.Coverage.IRegionGrain), "quotagrid.region", "Exchange", "GetState")]
    [InlineData(typeof(Contracts.Ingress.IIngressGrain), "quotagrid.ingress", "Decide", "RecordOutcomes", "Sync")]
    [InlineData(typeof(Contracts.Sentinel.ISentinelGrain), "quotagrid.sentinel", "ContainCohort", "Describe", "ExtendCampaign", "GetState", "PardonCampaign", "PardonCohort", "Tell")]
    [InlineData(typeof(Contracts.Policies.IPolicyGrain), "quotagrid.policies", "GetNewer", "Publish")]
    public void EveryGrainInterfaceAndMethodHasItsAlias(Type type, string alias, params string[] methods)
    {
        Assert.Equal(alias, AliasOf(type));
        Assert.Equal(methods, type.GetMethods().Select(AliasOf).Order(StringComparer.Ordinal));
    }

    private static string? AliasOf(System.Reflection.MemberInfo member) =>
        ((AliasAttribute?)Attribute.GetCustomAttribute(member, typeof(AliasAttribute), inherit: false))?.Alias;
}
