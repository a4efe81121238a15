using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Time;
using static QuotaGrid.Core.Tests.Containment.WatchedWorld;

namespace QuotaGrid.Core.Tests.Containment;

public sealed class WatchStoringTests
{
    // Written once by format 4 of the state and 1 of the watch, behind what a state without a watch has: never to be changed, every later version reads it.
    private static readonly string GoldenOfVersion1 =
        "0101" // there is a watch, its version
        + "0100" + "0000000000000000" + "000000" + "000000" // evidence that was begun anew: version, starts, end of the epoch, counts, flags and peak
        + string.Concat(Enumerable.Repeat("808080F403", 5 * 4)) // and twenty logarithms of 1
        + "010102" + "00409201788AD418" + "00E04A32BE8DD418" // conviction: count, action, stage, since, until
        + "00" + "0000002054562D40" // its signal and evidence
        + "011616160000" + "8E17" // ballot: market, lead, novel, new to everyone, outcomes, missing; the window of the last vote
        + "00409201788AD418" + "00409201788AD418" // when the sync and the part of it began
        + "00" + "16" + "01"; // targets before the part, its new ones, that something was denied

    // Version 2 of the watch, and of the evidence: a conviction's cohort, and whether the identity is in any; then where its targets lie, and what was lifted from it.
    private static readonly string Golden =
        "0102" // there is a watch, its version
        + "0200" + "0000000000000000" + "000000" // evidence that was begun anew: version, starts, end of the epoch, flags and peak
        + string.Concat(Enumerable.Repeat("808080F403", 5 * 4)) // and twenty logarithms of 1
        + "010102" + "00409201788AD418" + "00E04A32BE8DD418" // conviction: count, action, stage, since, until
        + "00" + "0000002054562D40" // its signal and evidence
        + "011616160000" + "8E17" // ballot: market, lead, novel, new to everyone, outcomes, missing; the window of the last vote
        + "00409201788AD418" + "00409201788AD418" // when the sync and the part of it began
        + "00" + "16" + "04" // targets before the part, its new ones, that it was told
        + "0000" // new targets denied in this part and before it
        + "00" + "00" // the conviction's cohort, membership
        + "01" + "02" + "80E04B" + "19" + "E4E04B" + "14" // of a conviction; two blocks with 25 and 20 targets
        + "0040000000000000" + "0080000000000000" + "0000000000000000" + "0000000000000000" // the bits of both
        + "0000000000000000" + "00"; // lifted never, no challenge passed

    [Fact]
    public void AWatchIsStoredAsItAlwaysWas()
    {
        var world = Sample();
        var bytes = Convert.ToHexString(Some.Bytes(world.State));

        Assert.EndsWith(Golden, bytes, StringComparison.Ordinal);
        Assert.StartsWith("04", bytes, StringComparison.Ordinal);
        Assert.Equal(bytes, Convert.ToHexString(Some.Bytes(Some.Copy(world.State))));
    }

    [Fact]
    public void WhatVersion1WroteIsReadForEver()
    {
        var world = new WatchedWorld { Policy = Under(null) };
        world.Ask([1], Some.Start);
        world.State = CapabilityState.Decode(new SnapshotReader((byte[])[.. Some.Bytes(world.State)[..^1], .. Convert.FromHexString(GoldenOfVersion1)]));

        var conviction = world.State.Conviction;
        Assert.Equal((1, ContainmentAction.Tighten, Stage.Enforced, Signal.Novelty), (conviction.Count, conviction.Action, conviction.Stage, conviction.Signal));
        Assert.Equal((1.0, Some.Bytes(world.State).Length), (world.State.Suspicion.EValue, Some.Bytes(Some.Copy(world.State)).Length));
    }

    [Fact]
    public void WhatIsReadDecidesAsIfItHadNeverBeenStored()
    {
        var (kept, read) = (Sample(), Sample());
        for (var step = 0; step < 40; step++)
        {
            read.State = Some.Copy(read.State);
            var now = Some.Start + Hour + (step * 47 * Hour / 60);
            uint[] numbers = [.. From((uint)step * 7, 12), .. From(Shared + (uint)step, 3)];
            Assert.Equal(Some.Items(kept.Ask(numbers, now, neighbours: 2).Allowed), Some.Items(read.Ask(numbers, now, neighbours: 2).Allowed));
            Assert.Equal(Some.Bytes(kept.State), Some.Bytes(read.State));
            Assert.Equal((kept.State.Conviction, kept.State.Suspicion.EValue), (read.State.Conviction, read.State.Suspicion.EValue));
            Assert.Equal(kept.View.TakeVotes(), read.View.TakeVotes());
        }

        Assert.True(kept.State.Conviction.Count > 1);
    }

    [Fact]
    public void ABlockIsReadAndHoldsBeforeAnythingIsSeen()
    {
        var world = new WatchedWorld { Policy = Under(Step(ContainmentAction.Block, Hour)) };
        world.Sweep(0, Some.Start);
        world.State = Some.Copy(world.State);

        Assert.Equal(Outcome.Denied, world.AskUnseen([0], Some.Start).Outcome);
    }

    [Fact]
    public void AStateOfTheFormatBeforeIsReadAsOfWhomNothingIsKnown()
    {
        var world = new WatchedWorld { Policy = Under(null) };
        world.Ask(From(0, 30), Some.Start);
        var bytes = Some.Bytes(world.State);

        // Format 3 ends before the byte that says whether there is a watch.
        Assert.Equal((4, 0), (bytes[0], bytes[^1]));
        world.State = CapabilityState.Decode(new SnapshotReader((byte[])[3, .. bytes[1..^1]]));
        world.Policy = Under(Watching);
        Assert.Equal(Outcome.Allowed, world.Ask(From(0, 30), Some.Start).Outcome);
        Assert.Equal((1.0, 0), (world.State.Suspicion.EValue, world.State.Conviction.Count));
        Assert.Equal(Convicting, world.Ask(From(100, 30), Some.Start).Allowed.Count);
    }

    [Fact]
    public void EveryPrefixIsRefused()
    {
        var bytes = Some.Bytes(Sample().State);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<SnapshotFormatException>(() => CapabilityState.Decode(new SnapshotReader(bytes.AsMemory(0, length))));
        }
    }

    [Theory]
    [InlineData(1, 0, "A number is 0; 1 to 3 is possible.")]
    [InlineData(1, 4, "A number is 4; 1 to 3 is possible.")]
    [InlineData(2, 0, "A number is 0; 1 to 2 is possible.")]
    [InlineData(2, 3, "A number is 3; 1 to 2 is possible.")]
    [InlineData(19, 5, "A number is 5; 0 to 4 is possible.")]
    [InlineData(10, 0x80, "A conviction is from -9223372036854775808 to 3600000000000, with evidence of 20.")]
    [InlineData(18, 0x80, "A conviction is from 0 to -9223368436854775808, with evidence of 20.")]
    public void AConvictionThatCannotBeIsRefused(int place, byte value, string reason)
    {
        var writer = new SnapshotWriter();
        new Conviction { Count = 1, Action = ContainmentAction.Block, Stage = Stage.Enforced, Until = new Instant(0) + Hour, LogEValue = 20 }.Encode(writer);
        var bytes = writer.ToArray();
        Assert.Equal(28, bytes.Length);
        bytes[place] = value;

        Assert.Equal(reason, Assert.Throws<SnapshotFormatException>(() => Conviction.Decode(new SnapshotReader(bytes))).Message);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1.0)]
    public void EvidenceThatIsNoNumberIsRefused(double evidence)
    {
        var writer = new SnapshotWriter();
        new Conviction { Count = 1, Action = ContainmentAction.Block, Stage = Stage.Enforced, Until = Some.Start, LogEValue = evidence }.Encode(writer);

        Assert.Throws<SnapshotFormatException>(() => Conviction.Decode(new SnapshotReader(writer.ToArray())));
    }

    [Fact]
    public void MutatedBytesAreRefusedOrWork()
    {
        var stored = Some.Bytes(Sample().State);
        var watchAt = stored.Length - (Golden.Length / 2);
        var random = new Random(8);
        var (read, attempts) = (0, 30_000);
        for (var i = 0; i < attempts; i++)
        {
            var bytes = stored.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                var place = random.Next(watchAt, bytes.Length);
                bytes[place] = random.Next(4) switch { 0 => 0, 1 => 0xff, 2 => (byte)(bytes[place] ^ (1 << random.Next(8))), _ => (byte)random.Next(256) };
            }

            read += Works(bytes) ? 1 : 0;
        }

        Assert.InRange(read, attempts / 50, attempts - (attempts / 50));
    }

    [Fact]
    public void CountsThatAreFullNeverBecomeUnreadable()
    {
        var writer = new SnapshotWriter();
        writer.Byte(1);
        default(SweepEvidence).Encode(writer);
        new Conviction { Count = int.MaxValue, Action = ContainmentAction.Block, Stage = Stage.Enforced, Until = Some.Start }.Encode(writer);
        foreach (var number in (ulong[])[1, 1 << 20, 1 << 20, 1 << 20, 1 << 20, 1 << 20, 0])
        {
            writer.Varint(number);
        }

        writer.Int64(Some.Start.UnixNanos);
        writer.Int64(Some.Start.UnixNanos);
        writer.Varint(1UL << 62);
        writer.Varint(int.MaxValue);
        writer.Byte(0);
        var world = new WatchedWorld { Policy = Under(null) };
        world.Ask([1], Some.Start);
        var bytes = Some.Bytes(world.State);
        world.State = CapabilityState.Decode(new SnapshotReader((byte[])[.. bytes[..^1], 1, .. writer.ToArray()]));
        world.Policy = Under(Watching);

        world.Ask(From(0, 100), Some.Start + Hour);
        Assert.Equal(int.MaxValue, world.State.Conviction.Count);
        world.Report(From(0, 5), From(5, 5), Some.Start + Hour);
        world.Ask(From(0, 100), Some.Start + (3 * Hour));
        world.State = Some.Copy(world.State);
        Assert.Equal(int.MaxValue, world.State.Conviction.Count);
        Assert.Equal((1 << 20, 1 << 20), world.View.TakeVotes().Select(vote => (vote.Novel, vote.Outcomes)).Single());
    }

    private static WatchedWorld Sample()
    {
        var world = new WatchedWorld();
        world.Ask([.. From(Shared, 20), .. From(0, 3)], Some.Start, neighbours: 4);
        world.Ask(From(Shared, 20), Some.Start + (2 * Hour));
        world.Ask(From(100, 30), Some.Start + (2 * Hour));
        world.View.TakeVotes();
        return world;
    }

    private static bool Works(byte[] bytes)
    {
        var world = new WatchedWorld();
        try
        {
            world.State = CapabilityState.Decode(new SnapshotReader(bytes));
        }
        catch (SnapshotFormatException)
        {
            return false;
        }

        for (var step = 0; step < 3; step++)
        {
            var now = Some.Start + (step * 30 * Hour);
            var decision = world.Ask(From((uint)step * 10, 25), now, step == 1 ? Admission.Whole : Admission.Partial, neighbours: 24);
            Assert.True(decision.RetryAfter is null || decision.RetryAfter > TimeSpan.Zero);
            world.Report(From(0, 5), From(5, 20), now);
            world.State.ExtendContainment(now + Hour, now);
        }

        // What it became can be stored and read.
        Assert.Equal(Some.Bytes(world.State), Some.Bytes(Some.Copy(world.State)));
        return true;
    }
}
