using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Tests.Decisions;

namespace QuotaGrid.Core.Tests.Leases;

public sealed class TargetLogTests
{
    private static readonly Lease First = new(1, Lending.A, new Permits(9, 9, 9), Lending.At(2_000));
    private static readonly Lease Second = new(2, Lending.B, new Permits(9, 9, 9), Lending.At(2_000));

    [Fact]
    public void TargetsComeInTheirOrderInRunsThatOneLeasePaidFor()
    {
        var log = Of((1, First), (2, First), (3, null), (4, null), (5, Second), (6, First));

        Assert.Equal(
            [(Lending.A, 1L, "1 2"), (default, 0L, "3 4"), (Lending.B, 2L, "5"), (Lending.A, 1L, "6")],
            log.From(0).Select(run => (run.Epoch, run.Lease, Text(run))));
        Assert.Equal(["2", "3 4", "5", "6"], log.From(1).Select(Text));
        Assert.Equal(["6"], log.From(5).Select(Text));
        Assert.Empty(log.From(6));
    }

    [Fact]
    public void PositionsGoOnCountingOverWhatIsForgotten()
    {
        var log = Of((1, First), (2, First), (3, null));

        log.ForgetBefore(2);
        Assert.Equal((2L, 3L, LeaseBounds.MaxLoggedTargets - 1), (log.Start, log.End, log.Room));
        Assert.Equal(["3"], log.From(2).Select(Text));

        log.Add(Some.Targets(4)[0], First);
        Assert.Equal(["3", "4"], log.From(2).Select(Text));
        Assert.Equal(["4"], log.From(3).Select(Text));
    }

    [Fact]
    public void ForgettingNeitherGoesBackNorBeyondTheEnd()
    {
        var log = Of((1, First), (2, First), (3, null));

        log.ForgetBefore(2);
        log.ForgetBefore(1);
        Assert.Equal((2L, 3L), (log.Start, log.End));

        log.ForgetBefore(long.MaxValue);
        Assert.Equal((3L, 3L, LeaseBounds.MaxLoggedTargets), (log.Start, log.End, log.Room));
        Assert.Empty(log.From(3));
    }

    private static TargetLog Of(params (uint Number, Lease? PaidBy)[] targets)
    {
        var log = new TargetLog();
        foreach (var (number, paidBy) in targets)
        {
            log.Add(Some.Targets(number)[0], paidBy);
        }

        return log;
    }

    private static string Text(LoggedTargets run)
    {
        var numbers = Enumerable.Range(1, 9).ToDictionary(i => Some.Targets((uint)i)[0]);
        return string.Join(' ', run.Targets.Span.ToArray().Select(target => numbers[target]));
    }
}
