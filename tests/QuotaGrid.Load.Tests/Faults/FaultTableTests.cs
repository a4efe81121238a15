using QuotaGrid.Load.Faults;
using QuotaGrid.Load.Faults.Audit;
using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Tests.Faults;

public sealed class FaultTableTests
{
    private const long Second = 1_000_000_000;

    private static readonly Machine Machine = new("a processor", 2, 1, "Linux", ".NET");

    [Fact]
    public void ARowSaysWhatWasDoneWhatUsersSawAndWhatWasAdmitted()
    {
        var result = FaultAudit.Audit(
            "kill",
            [new Ask(0, 0, Second, 1, 1, []), new Ask(0, 2 * Second, 4 * Second, 1, Ask.Nobody, []), new Ask(0, 4 * Second, 5 * Second, 1, 1, [])],
            new FaultTimes { FaultNanos = Second, Declared = TimeSpan.FromSeconds(2.26) });

        Assert.EndsWith("\n| `kill`: kill -9 of one silo | 1 of 3 | 3.0 s | 3.0 s | 2.3 s | 3.0 s | 0.667 | 0 |\n", FaultTable.Write(1, [result], Machine), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "stays")]
    [InlineData(2, "2 that should stay")]
    public void ASiloThatHasToStayIsSaidToHaveStayed(long evicted, string said)
    {
        var result = FaultAudit.Audit("garbage", [new Ask(0, 0, Second, 1, 1, [])], new FaultTimes { Evicted = evicted });

        Assert.Contains($" | {said} |  | 1.000 | 0 |\n", FaultTable.Write(1, [result], Machine), StringComparison.Ordinal);
    }
}
