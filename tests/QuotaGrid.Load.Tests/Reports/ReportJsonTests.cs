using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Tests.Reports;

public sealed class ReportJsonTests
{
    private static readonly Machine Machine = new("Model (R) 1+", 2, 8_000_000_000, "Linux", ".NET 10.0.0");

    [Fact]
    public void WritesEveryFieldWithItsPublishedName()
    {
        var report = new Report("census", 7, Machine,
            [Figure.Of("a.count", 12, "{number}"), Figure.AtMost("a.share", 0.25, "1", 0.5), Figure.Of("a.first", null, "s")]);

        Assert.Equal(
            """
            {
              "verb": "census",
              "seed": 7,
              "machine": {
                "cpu": "Model (R) 1+",
                "cores": 2,
                "memoryBytes": 8000000000,
                "os": "Linux",
                "runtime": ".NET 10.0.0"
              },
              "figures": [
                {
                  "name": "a.count",
                  "value": 12,
                  "unit": "{number}",
                  "gate": null,
                  "met": null
                },
                {
                  "name": "a.share",
                  "value": 0.25,
                  "unit": "1",
                  "gate": 0.5,
                  "met": true
                },
                {
                  "name": "a.first",
                  "value": null,
                  "unit": "s",
                  "gate": null,
                  "met": null
                }
              ]
            }

            """,
            ReportJson.Write(report));
    }

    [Theory]
    [InlineData(0.5, true)]
    [InlineData(0.51, false)]
    [InlineData(double.NaN, false)]
    [InlineData(null, false)]
    public void AGateIsMetUpToItsBoundAndNeverByAMissingValue(double? value, bool met)
    {
        var figure = Figure.AtMost("a", value, "1", 0.5);

        Assert.Equal(met, figure.Met);
        Assert.Equal(met ? 0 : 1, new Report("v", 1, Machine, [figure, Figure.Of("b", 9, "1")]).Missed().Count());
    }

    [Fact]
    public void TheProcessorIsReadFromItsModelLine() =>
        Assert.Equal("AMD EPYC: 7B13", Machine.FindModel("processor\t: 0\nmodel\t\t: 1\nmodel name\t: AMD EPYC: 7B13 \nflags\t: a b\n"));

    [Fact]
    public void AProcessorWithoutAModelLineHasNone() => Assert.Null(Machine.FindModel("processor\t: 0\nCPU part\t: 0xd0c\n"));

    [Theory]
    [InlineData(null, "-")]
    [InlineData(0.0, "0")]
    [InlineData(1_234_567.0, "1,234,567")]
    [InlineData(12.5, "12.5")]
    [InlineData(123.4, "123")]
    [InlineData(0.0000343, "3.43e-5")]
    public void NumbersAreShownAsPeopleReadThem(double? value, string expected) =>
        Assert.Equal(expected, ReportTable.Number(value));
}
