using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Tests.Velocity;

public sealed class InFlightPermitsTests
{
    private static readonly Instant Start = new(1_789_200_000_000_000_000);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void AHoldThatIsNeverReleasedIsFreeAtItsDeadlineAndNotBefore()
    {
        var inFlight = new InFlightPermits(5, 60 * Second);
        inFlight.Acquire(3, 10 * Second, Start);

        Assert.Equal(3, inFlight.Held(new Instant(Start.UnixNanos + 9_999_999_999)));
        Assert.Equal(0, inFlight.Held(new Instant(Start.UnixNanos + 10_000_000_000)));
    }

    [Fact]
    public void AHoldThatIsRenewedLastsALeaseFromThen()
    {
        var inFlight = new InFlightPermits(5, 60 * Second);
        var hold = inFlight.Acquire(3, 10 * Second, Start)!.Value;

        Assert.True(inFlight.Renew(hold, 10 * Second, Start + (9 * Second)));
        Assert.Equal(3, inFlight.Held(Start + (18 * Second)));
        Assert.False(inFlight.Renew(hold, 10 * Second, Start + (19 * Second)));
        Assert.Equal(0, inFlight.Held(Start + (19 * Second)));
    }

    [Fact]
    public void AHoldIsReleasedOnceAndNotAfterItExpired()
    {
        var inFlight = new InFlightPermits(5, 60 * Second);
        var (first, second) = (inFlight.Acquire(2, Second, Start)!.Value, inFlight.Acquire(2, 3 * Second, Start)!.Value);

        Assert.True(inFlight.Release(second, Start));
        Assert.False(inFlight.Release(second, Start));
        Assert.False(inFlight.Release(first, Start + Second));
        Assert.False(inFlight.Release(default, Start + Second));
    }

    [Fact]
    public void ALateReleaseFreesNobodyElseInTheSamePlace()
    {
        var inFlight = new InFlightPermits(1, 60 * Second);
        var late = inFlight.Acquire(1, Second, Start)!.Value;
        var next = inFlight.Acquire(1, Second, Start + Second)!.Value;

        Assert.False(inFlight.Release(late, Start + Second));
        Assert.False(inFlight.Renew(late, Second, Start + Second));
        Assert.Equal(1, inFlight.Held(Start + Second));
        Assert.True(inFlight.Release(next, Start + Second));
    }

    [Fact]
    public void AnIdFromTheTimeThatACrashTookBackFreesNobody()
    {
        var stored = Bytes(new InFlightPermits(1, 60 * Second));
        var lost = Read(stored).Acquire(1, Second, Start)!.Value;
        var restored = Read(stored);
        Assert.NotNull(restored.Acquire(1, 60 * Second, Start + Second));

        Assert.False(restored.Release(lost, Start + Second));
    }

    [Fact]
    public void TheWaitIsForTheDeadlinesThatTogetherFreeEnough()
    {
        var inFlight = new InFlightPermits(10, 60 * Second);
        inFlight.Acquire(4, 30 * Second, Start);
        inFlight.Acquire(1, 10 * Second, Start);
        inFlight.Acquire(3, 20 * Second, Start);

        Assert.Equal(
            [0, 0, 10_000_000_000, 20_000_000_000, 30_000_000_000, null],
            new long?[] { 0, 2, 3, 6, 10, 11 }.Select(permits => inFlight.NanosUntil((int)permits!.Value, Start)));
    }

    [Fact]
    public void AClockThatJumpsBackHoldsNobodyLongerThanTheLongestLease()
    {
        var inFlight = new InFlightPermits(2, 60 * Second);
        inFlight.Acquire(2, 10 * Second, Start);
        var back = Start - TimeSpan.FromDays(1);

        Assert.Equal(60_000_000_000, inFlight.NanosUntil(1, back));
        Assert.Equal(0, inFlight.Available(new Instant(back.UnixNanos + 59_999_999_999)));
        Assert.Equal(2, inFlight.Available(back + (60 * Second)));
    }

    [Fact]
    public void ASmallerLimitFreesNobodyAndLetsNobodyIn()
    {
        var inFlight = new InFlightPermits(10, 60 * Second);
        inFlight.Acquire(4, 30 * Second, Start);
        inFlight.Acquire(4, 20 * Second, Start);
        inFlight.Resize(5, 25 * Second);

        Assert.Equal((8, 0), (inFlight.Held(Start), inFlight.Available(Start)));
        Assert.Null(inFlight.Acquire(1, Second, Start));
        Assert.Equal((20_000_000_000, 25_000_000_000), (inFlight.NanosUntil(1, Start), inFlight.NanosUntil(2, Start)));
    }

    [Fact]
    public void ManyHoldersTakeTurnsInFewPlaces()
    {
        var inFlight = new InFlightPermits(InFlightPermits.MaxPermits, Second);
        var holds = Enumerable.Range(0, InFlightPermits.MaxPermits).Select(_ => inFlight.Acquire(1, Second, Start)!.Value).ToHashSet();
        Assert.Null(inFlight.Acquire(1, Second, Start));
        Assert.Equal(InFlightPermits.MaxPermits, holds.Count);

        var again = Enumerable.Range(0, InFlightPermits.MaxPermits).Select(_ => inFlight.Acquire(1, Second, Start + Second)!.Value).ToArray();
        Assert.DoesNotContain(again, holds.Contains);
        Assert.All(again, hold => Assert.InRange(hold.Value & 0x3FFF, 0, InFlightPermits.MaxPermits - 1));
    }

    [Fact]
    public void TheWaitIsForAHoldAndNotForThePlaceOfAReleasedOne()
    {
        var inFlight = new InFlightPermits(2, 60 * Second);
        var released = inFlight.Acquire(1, 5 * Second, Start)!.Value;
        inFlight.Acquire(1, 10 * Second, Start);
        inFlight.Release(released, Start);

        Assert.Equal((0, 10_000_000_000), (inFlight.NanosUntil(1, Start), inFlight.NanosUntil(2, Start)));
    }

    [Fact]
    public void NobodyWaitsForNothingEvenWhenMoreIsHeldThanTheLimit()
    {
        var inFlight = new InFlightPermits(10, 60 * Second);
        inFlight.Acquire(8, 30 * Second, Start);
        inFlight.Resize(5, 60 * Second);

        Assert.Equal(0, inFlight.NanosUntil(0, Start));
    }

    [Fact]
    public void APlaceThatWasFreeWhenAnotherHoldExpiredIsTakenOnlyOnce()
    {
        var inFlight = new InFlightPermits(2, 60 * Second);
        var released = inFlight.Acquire(1, 10 * Second, Start)!.Value;
        inFlight.Acquire(1, Second, Start);
        inFlight.Release(released, Start);

        var (one, other) = (inFlight.Acquire(1, Second, Start + Second)!.Value, inFlight.Acquire(1, Second, Start + Second)!.Value);

        Assert.Equal([0, 1], new[] { one.Value & 0x3FFF, other.Value & 0x3FFF }.Order());
        Assert.True(inFlight.Release(one, Start + Second));
        Assert.True(inFlight.Release(other, Start + Second));
    }

    [Fact]
    public void AHoldOfAPlaceThatThereNeverWasIsNotHeld()
    {
        var inFlight = new InFlightPermits(2, 60 * Second);

        Assert.False(inFlight.Release(default, Start));
        inFlight.Acquire(1, Second, Start);
        Assert.False(inFlight.Release(new HoldId(1), Start));
        Assert.False(inFlight.Renew(new HoldId(0x3FFF), Second, Start));
    }

    [Fact]
    public void ATimeWhoseLongestLeaseWouldEndAfterTheYear2262IsRefused()
    {
        var inFlight = new InFlightPermits(2, Second);

        Assert.Equal(0, inFlight.Held(new Instant(long.MaxValue - 1_000_000_000)));
        Assert.Throws<OverflowException>(() => inFlight.Held(new Instant(long.MaxValue - 999_999_999)));
    }

    [Fact]
    public void VersionOneIsReadAndWrittenAsEver()
    {
        const string golden = "010A808C8D9E028681BAFDA0EA180281808581BAFDA0EA1800945617EC83D4180382808681BAFDA0EA1800586898F983D41804";
        var inFlight = new InFlightPermits(10, 60 * Second);
        var released = inFlight.Acquire(1, Second, Start)!.Value;
        var hold = inFlight.Acquire(3, 2 * Second, Start)!.Value;
        inFlight.Acquire(4, 60 * Second, Start);
        inFlight.Release(released, Start);

        Assert.Equal(golden, Convert.ToHexString(Bytes(inFlight)));
        var read = Read(Convert.FromHexString(golden));
        Assert.Equal((10, 60 * Second, 7), (read.Limit, read.LongestLease, read.Held(Start)));
        Assert.True(read.Release(hold, Start));
        Assert.Equal(4, read.Held(new Instant((Start + (60 * Second)).UnixNanos - 1)));
        Assert.Equal(0, read.Held(Start + (60 * Second)));

        // The place of the hold that was released is the first to be taken again.
        Assert.Equal(0, Read(Convert.FromHexString(golden)).Acquire(1, Second, Start)!.Value.Value & 0x3FFF);
    }

    [Theory]
    [InlineData("02", "version 2")]
    [InlineData("0100", "A number is 0")]
    [InlineData("01914E", "A number is 10001")]
    [InlineData("010100", "A number is 0")]
    [InlineData("0164010101808001000000000000000000", "A number is 0")]
    [InlineData("01640101018080010000000000000000914E", "A number is 10001")]
    [InlineData("0164010101808002000000000000000001", "A number is 32768")]
    [InlineData("0164010202808001000000000000000001808002000000000000000001", "A hold has place 0")]
    [InlineData("0164010101904E000000000000000001", "A hold has place 10000")]
    [InlineData("01640102028080010000000000000000" + "8F4E" + "8180010000000000000000" + "02", "A number is 2; 1 to 1 is possible")]
    [InlineData("0164010101808001000000", "8 bytes are missing")]
    public void BytesThatAreNoHoldsAreRefused(string hex, string why) =>
        Assert.Contains(why, Assert.Throws<SnapshotFormatException>(() => Read(Convert.FromHexString(hex))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(10_001, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 86_401)]
    public void ValuesOutsideTheBoundsAreRefused(int limit, int leaseSeconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new InFlightPermits(limit, leaseSeconds * Second));

    [Fact]
    public void AnAcquisitionOutsideTheBoundsIsRefused()
    {
        var inFlight = new InFlightPermits(5, 60 * Second);

        Assert.Throws<ArgumentOutOfRangeException>(() => inFlight.Acquire(0, Second, Start));
        Assert.Throws<ArgumentOutOfRangeException>(() => inFlight.Acquire(1, TimeSpan.Zero, Start));
        Assert.Throws<ArgumentOutOfRangeException>(() => inFlight.Acquire(1, 61 * Second, Start));
        Assert.Throws<ArgumentOutOfRangeException>(() => inFlight.NanosUntil(-1, Start));
        Assert.Equal(0, inFlight.Held(Start));
    }

    internal static byte[] Bytes(InFlightPermits inFlight)
    {
        var writer = new SnapshotWriter();
        inFlight.Encode(writer);
        return writer.ToArray();
    }

    internal static InFlightPermits Read(byte[] bytes) => InFlightPermits.Decode(new SnapshotReader(bytes));
}
