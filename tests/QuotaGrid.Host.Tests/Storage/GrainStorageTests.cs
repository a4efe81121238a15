using System.Text;
using Orleans.Storage;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Storage;

/// <summary>What grain storage promises to the grains, whichever database is below it.</summary>
public abstract class GrainStorageTests(StorageFixture fixture)
{
    private const string StateName = "state";
    private const int Writers = 32;

    public static TheoryData<int> PayloadSizes => [0, 1, 1024 * 1024];

    public static TheoryData<string> Keys =>
    [
        "id:" + new string('a', 256),
        "id:" + string.Concat(Enumerable.Repeat("ю", 128)),
        "id:" + string.Concat(Enumerable.Repeat("🦉", 64)),
        "id:O'Neill \"O''Neill\" `x` $query$ @ServiceId \\ % _ ; --",
        "id:+49 30 1234",
        "id: ",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatWasWrittenIsReadAgain()
    {
        var written = await WriteNewAsync("id:round-trip", [1, 2, 3]);

        var read = await ReadAsync("id:round-trip");

        Assert.Equal([1, 2, 3], read.State!.Bytes);
        Assert.Equal(written.ETag, read.ETag);
        Assert.True(read.RecordExists);
    }

    [Fact]
    public async Task AGrainThatWasNeverWrittenHasNoRecord()
    {
        var read = await ReadAsync("id:never-written");

        Assert.False(read.RecordExists);
        Assert.Null(read.ETag);
        Assert.Empty(read.State!.Bytes);
    }

    [Fact]
    public async Task ARestartKeepsTheStateAndItsETag()
    {
        var state = await WriteNewAsync("id:restart", [1]);
        state.State!.Bytes = [2];
        await WriteAsync("id:restart", state);

        await fixture.RestartAsync(Cancel);

        var read = await ReadAsync("id:restart");
        Assert.Equal([2], read.State!.Bytes);
        Assert.Equal(state.ETag, read.ETag);
        read.State!.Bytes = [3];
        await WriteAsync("id:restart", read);
        Assert.Equal([3], (await ReadAsync("id:restart")).State!.Bytes);
    }

    [Fact]
    public async Task AStaleETagIsRefusedAndNothingIsChanged()
    {
        var current = await WriteNewAsync("id:stale", [1]);
        var stale = await ReadAsync("id:stale");
        current.State!.Bytes = [2];
        await WriteAsync("id:stale", current);

        stale.State!.Bytes = [9];
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync("id:stale", stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => fixture.Storage.ClearStateAsync(StateName, Id("id:stale"), stale));

        var read = await ReadAsync("id:stale");
        Assert.Equal([2], read.State!.Bytes);
        Assert.Equal(current.ETag, read.ETag);
    }

    [Fact]
    public async Task AnETagOfAGrainThatWasNeverWrittenIsRefused()
    {
        var invented = new GrainState<RawPayload>(new RawPayload(), "7");

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync("id:invented", invented));

        Assert.False((await ReadAsync("id:invented")).RecordExists);
    }

    [Fact]
    public async Task OfConcurrentFirstWritersExactlyOneWins()
    {
        var winners = await RaceAsync("id:first", Enumerable.Range(0, Writers).Select(NewState));

        var winner = Assert.Single(winners);
        var read = await ReadAsync("id:first");
        Assert.Equal(winner.State!.Bytes, read.State!.Bytes);
        Assert.Equal(winner.ETag, read.ETag);
    }

    [Fact]
    public async Task OfConcurrentWritersOfOneVersionExactlyOneWins()
    {
        var current = await WriteNewAsync("id:contended", [0]);
        for (var round = 0; round < 8; round++)
        {
            var etag = current.ETag;
            var winners = await RaceAsync(
                "id:contended",
                Enumerable.Range(0, Writers).Select(writer => new GrainState<RawPayload>(NewState(writer).State!, etag) { RecordExists = true }));

            current = Assert.Single(winners);
            Assert.NotEqual(etag, current.ETag);
            Assert.Equal(current.State!.Bytes, (await ReadAsync("id:contended")).State!.Bytes);
        }
    }

    [Fact]
    public async Task ConcurrentWritersOfDifferentKeysAllSucceed()
    {
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(
            async () =>
            {
                var state = NewState(writer);
                for (var version = 0; version < 10; version++)
                {
                    state.State!.Bytes = [(byte)writer, (byte)version];
                    await WriteAsync($"id:parallel-{writer}", state);
                }
            },
            Cancel)));

        for (var writer = 0; writer < Writers; writer++)
        {
            Assert.Equal([(byte)writer, 9], (await ReadAsync($"id:parallel-{writer}")).State!.Bytes);
        }
    }

    [Fact]
    public async Task AClearedGrainCanBeWrittenAgain()
    {
        var state = await WriteNewAsync("id:clear", [1]);
        var before = state.ETag;

        await fixture.Storage.ClearStateAsync(StateName, Id("id:clear"), state);
        var cleared = await ReadAsync("id:clear");
        Assert.False(cleared.RecordExists);
        Assert.Empty(cleared.State!.Bytes);
        Assert.Equal(state.ETag, cleared.ETag);
        Assert.NotEqual(before, cleared.ETag);

        cleared.State!.Bytes = [2];
        await WriteAsync("id:clear", cleared);
        Assert.Equal([2], (await ReadAsync("id:clear")).State!.Bytes);
    }

    [Fact]
    public async Task TheETagOfADeletedGrainDoesNotFitTheOneWrittenAfterIt()
    {
        var state = new GrainState<RawPayload>(new RawPayload { Bytes = [1] });
        await fixture.DeletingStorage.WriteStateAsync(StateName, Id("id:delete"), state);
        var stale = await ReadAsync("id:delete");

        await fixture.DeletingStorage.ClearStateAsync(StateName, Id("id:delete"), state);
        Assert.Null(state.ETag);
        Assert.Null((await ReadAsync("id:delete")).ETag);

        await WriteNewAsync("id:delete", [2]);
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync("id:delete", stale));
        await Assert.ThrowsAsync<InconsistentStateException>(
            () => fixture.DeletingStorage.ClearStateAsync(StateName, Id("id:delete"), stale));
        Assert.Equal([2], (await ReadAsync("id:delete")).State!.Bytes);
    }

    [Theory]
    [MemberData(nameof(PayloadSizes))]
    public async Task APayloadOfAnySizeIsKeptByteForByte(int size)
    {
        var bytes = new byte[size];
        new Random(20251120).NextBytes(bytes);

        await WriteNewAsync($"id:payload-{size}", bytes);

        var read = await ReadAsync($"id:payload-{size}");
        Assert.True(read.RecordExists);
        Assert.Equal(bytes, read.State!.Bytes);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task AKeyOfAnyCharactersHasItsOwnState(string key)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        await WriteNewAsync(key, bytes);
        await WriteNewAsync(key + "x", [0]);

        Assert.Equal(bytes, (await ReadAsync(key)).State!.Bytes);
    }

    [Fact]
    public async Task StatesOfOneGrainAreKeptApartByName()
    {
        await WriteNewAsync("id:names", [1]);
        await fixture.Storage.WriteStateAsync("other", Id("id:names"), NewState(2));

        Assert.Equal([1], (await ReadAsync("id:names")).State!.Bytes);
    }

    /// <summary>
    /// The trap that the prefix of our grain keys avoids: the provider reads a key that looks like a hexadecimal number or a GUID as
    /// one, so different keys would share a row, and two identities a quota.
    /// </summary>
    [Theory]
    [InlineData("2a", "2A")]
    [InlineData("2a", "002a")]
    [InlineData("0123456789abcdef0123456789abcdef", "0123456789ABCDEF0123456789ABCDEF")]
    public async Task KeysThatAreTheSameNumberHaveOneRowUnlessTheyArePrefixed(string key, string other)
    {
        var unprefixed = await WriteNewAsync(key, [1]);
        Assert.Equal([1], (await ReadAsync(other)).State!.Bytes);
        await fixture.DeletingStorage.ClearStateAsync(StateName, Id(key), unprefixed);

        var first = await WriteNewAsync("id:" + key, [1]);
        var second = await WriteNewAsync("id:" + other, [2]);
        Assert.Equal([1], (await ReadAsync("id:" + key)).State!.Bytes);
        Assert.Equal([2], (await ReadAsync("id:" + other)).State!.Bytes);
        await fixture.DeletingStorage.ClearStateAsync(StateName, Id("id:" + key), first);
        await fixture.DeletingStorage.ClearStateAsync(StateName, Id("id:" + other), second);
    }

    private static GrainId Id(string key) => GrainId.Create("identity", key);

    private static GrainState<RawPayload> NewState(int writer) => new(new RawPayload { Bytes = [(byte)writer] });

    private Task WriteAsync(string key, GrainState<RawPayload> state) => fixture.Storage.WriteStateAsync(StateName, Id(key), state);

    private async Task<GrainState<RawPayload>> WriteNewAsync(string key, byte[] bytes)
    {
        var state = new GrainState<RawPayload>(new RawPayload { Bytes = bytes });
        await WriteAsync(key, state);
        return state;
    }

    private async Task<GrainState<RawPayload>> ReadAsync(string key)
    {
        var state = new GrainState<RawPayload>(new RawPayload());
        await fixture.Storage.ReadStateAsync(StateName, Id(key), state);
        return state;
    }

    // Answers the states whose write was accepted; any other failure than a conflict fails the test.
    private async Task<List<GrainState<RawPayload>>> RaceAsync(string key, IEnumerable<GrainState<RawPayload>> states)
    {
        var results = await Task.WhenAll(states.Select(state => Task.Run(
            async () =>
            {
                try
                {
                    await WriteAsync(key, state);
                    return state;
                }
                catch (InconsistentStateException)
                {
                    return null;
                }
            },
            Cancel)));
        return [.. results.OfType<GrainState<RawPayload>>()];
    }
}
