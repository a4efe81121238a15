using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Cohorts;

public sealed class CohortLedgerTests
{
    private const long Target = FirstSyncCredit.UnitsPerTarget;
    private static readonly Instant Now = Some.Start;

    [Fact]
    public void WhatSilosCountedIsSummedUp()
    {
        var ledger = new CohortLedger();

        Assert.Equal(new CohortTotals(5, 1, 970), ledger.Report(Report(1, new(5, 1, 40 * Target, 10 * Target)), Now));
        Assert.Equal(new CohortTotals(7, 1, 960), ledger.Report(Report(2, new(2, 0, 10 * Target, 0)), Now));
        Assert.Equal(new CohortTotals(8, 3, 960), ledger.Report(Report(1, new(6, 3, 40 * Target, 10 * Target)), Now));
    }

    [Fact]
    public void AReportThatComesTwiceOrLateChangesNothing()
    {
        var ledger = new CohortLedger();
        ledger.Report(Report(1, new(5, 1, 40 * Target, 0)), Now);
        var after = ledger.Report(Report(1, new(9, 2, 60 * Target, 0)), Now);
        var version = ledger.Version;

        Assert.Equal(after, ledger.Report(Report(1, new(9, 2, 60 * Target, 0)), Now));
        Assert.Equal(after, ledger.Report(Report(1, new(5, 1, 40 * Target, 0)), Now));
        Assert.Equal(after, ledger.Report(Report(1, new(9, 2, 60 * Target, 0)), Now));
        Assert.Equal(version, ledger.Version);
    }

    [Fact]
    public void OfAReporterThatIsNotKnownCountsWhatItWasNotToldToBeHere()
    {
        var ledger = new CohortLedger();

        Assert.Equal(new CohortTotals(2, 1, 1_000), ledger.Report(new CohortReport(1, new(7, 2, 0, 0), Acknowledged: new(5, 1, 0, 0)), Now));
        Assert.Equal(new CohortTotals(3, 1, 1_000), ledger.Report(new CohortReport(1, new(8, 2, 0, 0), Acknowledged: new(5, 1, 0, 0)), Now));
    }

    [Fact]
    public void TheCreditIsNeverMoreThanAllOfItNorLessThanNothingOfItTwice()
    {
        var ledger = new CohortLedger();

        Assert.Equal(1_000, ledger.Report(Report(1, new(0, 0, 0, 5_000 * Target)), Now).Credit);
        Assert.Equal(400, ledger.Report(Report(1, new(0, 0, 600 * Target, 5_000 * Target)), Now).Credit);
        Assert.Equal(-1_000, ledger.Report(Report(1, new(0, 0, 9_000 * Target, 5_000 * Target)), Now).Credit);
        Assert.Equal(-999, ledger.Report(Report(1, new(0, 0, 9_000 * Target, 5_001 * Target)), Now).Credit);
    }

    [Fact]
    public void MembersAndConvictionsAreHalvedInEachWindowAndTheCreditIsNot()
    {
        var ledger = new CohortLedger();
        ledger.Report(Report(1, new(12, 6, 100 * Target, 0)), Now);
        var next = new Instant((CohortLedger.WindowAt(Now) + 1) * 7 * 24 * 3_600 * Instant.NanosPerSecond);

        Assert.Equal(new CohortTotals(12, 6, 900), ledger.Report(Report(1, new(12, 6, 100 * Target, 0)), new Instant(next.UnixNanos - 1)));
        Assert.Equal(new CohortTotals(7, 3, 900), ledger.Report(Report(1, new(13, 6, 100 * Target, 0)), next));
        Assert.Equal(new CohortTotals(7, 3, 900), ledger.Report(Report(1, new(13, 6, 100 * Target, 0)), Now));
        Assert.Equal(new CohortTotals(1.75, 0.75, 900), ledger.Report(Report(1, new(13, 6, 100 * Target, 0)), next + TimeSpan.FromDays(14)));
        Assert.Equal(new CohortTotals(0, 0, 900), ledger.Report(Report(1, new(13, 6, 100 * Target, 0)), next + TimeSpan.FromDays(900)));
    }

    [Fact]
    public void ReportersAreBoundedAndOneThatWasForgottenCountsOnlyWhatIsNew()
    {
        var ledger = new CohortLedger();
        for (var reporter = 1UL; reporter <= CohortLedger.MaxReporters + 1; reporter++)
        {
            ledger.Report(Report(reporter, new(1, 0, 0, 0)), Now);
        }

        Assert.Equal(CohortLedger.MaxReporters + 1, ledger.Totals.Members);
        Assert.Equal(CohortLedger.MaxReporters + 2, ledger.Report(new CohortReport(1, new(2, 0, 0, 0), new(1, 0, 0, 0)), Now).Members);
        Assert.InRange(ledger.Encode().Length, 600, 900);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, -1, 1)]
    [InlineData(1, 1, -1)]
    [InlineData(1, long.MaxValue, 1)]
    public void WhatNoSiloCanHaveCountedIsRefusedAndNothingIsTakenUp(ulong reporter, long members, long acknowledged)
    {
        var ledger = new CohortLedger();

        Assert.Throws<ArgumentException>(() => ledger.Report(new CohortReport(reporter, new(members, 0, 0, 0), new(acknowledged, 0, 0, 0)), Now));
        Assert.Equal(CohortTotals.None, ledger.Totals);
        Assert.Equal(0, ledger.Version);
    }

    [Fact]
    public void WhateverIsLostRepeatedOrReorderedTheTotalsAreWhatWasCounted()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var ledger = new CohortLedger();
            var counts = new CohortCounts[5];
            var onTheWay = new List<CohortReport>();
            for (var step = 0; step < 300; step++)
            {
                var silo = random.Next(counts.Length);
                counts[silo] += new CohortCounts(random.Next(3), random.Next(2), random.Next(2) * Target, 0);
                onTheWay.Add(Report((ulong)silo + 1, counts[silo]));
                if (random.Next(3) == 0)
                {
                    // Sometimes twice; what is left over is lost.
                    ledger.Report(onTheWay[random.Next(onTheWay.Count)], Now);
                }

                if (random.Next(50) == 0)
                {
                    ledger = CohortLedger.Decode(ledger.Encode());
                }
            }

            for (var silo = 0; silo < counts.Length; silo++)
            {
                ledger.Report(Report((ulong)silo + 1, counts[silo]), Now);
            }

            var all = counts.Aggregate((one, other) => one + other);
            Assert.Equal((all.Members, all.Convicted, Math.Max(-1_000, 1_000 - (all.Spent / Target))), ((long)ledger.Totals.Members, (long)ledger.Totals.Convicted, (long)ledger.Totals.Credit));
        }
    }

    [Fact]
    public void ALedgerIsStoredAsItAlwaysWas()
    {
        var ledger = new CohortLedger();
        ledger.Report(Report(0x1122334455667788, new(3, 1, 2 * Target, Target)), Now);

        // Written once by format 1: never to be changed, every later version reads it.
        const string Golden = "01" + "8E17" + "8006" + "8002" + "009C0F0000000000" + "01" + "8877665544332211" + "03" + "01" + "8010" + "8008";
        Assert.Equal(Golden, Convert.ToHexString(ledger.Encode()));
        var read = CohortLedger.Decode(Convert.FromHexString(Golden));
        Assert.Equal(ledger.Totals, read.Totals);
        Assert.Equal(ledger.Totals, read.Report(Report(0x1122334455667788, new(3, 1, 2 * Target, Target)), Now));
    }

    [Fact]
    public void NoBytesAreACohortOfWhichNothingIsKnownAndDamagedOnesAreRefused()
    {
        Assert.Equal(CohortTotals.None, CohortLedger.Decode(default).Totals);

        var ledger = new CohortLedger();
        ledger.Report(Report(1, new(3, 1, 2 * Target, Target)), Now);
        var bytes = ledger.Encode();
        for (var length = 1; length < bytes.Length; length++)
        {
            Assert.Throws<SnapshotFormatException>(() => CohortLedger.Decode(bytes.AsMemory(0, length)));
        }

        Assert.Throws<SnapshotFormatException>(() => CohortLedger.Decode((byte[])[.. bytes, 0]));
        Assert.Throws<SnapshotFormatException>(() => CohortLedger.Decode((byte[])[2, .. bytes[1..]]));
    }

    [Fact]
    public void MutatedBytesAreRefusedOrWork()
    {
        var ledger = new CohortLedger();
        ledger.Report(Report(7, new(300, 100, 200 * Target, Target)), Now);
        ledger.Report(Report(8, new(3, 1, 2 * Target, Target)), Now);
        var stored = ledger.Encode();
        var random = new Random(5);
        var read = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = stored.ToArray();
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                var other = CohortLedger.Decode(bytes);
                other.Report(Report(9, new(1, 1, Target, Target)), Now + TimeSpan.FromDays(20));
                Assert.InRange(other.Totals.Credit, -1_000, 1_000);
                Assert.Equal(other.Totals, CohortLedger.Decode(other.Encode()).Totals);
                read++;
            }
            catch (SnapshotFormatException)
            {
            }
        }

        Assert.InRange(read, 5_000, 19_000);
    }

    private static CohortReport Report(ulong reporter, CohortCounts counts) => new(reporter, counts, default);
}
