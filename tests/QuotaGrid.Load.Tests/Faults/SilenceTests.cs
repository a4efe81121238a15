using QuotaGrid.Load.Faults.Audit;

namespace QuotaGrid.Load.Tests.Faults;

public sealed class SilenceTests
{
    [Fact]
    public void SomebodyElsesAnswerEndsTheSilence() =>
        Assert.Equal(30, Silence.Longest([Unanswered(100, 300), Denied(110, 130)]));

    [Fact]
    public void WithoutAnAnswerItLastsToTheEndOfTheLog() =>
        Assert.Equal(250, Silence.Longest([Denied(0, 10), Unanswered(100, 300), Unanswered(150, 350)]));

    [Fact]
    public void NobodyIsSilentWhileNobodyAsks() =>
        Assert.Equal(10, Silence.Longest([Denied(0, 10), Denied(5_000, 5_010)]));

    [Fact]
    public void AnAnswerThatWasBeforeTheRequestDoesNotCount() =>
        Assert.Equal(400, Silence.Longest([Denied(0, 99), Unanswered(100, 300), Denied(450, 500)]));

    private static Ask Unanswered(long start, long end) => new(0, start, end, 1, Ask.Nobody, []);

    private static Ask Denied(long start, long end) => new(0, start, end, 1, 0, []);
}
