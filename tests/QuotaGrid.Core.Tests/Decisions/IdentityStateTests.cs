using System.Text;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Snapshots;

namespace QuotaGrid.Core.Tests.Decisions;

public sealed class IdentityStateTests
{
    // Written once by format 1 and never to be changed: every later version reads it.
    private const string Format1 = "01020F636F6E74616374732E6C6F6F6B75700107706172746E657202056974656D7301078080A7D3921964244997CED2B0D41804056E6F76656C02328080A7D392193200809B9EA288D4180001808086C1BAFB01E8AA1E03E2E6BBE303CF8CA28E06E2E6BBE30301010101040003010201000021A0EB83D418000021A0EB83D4180C656D61696C2E736561726368010764656661756C740001808086C1BAFB0100000000000000000000000000000000000000000000000000";

    // Likewise, with the sets of format 2 of target memory, the overlap of syncs, and what is in flight: here nothing.
    private const string Format2 = "01020F636F6E74616374732E6C6F6F6B75700207706172746E657202056974656D7301078080A7D3921964244997CED2B0D41804056E6F76656C02328080A7D392193200809B9EA288D4180002808086C1BAFB01E8AA1E006440B179375E2743E470D8BC1B0F01040003010201000021A0EB83D418000021A0EB83D418000021A0EB83D4180000000000000000030003000C656D61696C2E736561726368020764656661756C740002808086C1BAFB0100000100000000000000000000000000000000000000000000000000000000000000000000000000000000000000";

    // Likewise, with the activation that wrote it, and what of holders' counts is in it: here nobody's.
    private const string Format3 = "02EFCDAB8967452301020F636F6E74616374732E6C6F6F6B75700307706172746E657202056974656D7301078080A7D3921964244997CED2B0D41804056E6F76656C02328080A7D392193200809B9EA288D4180002808086C1BAFB01E8AA1E006440B179375E2743E470D8BC1B0F01040003010201000021A0EB83D418000021A0EB83D418000021A0EB83D418000000000000000003000300000C656D61696C2E736561726368030764656661756C740002808086C1BAFB010000010000000000000000000000000000000000000000000000000000000000000000000000000000000000000000";

    // Likewise, with whether the identity is watched: here it is not.
    private const string Format4 = "02EFCDAB8967452301020F636F6E74616374732E6C6F6F6B75700407706172746E657202056974656D7301078080A7D3921964244997CED2B0D41804056E6F76656C02328080A7D392193200809B9EA288D4180002808086C1BAFB01E8AA1E006440B179375E2743E470D8BC1B0F01040003010201000021A0EB83D418000021A0EB83D418000021A0EB83D41800000000000000000300030000000C656D61696C2E736561726368040764656661756C740002808086C1BAFB01000001000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000";

    // Likewise, of format 2, with two requests in flight.
    private const string InFlight = "01010F636F6E74616374732E6C6F6F6B7570020764656661756C740002808086C1BAFB0100000102020000000000000021A0EB83D41800CABBDBEB83D418000021A0EB83D4180000000000000000000000010103808C8D9E02EFDDBDFDA0EA180280808481BAFDA0EA1800586898F983D418018180EFDDBDFDA0EA18002203D4F983D41801";

    // The same in format 3.
    private const string InFlight3 = "020000000000000000010F636F6E74616374732E6C6F6F6B7570030764656661756C740002808086C1BAFB0100000102020000000000000021A0EB83D41800CABBDBEB83D418000021A0EB83D4180000000000000000000000010103808C8D9E02EFDDBDFDA0EA180280808481BAFDA0EA1800586898F983D418018180EFDDBDFDA0EA18002203D4F983D4180100";

    // And in format 4.
    private const string InFlight4 = "020000000000000000010F636F6E74616374732E6C6F6F6B7570040764656661756C740002808086C1BAFB0100000102020000000000000021A0EB83D41800CABBDBEB83D418000021A0EB83D4180000000000000000000000010103808C8D9E02EFDDBDFDA0EA180280808481BAFDA0EA1800586898F983D418018180EFDDBDFDA0EA18002203D4F983D418010000";

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly Policy Policy = Some.Policy(Some.Velocity(7, Day, 100), Some.Novel(50, Day, 50), Some.Distinct(20, Day));

    [Fact]
    public void AnIdentityIsStoredAsItAlwaysWas() => Assert.Equal(Format4, Convert.ToHexString(Used().Encode(new Epoch(0x0123456789ABCDEF))));

    [Theory]
    [InlineData(Format1)]
    [InlineData(Format2)]
    [InlineData(Format3)]
    [InlineData(Format4)]
    public void WhatEveryFormatStoredIsRead(string stored)
    {
        var state = IdentityState.Decode(Convert.FromHexString(stored));

        Assert.Equal(["contacts.lookup", "email.search"], state.Capabilities.Select(entry => entry.Key.Value).Order());
        var lookup = state.Find(Some.Lookup.Name)!;
        Assert.Equal("partner", lookup.Plan.Value);
        Assert.Equal(3, lookup.KnownTargets(Some.Start));
        Assert.Equal([96, 47, 17], lookup.Peek(Some.Lookup, Policy, Some.Start).Select(limit => limit.Remaining));
        var evidence = lookup.Evidence;
        Assert.Equal((1L, 4L, 0L, 3L), (evidence.Requests, evidence.Asked, evidence.Denied, evidence.Novel));
        Assert.Equal((1L, 2L, 1L), (evidence.Found, evidence.Missing, evidence.Unmatched));
        Assert.Equal((Some.Start, Some.Start), (evidence.FirstSeen, evidence.LastSeen));
    }

    [Theory]
    [InlineData(InFlight)]
    [InlineData(InFlight3)]
    [InlineData(InFlight4)]
    public void WhatIsInFlightIsStoredAndReadAsItAlwaysWas(string stored)
    {
        var policy = Some.Policy(Some.InFlight(3, TimeSpan.FromMinutes(1)));
        var state = new IdentityState();
        var lookup = state.For(Some.Lookup);
        var hold = lookup.Decide(Some.Lookup, policy, Some.Targets(1), Admission.Partial, Some.Start).Hold!.Value;
        lookup.Decide(Some.Lookup, policy, Some.Targets(1), Admission.Partial, Some.Start + TimeSpan.FromSeconds(1));
        Assert.Equal(InFlight4, Convert.ToHexString(state.Encode()));

        var read = IdentityState.Decode(Convert.FromHexString(stored)).For(Some.Lookup);
        Assert.Equal(1, read.Peek(Some.Lookup, policy, Some.Start)[0].Remaining);
        Assert.True(read.Release(hold, Some.Start));
        Assert.Equal(2, read.Peek(Some.Lookup, policy, Some.Start)[0].Remaining);
    }

    [Fact]
    public void AnIdentityThatDidNothingIsTenBytes()
    {
        Assert.Equal([2, 0, 0, 0, 0, 0, 0, 0, 0, 0], new IdentityState().Encode());
        Assert.Empty(IdentityState.Decode(new byte[] { 1, 0 }).Capabilities);
    }

    [Fact]
    public void EveryPrefixAndEverySurplusByteIsRefused()
    {
        var bytes = Convert.FromHexString(Format1);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<SnapshotFormatException>(() => IdentityState.Decode(bytes.AsMemory(0, length)));
        }

        Assert.Equal(
            "There are bytes behind the end of a snapshot.",
            Assert.Throws<SnapshotFormatException>(() => IdentityState.Decode((byte[])[.. bytes, 0])).Message);
    }

    [Theory]
    [InlineData("contacts.lookup", "contacts.LOOKUP", "A stored name is wrong: The name has the character U+004C.")]
    [InlineData("contacts.lookup", "contacts..lookp", "A stored name is wrong: The name has a '.' without a letter or digit before it.")]
    [InlineData("partner", "part er", "A stored name is wrong: The name has the character U+0020.")]
    [InlineData("items", "Items", "A stored name is wrong: The name has the character U+0049.")]
    [InlineData("novel", "nove-", "A stored name is wrong: The name ends in '-'.")]
    public void ADamagedNameIsRefusedAsADamagedSnapshot(string name, string damaged, string reason)
    {
        var hex = Format1.Replace(Convert.ToHexString(Encoding.UTF8.GetBytes(name)), Convert.ToHexString(Encoding.UTF8.GetBytes(damaged)), StringComparison.Ordinal);
        Assert.NotEqual(Format1, hex);

        Assert.Equal(reason, Assert.Throws<SnapshotFormatException>(() => IdentityState.Decode(Convert.FromHexString(hex))).Message);
    }

    [Fact]
    public void ACapabilityThatIsStoredTwiceIsRefused()
    {
        var state = new IdentityState();
        state.For(Some.Lookup);
        var one = state.Encode()[10..];

        Assert.Equal(
            "The capability contacts.lookup is stored twice.",
            Assert.Throws<SnapshotFormatException>(() => IdentityState.Decode((byte[])[2, 0, 0, 0, 0, 0, 0, 0, 0, 2, .. one, .. one])).Message);
    }

    [Theory]
    [InlineData(Format1)]
    [InlineData(InFlight4)]
    public void DamagedBytesAreReadOrRefusedAndWhatIsReadCanDecideAndBeStored(string format)
    {
        var stored = Convert.FromHexString(format);
        var policy = Policy with { Limits = [.. Policy.Limits, Some.InFlight(5, TimeSpan.FromSeconds(30))] };
        var random = new Random(4_711);
        var read = 0;
        for (var i = 0; i < 40_000; i++)
        {
            var bytes = stored.ToArray();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                bytes[random.Next(i % 4 == 0 ? 12 : bytes.Length)] = (byte)(random.Next(3) == 0 ? 0xff : random.Next(256));
            }

            try
            {
                var state = IdentityState.Decode(bytes);
                var decision = state.For(Some.Lookup).Decide(Some.Lookup, policy, Some.TargetsFrom(1, 8), Admission.Partial, Some.Start);
                state.Encode();
                Assert.InRange(decision.Allowed.Count, 0, 8);
                read++;
            }
            catch (SnapshotFormatException)
            {
                // What was promised.
            }
        }

        Assert.InRange(read, 1, 39_999);
    }

    [Fact]
    public void TheLongestUnusedCapabilityMakesPlaceWhenThereAreMoreThanCanBeDefined()
    {
        var state = new IdentityState();
        for (var i = 0; i < PolicyBounds.MaxCapabilities; i++)
        {
            var definition = Some.Lookup with { Name = Capability.Parse($"c{i}") };
            state.For(definition).Decide(definition, Policy, Some.Targets(1), Admission.Partial, Some.Start + TimeSpan.FromHours((i + 40) % 64));
        }

        state.For(Some.Lookup);

        Assert.Equal(64, state.Capabilities.Count);
        Assert.Null(state.Find(Capability.Parse("c24")));
        Assert.Same(state.For(Some.Lookup), state.For(Some.Lookup));
        Assert.Equal(64, IdentityState.Decode(state.Encode()).Capabilities.Count);
    }

    private static IdentityState Used()
    {
        var state = new IdentityState();
        state.For(Some.Lookup with { Name = Capability.Parse("email.search") });
        var lookup = state.For(Some.Lookup);
        var policy = Policy with { Plan = Plan.Parse("partner") };
        lookup.Decide(Some.Lookup, policy, Some.Targets(1, 2, 3, 1), Admission.Partial, Some.Start);
        lookup.RecordOutcomes(Some.Targets(1, 4), Some.Targets(2, 3), remembered: true, Some.Start);
        return state;
    }
}
