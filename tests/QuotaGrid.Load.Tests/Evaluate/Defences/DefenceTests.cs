using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.People;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Tests.Evaluate.Defences;

public sealed class DefenceTests
{
    private const double Hour = 3_600;
    private const double Day = 24 * Hour;

    [Fact]
    public void ATokenBucketRefillsEvenlyAndNoFurtherThanFull()
    {
        var bucket = default(TokenBucket);

        Assert.Equal(10, bucket.Take(12, 10, 0.5, 0));
        Assert.Equal(0, bucket.Take(1, 10, 0.5, 1.9));
        Assert.Equal(1, bucket.Take(1, 10, 0.5, 2));
        Assert.False(bucket.TryTakeAll(2, 10, 0.5, 5.9));
        Assert.True(bucket.TryTakeAll(2, 10, 0.5, 6));
        Assert.Equal(10, bucket.Take(99, 10, 0.5, 1_000));
    }

    [Fact]
    public void AnIdentitysBucketHasItemsForFourHours()
    {
        var defence = new IdentityBuckets(2);

        Assert.Equal(20_000, Ask(defence, 0, 0, Enumerable.Range(0, 20_500)));
        Assert.Equal(5_000, Ask(defence, 0, Hour, Enumerable.Range(0, 20_000)));
        Assert.Equal(1_000, Ask(defence, 1, Hour, Enumerable.Range(0, 1_000)));
    }

    [Fact]
    public void AnAddresssBucketIsSharedByItsIdentities()
    {
        var defence = new AddressBuckets(3);

        Assert.Equal(15_000, Ask(defence, 0, 0, Enumerable.Range(0, 15_000), address: 4));
        Assert.Equal(5_000, Ask(defence, 1, 0, Enumerable.Range(0, 15_000), address: 4));
        Assert.Equal(15_000, Ask(defence, 2, 0, Enumerable.Range(0, 15_000), address: 5));
    }

    // 5,000 with an error of 0.81 %: 4,700 pass, 5,300 do not. What is in the sketch already changes nothing and passes.
    [Fact]
    public void ADailySketchDeniesWhatChangesItAboveTheLimit()
    {
        var defence = new DailySketches(3, 1);

        Assert.Equal(4_700, Ask(defence, 0, 0, Enumerable.Range(0, 4_700)));
        Assert.Equal(0, Ask(defence, 0, 60, Enumerable.Range(4_700, 600)));
        Assert.Equal(1_000, Ask(defence, 0, 120, Enumerable.Range(0, 1_000)));
        Assert.Equal(0, Ask(defence, 0, Day - 1, Enumerable.Range(10_000, 1_000)));
        Assert.Equal(1_000, Ask(defence, 0, Day, Enumerable.Range(10_000, 1_000)));
        Assert.Equal(5_300, defence.StandingOf(0).Score, 1_200.0);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(900)]
    [InlineData(5_000)]
    [InlineData(30_000)]
    [InlineData(200_000)]
    public void ASketchCountsWithinFourStandardErrors(int count)
    {
        var sketch = new CardinalitySketch();
        for (var i = 0; i < count; i++)
        {
            sketch.Add(SeededHash.Mix((ulong)i + 77));
            sketch.Add(SeededHash.Mix((ulong)(i / 2) + 77));
        }

        Assert.Equal(count, sketch.Estimate, (0.035 * count) + 0.5);
        Assert.False(sketch.Add(SeededHash.Mix(77)));
    }

    [Fact]
    public void NewNumbersCostATokenAndKnownOnesDoNot()
    {
        var defence = new NewNumberBuckets(1);

        Assert.Equal(50_000, Ask(defence, 0, 0, Enumerable.Range(0, 50_000), ContactKind.Full));
        Assert.Equal(1_000, Ask(defence, 0, Hour, Enumerable.Range(0, 1_000)));
        Assert.Equal(0, Ask(defence, 0, Hour, Enumerable.Range(0, 993).Concat(Enumerable.Range(90_000, 7))));
        Assert.Equal(1_000, Ask(defence, 0, Hour, Enumerable.Range(0, 994).Concat(Enumerable.Range(90_000, 6))));

        // Who reinstalls pays for what was known.
        Assert.Equal(0, Ask(defence, 0, 2 * Hour, Enumerable.Range(0, 1_000), ContactKind.Full));
    }

    [Fact]
    public void FullAndIncrementalNumbersHaveQuotasOfTheirOwn()
    {
        var defence = new IncrementalQuotas(1);

        Assert.Equal(40_000, Ask(defence, 0, 0, Enumerable.Range(0, 45_000), ContactKind.Full));
        Assert.Equal(1_000, Ask(defence, 0, Hour, Enumerable.Range(0, 1_000)));
        Assert.Equal(0, Ask(defence, 0, Day - 1, Enumerable.Range(50_000, 1_000)));
        Assert.Equal(20_000, Ask(defence, 0, Day, Enumerable.Range(50_000, 25_000), ContactKind.Full));
        Assert.Equal(0, Ask(defence, 0, 2 * Day - 1, Enumerable.Range(0, 1_000), ContactKind.Full));
        Assert.Equal(20_000, Ask(defence, 0, 10 * Day, Enumerable.Range(0, 20_000), ContactKind.Full));
    }

    // 5,000 at once, one more in 518.4 seconds, and what was admitted is free.
    [Fact]
    public void QuotaGridDecidesByItsBuiltInPolicy()
    {
        var defence = new QuotaGridLimits(1, 1);

        Assert.Equal(5_000, Ask(defence, 0, 0, Enumerable.Range(0, 6_000)));
        Assert.Equal(5_000, Ask(defence, 0, 500, Enumerable.Range(0, 5_010)));
        Assert.Equal(1, Ask(defence, 0, 519, Enumerable.Range(5_500, 10)));
    }

    [Fact]
    public void ABranchKnowsNoIdentity()
    {
        foreach (var kind in DefenceKinds.All.Where(kind => kind.Name != DefenceKinds.QuotaGrid))
        {
            var defence = kind.Create(TinyWorld.Instance, 1);
            Ask(defence, 0, 0, Enumerable.Range(0, 60_000));

            Assert.Equal(1_000, Ask(defence.Branch(1), 0, 1, Enumerable.Range(70_000, 1_000)));
        }
    }

    [Fact]
    public void ANumberSetIsASet()
    {
        var set = new NumberSet();
        var random = new SeededRandom(9, "numbers");
        var oracle = new HashSet<int>();
        for (var i = 0; i < 50_000; i++)
        {
            var number = (int)random.Below(60_000);
            Assert.Equal(oracle.Add(number), set.Add(number));
        }

        Assert.Equal(oracle.Order(), Enumerable.Range(0, 60_000).Where(set.Contains));
        Assert.Equal(oracle.Count, set.Count);
    }

    private static int Ask(IDefence defence, int identity, double second, IEnumerable<int> targets, ContactKind kind = ContactKind.Sync, int address = 0)
    {
        var admitted = 0;
        foreach (var batch in targets.Chunk(ContactRequest.MaxBatch))
        {
            var allowed = new ulong[ContactRequest.MaxWords];
            defence.Decide(new ContactRequest(identity, second, batch, kind, new ClientAttributes(address, 0, 0)), allowed);
            admitted += ItemBits.Count(allowed);
        }

        return admitted;
    }
}
