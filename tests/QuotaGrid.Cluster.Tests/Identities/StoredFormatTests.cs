using System.Buffers.Binary;
using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Cluster.Tests.Identities;

/// <summary>The row of an identity is its snapshot's bytes and nothing else.</summary>
public sealed class StoredFormatTests(SharedCluster shared)
{
    // Written by the first version: the identity asked for the targets 1 to 3, all of them new.
    private const string FirstVersion =
        "01010f6163636f756e74732e6c6f6f6b7570010764656661756c7402096974656d732d3330640164808092c3aff20564b4da"
        + "27a327bcea1800096e6f76656c2d333064023c808092c3aff2053cb4daf0934debea180001808092c3aff205de920a039783"
        + "88b607cabbd62fcfd2a5d70501010101030003000000b45afab96e75ea18b45afab96e75ea18";

    // The same by the second version: with the epoch 0x0102030405060708 and, of the capability, no counts of holders.
    private const string SecondVersion =
        "020807060504030201010f6163636f756e74732e6c6f6f6b7570030764656661756c7402096974656d732d3330640164808092c3aff205"
        + "64b4da27a327bcea1800096e6f76656c2d333064023c808092c3aff2053cb4daf0934debea180002808092c3aff205de920a0064809701"
        + "c2f6e4cefa42a7b4740d01030003000000b45afab96e75ea18b45afab96e75ea18000000000000000000000000000000000000000000";

    private ClusterUnderTest Silos => shared.Silos;

    [Fact]
    public async Task TheRowOfAnIdentityIsItsSnapshot()
    {
        var grain = Silos.Identity("row");
        await grain.DecideAsync(Requests.For(Plan.Default, 1, 2, 3));
        await Silos.Cluster.DeactivateAsync(grain);

        var row = await RowOfAsync("id:row");

        var state = IdentityState.Decode(row);
        var writer = new Epoch(BinaryPrimitives.ReadUInt64LittleEndian(row.AsSpan(1)));
        Assert.NotEqual(default, writer);
        Assert.Equal(row, state.Encode(writer));
        Assert.Equal((1, 3, 3), (EvidenceOf(state).Requests, EvidenceOf(state).Asked, EvidenceOf(state).Novel));
        Assert.Equal(2, row[0]);
        Assert.Equal([1, 15], row[9..11]);
        Assert.Equal("accounts.lookup"u8.ToArray(), row[11..26]);
    }

    [Fact]
    public async Task EveryActivationWritesUnderANameOfItsOwn()
    {
        var grain = Silos.Identity("writers");
        var writers = new HashSet<ulong>();
        for (var i = 0; i < 3; i++)
        {
            await grain.DecideAsync(Requests.For(Plan.Default, i));
            await Silos.Cluster.DeactivateAsync(grain);
            writers.Add(BinaryPrimitives.ReadUInt64LittleEndian((await RowOfAsync("id:writers")).AsSpan(1)));
        }

        Assert.Equal(3, writers.Count);
    }

    [Theory]
    [InlineData("first-version", FirstVersion)]
    [InlineData("second-version", SecondVersion)]
    public async Task WhatEarlierVersionsStoredIsReadAndGoesOn(string identity, string stored)
    {
        var grain = Silos.Identity(identity);
        var state = await Silos.ReadAsync(grain);
        state.State!.Value = Convert.FromHexString(stored);
        await Silos.Storage.WriteStateAsync(ClusterUnderTest.IdentityStateName, grain.GetGrainId(), state);

        var used = Assert.Single((await grain.GetState()).Capabilities);

        Assert.Equal(("accounts.lookup", "default", "accounts-default"), (used.Capability, used.Plan, used.Policy));
        Assert.Equal(0x18ea756eb9fa5ab4, used.Evidence.FirstSeen.UnixNanos);
        Assert.Equal((1, 3, 3), (used.Evidence.Requests, used.Evidence.Asked, used.Evidence.Novel));
        Assert.Equal((0, 0, 0), (used.Evidence.Found, used.Evidence.Missing, used.Evidence.Unmatched));
    }

    [Fact]
    public async Task AnIdentityWhoseRowIsDamagedIsRefusedAndTheRowIsKept()
    {
        var grain = Silos.Identity("damaged");
        var state = await Silos.ReadAsync(grain);
        state.State!.Value = new byte[] { 99, 1, 2, 3 };
        await Silos.Storage.WriteStateAsync(ClusterUnderTest.IdentityStateName, grain.GetGrainId(), state);

        var refusal = await Assert.ThrowsAnyAsync<Exception>(async () => await grain.DecideAsync(Requests.For(Plan.Default, 1)));

        Assert.IsNotType<InvalidValueException>(refusal);
        Assert.Contains("IdentityState is stored in version 99; this program reads versions 1 to 2.", refusal.ToString(), StringComparison.Ordinal);
        Assert.Equal(new byte[] { 99, 1, 2, 3 }, await RowOfAsync("id:damaged"));
    }

    private static Core.Evidence.LookupEvidence EvidenceOf(IdentityState state) => state.Find(TestPolicies.Lookup)!.Evidence;

    private async Task<byte[]> RowOfAsync(string key)
    {
        await using var connection = await Silos.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT PayloadBinary FROM OrleansStorage WHERE GrainIdExtensionString = @key AND GrainTypeString LIKE '%identity'";
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("@key", key);
        command.Parameters.Add(parameter);
        return (byte[])(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
