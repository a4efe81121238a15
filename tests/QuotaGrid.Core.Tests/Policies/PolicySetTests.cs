using System.Text;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Tests.Policies;

public class PolicySetTests
{
    [Fact]
    public void TheDefaultDocumentSaysWhatItShould()
    {
        var policies = PolicySet.Parse(PolicyText.DefaultDocument);

        var contacts = Capability.Parse("contacts.lookup");
        Assert.Equal(
            [new CapabilityDefinition(contacts, TargetSpace.E164, null, TimeSpan.FromDays(30), 10_000)], policies.Capabilities);
        Assert.Equal(
            [
                new Policy("contacts-default", contacts, Plan.Default, Stage.Enforced, FailMode.Closed,
                [
                    new Limit("items-4h", LimitKind.Velocity, LimitUnit.Items, 20_000, TimeSpan.FromHours(4), 20_000),
                    new Limit("novel-30d", LimitKind.Novel, LimitUnit.Items, 5_000, TimeSpan.FromDays(30), 5_000),
                    new Limit("distinct-24h", LimitKind.Distinct, LimitUnit.Items, 10_000, TimeSpan.FromHours(24), 10_000),
                ]),
            ],
            policies.Policies);
    }

    [Fact]
    public void EveryValueOfADocumentIsRead()
    {
        var policies = PolicyText.Parse(PolicyText.With(
            ("policies[0].stage", "\"shadow\""), ("policies[0].failMode", "\"open\""), ("policies[0].plan", "\"default\"")));

        var lookup = Capability.Parse("lookup");
        Assert.Equal([new CapabilityDefinition(lookup, TargetSpace.E164, "DE", TimeSpan.FromDays(2), 100)], policies.Capabilities);
        Assert.Equal(
            [
                new Policy("lookup-default", lookup, Plan.Default, Stage.Shadow, FailMode.Open,
                [
                    new Limit("v", LimitKind.Velocity, LimitUnit.Requests, 1_000, TimeSpan.FromHours(1), 2_000),
                    new Limit("n", LimitKind.Novel, LimitUnit.Items, 500, TimeSpan.FromDays(30), 600),
                    new Limit("d", LimitKind.Distinct, LimitUnit.Items, 700, TimeSpan.FromDays(1), 700),
                ]),
            ],
            policies.Policies);
    }

    [Fact]
    public void APolicyMayHaveAnInFlightLimitAlone()
    {
        var policies = PolicyText.Parse(PolicyText.With(
            ("policies[0].limits", """[{ "name": "p", "kind": "inflight", "quota": 20, "lease": "2m" }]"""),
            ("policies[1]", """{ "name": "q", "capability": "lookup", "plan": "q", "stage": "enforced", "failMode": "open", "limits": [{ "name": "p", "kind": "inflight", "quota": 1 }] }""")));

        Assert.Equal(
            [
                new Limit("p", LimitKind.InFlight, LimitUnit.Requests, 20, TimeSpan.FromMinutes(2), 20),
                new Limit("p", LimitKind.InFlight, LimitUnit.Requests, 1, TimeSpan.FromSeconds(30), 1),
            ],
            policies.Policies.Select(policy => Assert.Single(policy.Limits)));
        Assert.All(policies.Policies, policy => Assert.False(policy.RemembersTargets));
    }

    [Fact]
    public void WhatMayBeLeftOutHasItsDefault()
    {
        var policies = PolicyText.Parse(PolicyText.With(
            ("capabilities[0].targets.defaultRegion", null),
            ("capabilities[0].horizon", null),
            ("capabilities[0].maxBatch", null),
            ("policies[0].plan", null),
            ("policies[0].limits[0].unit", null),
            ("policies[0].limits[0].burst", null),
            ("policies[0].limits[1].burst", null)));

        Assert.Equal(
            new CapabilityDefinition(Capability.Parse("lookup"), TargetSpace.E164, null, TimeSpan.FromDays(30), 10_000),
            policies.Capabilities[0]);
        Assert.Equal(Plan.Default, policies.Policies[0].Plan);
        Assert.Equal(
            new Limit("v", LimitKind.Velocity, LimitUnit.Items, 1_000, TimeSpan.FromHours(1), 1_000), policies.Policies[0].Limits[0]);
        Assert.Equal(
            new Limit("n", LimitKind.Novel, LimitUnit.Items, 500, TimeSpan.FromDays(30), 500), policies.Policies[0].Limits[1]);
    }

    [Fact]
    public void AFirstSyncIsReadAndMakesAnotherPolicy()
    {
        var plain = PolicyText.Parse(PolicyText.Valid).Policies[0];
        var grown = OfFirstSync("""{ "burst": 100, "fullAfter": "7d" }""");

        Assert.Equal(plain.Limits[1] with { FirstSync = new FirstSync(100, TimeSpan.FromDays(7)) }, grown.Limits[1]);
        Assert.Null(plain.Limits[1].FirstSync);
        Assert.Equal(OfFirstSync("""{ "fullAfter": "168h", "burst": 100 }"""), grown);
        Assert.NotEqual(plain, grown);
        Assert.NotEqual(OfFirstSync("""{ "burst": 101, "fullAfter": "7d" }"""), grown);
        Assert.NotEqual(OfFirstSync("""{ "burst": 100, "fullAfter": "8d" }"""), grown);

        static Policy OfFirstSync(string firstSync) => PolicyText.Parse(PolicyText.With(("policies[0].limits[1].firstSync", firstSync))).Policies[0];
    }

    [Theory]
    [InlineData("integer", TargetSpace.Integer)]
    [InlineData("opaque", TargetSpace.Opaque)]
    public void OtherTargetSpacesNeedNoRegion(string word, TargetSpace space)
    {
        var policies = PolicyText.Parse(PolicyText.With(("capabilities[0].targets", $$"""{ "space": "{{word}}" }""")));

        Assert.Equal(space, policies.Capabilities[0].Space);
        Assert.Null(policies.Capabilities[0].DefaultRegion);
    }

    [Fact]
    public void ACapabilityIsFoundByItsName()
    {
        var policies = PolicyText.Parse(PolicyText.Valid);

        Assert.True(policies.TryGetCapability(Capability.Parse("lookup"), out var found));
        Assert.Same(policies.Capabilities[0], found);
        Assert.False(policies.TryGetCapability(Capability.Parse("lookups"), out var missing));
        Assert.Null(missing);
        Assert.False(policies.TryGetCapability(default, out _));
    }

    [Fact]
    public void APlanThatIsNotInTheDocumentHasNoPolicy()
    {
        var policies = PolicyText.Parse(PolicyText.With(("policies[1]", """
            {
              "name": "partners", "capability": "lookup", "plan": "partner", "stage": "shadow", "failMode": "open",
              "limits": [{ "name": "v", "kind": "velocity", "quota": 1, "period": "1ms" }]
            }
            """)));

        var lookup = Capability.Parse("lookup");
        Assert.True(policies.TryGetPolicy(lookup, Plan.Default, out var byDefault));
        Assert.Equal("lookup-default", byDefault.Name);
        Assert.True(policies.TryGetPolicy(lookup, Plan.Parse("partner"), out var partners));
        Assert.Equal("partners", partners.Name);
        Assert.False(policies.TryGetPolicy(lookup, Plan.Parse("business"), out var missing));
        Assert.Null(missing);
        Assert.False(policies.TryGetPolicy(Capability.Parse("other"), Plan.Default, out _));
        Assert.False(policies.TryGetPolicy(default, default, out _));
    }

    [Fact]
    public void TheContentHashIsOfTheExactBytes()
    {
        // printf '%s' "$document" | sha256sum
        const string Document =
            """{"formatVersion":1,"capabilities":[{"name":"a","targets":{"space":"opaque"}}],"policies":[{"name":"p","capability":"a","stage":"shadow","failMode":"open","limits":[{"name":"v","kind":"velocity","quota":1,"period":"1s"}]}]}""";
        var bytes = Encoding.UTF8.GetBytes(Document);
        var policies = PolicySet.Parse(bytes);

        Assert.Equal("7fb99fade8cda8dec9160d886fba7fe408c13f8e0f959125b75aa7fc4506590c", policies.ContentHash);
        Assert.Equal(bytes, policies.Document.ToArray());
        Assert.NotEqual(policies.ContentHash, PolicyText.Parse(Document + " ").ContentHash);
    }

    [Fact]
    public void TheDocumentIsACopyThatItsSenderCannotChange()
    {
        var bytes = Encoding.UTF8.GetBytes(PolicyText.Valid);
        var policies = PolicySet.Parse(bytes);
        bytes[0] = (byte)'x';

        Assert.Equal((byte)'{', policies.Document.Span[0]);
    }

    [Fact]
    public void CommentsTrailingCommasASchemaAndAByteOrderMarkAreAllowed()
    {
        var text = "\uFEFF// above\n" + PolicyText.Valid.Replace("\"formatVersion\": 1,", "\"$schema\": 5, /* in */ \"formatVersion\": 1,")
            .Replace("\"window\": \"1d\" }", "\"window\": \"1d\", }, // behind");
        var policies = PolicyText.Parse(text);

        Assert.Equal(PolicyText.Parse(PolicyText.Valid).Policies, policies.Policies);
        Assert.Equal(0xEF, policies.Document.Span[0]);
    }

    [Fact]
    public void EscapesAreReadBeforeNamesAreCompared()
    {
        var policies = PolicyText.Parse(PolicyText.Valid.Replace("\"quota\": 700", "\"qu\\u006fta\": 700").Replace("\"name\": \"d\"", "\"name\": \"\\u0064\""));

        Assert.Equal(("d", 700L), (policies.Policies[0].Limits[2].Name, policies.Policies[0].Limits[2].Quota));
    }

    [Fact]
    public void PoliciesThatSayTheSameAreEqual()
    {
        var one = PolicyText.Parse(PolicyText.Valid).Policies[0];
        var same = PolicyText.Parse(PolicyText.Valid).Policies[0];
        var other = PolicyText.Parse(PolicyText.With(("policies[0].limits[2].quota", "699"))).Policies[0];

        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, other);
    }
}
