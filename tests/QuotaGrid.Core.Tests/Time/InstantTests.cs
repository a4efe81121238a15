using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Time;

public sealed class InstantTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(99, 1)]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    [InlineData(-1, 0)]
    [InlineData(-100, -1)]
    [InlineData(-101, -1)]
    public void ASpanIsRoundedUpSoThatWaitingItOutIsNeverTooShort(long nanos, long ticks) =>
        Assert.Equal(new TimeSpan(ticks), Instant.SpanOf(nanos));

    [Fact]
    public void CalendarTimeGoesInAndOut()
    {
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));

        Assert.Equal(new Instant(1_767_315_845_000_000_000), Instant.From(time));
        Assert.Equal(time, Instant.From(time).ToDateTimeOffset());
        Assert.Equal(time, new Instant(1_767_315_845_000_000_099).ToDateTimeOffset());
    }

    [Fact]
    public void TimesAfterTheYear2262Overflow()
    {
        Assert.Throws<OverflowException>(() => Instant.From(new DateTimeOffset(2263, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.Throws<OverflowException>(() => new Instant(long.MaxValue) + new TimeSpan(1));
        Assert.Throws<OverflowException>(() => new Instant(long.MinValue) - new TimeSpan(1));
    }

    [Fact]
    public void InstantsAreOrderedByTheirTime()
    {
        var (early, late) = (new Instant(1), new Instant(2));

        Assert.True(early < late && early <= late && late > early && late >= early && early.CompareTo(late) < 0);
    }
}
