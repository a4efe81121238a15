using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Tests.Targets;

namespace QuotaGrid.Core.Tests.Decisions;

/// <summary>Stored bytes that somebody else wrote are refused with <see cref="SnapshotFormatException"/>, or are a state that decides and can be stored again.</summary>
public sealed class HostileSnapshotTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly Policy Policy = Some.Policy(Some.Velocity(7, Day, 100), Some.Novel(50_000, Day, 50_000), Some.Distinct(40_000, 5 * Day));
    private static readonly CapabilityDefinition Shorter = Some.Lookup with { Horizon = TimeSpan.FromHours(120) };

    [Theory]
    [InlineData(0, 30_000)]
    [InlineData(30, 30_000)]
    [InlineData(600, 4_000)]
    [InlineData(20_000, 1_500)]
    public void MutatedBytesAreRefusedOrWork(int targets, int attempts)
    {
        var stored = Stored(targets);
        var random = new Random(targets + 1);
        var (read, refused) = (0, 0);
        for (var i = 0; i < attempts; i++)
        {
            var bytes = stored.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                // As often at the beginning and the end, where the numbers are, as anywhere.
                var place = random.Next(3) switch { 0 => random.Next(Math.Min(110, bytes.Length)), 1 => bytes.Length - 1 - random.Next(60), _ => random.Next(bytes.Length) };
                bytes[place] = random.Next(4) switch { 0 => 0, 1 => 0xff, 2 => (byte)(bytes[place] ^ (1 << random.Next(8))), _ => (byte)random.Next(256) };
            }

            var cut = random.Next(10) == 0 ? random.Next(bytes.Length) : bytes.Length;
            (read, refused) = Works(bytes.AsMemory(0, cut)) ? (read + 1, refused) : (read, refused + 1);
        }

        Assert.True(read > attempts / 50 && refused > attempts / 50, $"{read} were read, {refused} refused.");
    }

    [Fact]
    public void RandomBytesAreRefusedOrWork()
    {
        var random = new Random(4);
        var prefix = Stored(0).AsSpan(0, 40).ToArray();
        for (var i = 0; i < 60_000; i++)
        {
            var bytes = new byte[random.Next(1, 160)];
            random.NextBytes(bytes);
            var same = random.Next(Math.Min(bytes.Length, prefix.Length) + 1);
            prefix.AsSpan(0, same).CopyTo(bytes);
            Works(bytes);
        }
    }

    [Fact]
    public void CountsThatAreFullNeverBecomeUnreadable()
    {
        var state = new CapabilityState(Some.Lookup.Horizon);
        state.Decide(Some.Lookup, Policy, UniformTargets.From(1, 3), Admission.Partial, Some.Start);
        var bytes = Some.Bytes(state);

        // Last are the overlap, two times of eight bytes, then targets, those of the sync before, and fresh ones; that nothing is in flight, that there are no counts of holders, and that nobody watches.
        byte[] most = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
        var full = CapabilityState.Decode(new SnapshotReader((byte[])[.. bytes.AsSpan(0, bytes.Length - 6), .. most, .. most, .. most, 0, 0, 0]));
        Assert.Equal(1L << 62, full.Overlap.Targets);

        full.Decide(Some.Lookup, Policy, UniformTargets.From(10, 3), Admission.Partial, Some.Start);
        Assert.Equal((1L << 62) + 3, full.Overlap.Targets);
        Assert.Equal(1L << 62, Some.Copy(full).Overlap.Targets);
    }

    private static byte[] Stored(int targets)
    {
        var state = new IdentityState();
        state.For(Some.Lookup with { Name = Capability.Parse("email.search") });
        var lookup = state.For(Some.Lookup);
        var policy = Some.Policy(Some.Velocity(7, Day, 100_000), Some.Novel(50_000, Day, 50_000), Some.Distinct(40_000, 5 * Day));
        foreach (var batch in UniformTargets.From(1, targets).Chunk(2_000))
        {
            var at = Some.Start + TimeSpan.FromHours(lookup.Evidence.Requests);
            Assert.Equal(Outcome.Allowed, lookup.Decide(Some.Lookup, policy, batch, Admission.Partial, at).Outcome);
        }

        Assert.Equal(targets <= 16_384, lookup.IsExact);
        return state.Encode();
    }

    private static bool Works(ReadOnlyMemory<byte> bytes)
    {
        IdentityState state;
        try
        {
            state = IdentityState.Decode(bytes);
        }
        catch (SnapshotFormatException)
        {
            return false;
        }

        var lookup = state.For(Some.Lookup);
        for (var step = 0; step < 4; step++)
        {
            var now = Some.Start + (step * TimeSpan.FromHours(30));
            var batch = UniformTargets.From(1 + step, 9 - (step * 2));
            var decision = lookup.Decide(step == 2 ? Shorter : Some.Lookup, Policy, batch, step == 1 ? Admission.Whole : Admission.Partial, now);
            Assert.InRange(decision.Allowed.Count, 0, batch.Length);
            Assert.All(decision.Limits, limit => Assert.True(limit.Remaining >= 0 && limit.ResetAfter >= TimeSpan.Zero));
            Assert.True(decision.RetryAfter is null || decision.RetryAfter >= TimeSpan.Zero);
            lookup.RecordOutcomes(batch, batch, remembered: true, now);
        }

        // What it became can be stored and read.
        Assert.Equal(state.Encode(), IdentityState.Decode(state.Encode()).Encode());
        return true;
    }
}
