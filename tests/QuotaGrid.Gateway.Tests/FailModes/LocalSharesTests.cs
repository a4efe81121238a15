using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;
using QuotaGrid.Gateway.FailModes;

namespace QuotaGrid.Gateway.Tests.FailModes;

/// <summary>While no silo decides, each gateway has its share of the limits, and no more however long that lasts or how many names are tried.</summary>
public sealed class LocalSharesTests : IDisposable
{
    private static readonly CapabilityDefinition Definition =
        new(Capability.Parse("accounts.lookup"), TargetSpace.Integer, DefaultRegion: null, TimeSpan.FromDays(30), MaxBatch: 100);

    private static readonly Policy Shared = new(
        "shared",
        Definition.Name,
        Plan.Default,
        Stage.Enforced,
        FailMode.LocalShare,
        [
            new Limit("items", LimitKind.Velocity, LimitUnit.Items, 40, TimeSpan.FromDays(1), 40),
            new Limit("parallel", LimitKind.InFlight, LimitUnit.Requests, 1, TimeSpan.FromHours(1), 1),
        ]);

    private static readonly Instant Start = new(1_000_000_000_000);

    private readonly LiveGateways _gateways = new(grains: null!, new FakeTimeProvider());

    [Theory]
    [InlineData(1, 40)]
    [InlineData(4, 10)]
    [InlineData(7, 5)]
    [InlineData(100, 1)]
    public void AGatewayAdmitsTheLimitsDividedByTheGateways(int gateways, int admitted)
    {
        var shares = Of(gateways, capacity: 10);

        var first = Decide(shares, "anna", 41)!;
        var second = Decide(shares, "anna", 1)!;

        Assert.Equal(admitted, first.Allowed.Count);
        Assert.Equal(Outcome.Denied, second.Outcome);
        Assert.Equal("items", second.Limit);
        Assert.Null(first.Hold);
    }

    [Fact]
    public void AnotherNumberOfGatewaysChangesTheShareAndRefillsNothing()
    {
        var shares = Of(4, capacity: 10);
        Assert.Equal(10, Decide(shares, "anna", 20)!.Allowed.Count);

        _gateways.Take(8);
        Assert.Equal(0, Decide(shares, "anna", 1)!.Allowed.Count);
    }

    [Fact]
    public void ManyNamesGetNobodyAFreshShare()
    {
        var shares = Of(4, capacity: 2);
        Assert.Equal(10, Decide(shares, "anna", 20)!.Allowed.Count);
        Assert.Equal(10, Decide(shares, "bert", 20)!.Allowed.Count);

        Assert.Null(Decide(shares, "carl", 1));
        Assert.Equal(0, Decide(shares, "anna", 1)!.Allowed.Count);
    }

    [Fact]
    public void APolicyOfRequestsInFlightAloneHasNoShare()
    {
        var policy = Shared with { Limits = ImmutableArray.Create(Shared.Limits[1]) };

        Assert.Null(Of(4, capacity: 2).Decide(Definition, policy, Identity.Parse("anna"), Targets(1), Core.Decisions.Admission.Partial, Start));
    }

    [Fact]
    public void TheMostGatewaysOfTheLastMinuteCount()
    {
        var time = new FakeTimeProvider();
        var gateways = new LiveGateways(grains: null!, time);
        Assert.Equal(1, gateways.Count);

        gateways.Take(5);
        time.Advance(TimeSpan.FromSeconds(30));
        gateways.Take(2);
        Assert.Equal(5, gateways.Count);

        time.Advance(TimeSpan.FromSeconds(31));
        gateways.Take(3);
        Assert.Equal(3, gateways.Count);

        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(3, gateways.Count);
    }

    public void Dispose() => _gateways.Dispose();

    private static Decision? Decide(LocalShares shares, string identity, int targets) =>
        shares.Decide(Definition, Shared, Identity.Parse(identity), Targets(targets), Core.Decisions.Admission.Partial, Start);

    private static Fingerprint[] Targets(int count) => [.. Enumerable.Range(1, count).Select(i => new Fingerprint((ulong)i << 32))];

    private LocalShares Of(int gateways, int capacity)
    {
        _gateways.Take(gateways);
        return new LocalShares(_gateways, capacity);
    }
}
