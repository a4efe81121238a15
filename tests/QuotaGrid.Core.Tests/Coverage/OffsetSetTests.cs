using QuotaGrid.Core.Coverage;

namespace QuotaGrid.Core.Tests.Coverage;

public sealed class OffsetSetTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 32)]
    [InlineData(4, 32)]
    [InlineData(5, 56)]
    [InlineData(16, 56)]
    [InlineData(17, 152)]
    [InlineData(64, 152)]
    [InlineData(65, 536)]
    [InlineData(256, 536)]
    [InlineData(257, 1_280)]
    [InlineData(10_000, 1_280)]
    public void ItsMemoryIsStatedForEverySize(int count, int bytes)
    {
        var set = default(OffsetSet);
        foreach (var offset in Shuffled(11).Take(count))
        {
            Assert.True(set.Add(offset));
        }

        Assert.Equal((count, bytes), (set.Count, set.Bytes));
    }

    [Fact]
    public void ItAllocatesWhatItStatesWhenItGrowsAndElseNothing()
    {
        var offsets = Shuffled(12);
        var warm = default(OffsetSet);
        Array.ForEach(offsets, offset => warm.Add(offset));
        var set = default(OffsetSet);
        foreach (var offset in offsets)
        {
            var (stated, allocated) = (set.Bytes, GC.GetAllocatedBytesForCurrentThread());
            set.Add(offset);
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            Assert.Equal(set.Bytes == stated ? 0 : set.Bytes, allocated);
        }
    }

    [Fact]
    public void ItHasWhatWasAddedAndNothingElse()
    {
        var (set, oracle, random) = (default(OffsetSet), new HashSet<int>(), new Random(13));
        for (var i = 0; i < 3_000; i++)
        {
            var offset = random.Next(4) == 0 ? (i % 2 * 9_999) : random.Next(10_000);
            Assert.Equal(oracle.Add(offset), set.Add(offset));
            if (i % 100 == 0 || i < 300)
            {
                Assert.Equal(Enumerable.Range(0, 10_000).Where(oracle.Contains), ListOf(set));
            }
        }

        Assert.Equal(oracle.Count, set.Count);
    }

    [Theory]
    [InlineData(0, 300)]
    [InlineData(300, 0)]
    [InlineData(3, 300)]
    [InlineData(300, 3)]
    [InlineData(300, 4_000)]
    [InlineData(200, 200)]
    [InlineData(16, 0)]
    public void AUnionHasBoth(int here, int there)
    {
        var (first, second) = (Shuffled(14)[..here], Shuffled(15)[..there]);
        var (set, other) = (SetOf(first), SetOf(second));

        set.UnionWith(other);

        Assert.Equal(first.Union(second).Order(), ListOf(set));
        Assert.Equal(first.Union(second).Count(), set.Count);
        Assert.Equal(second.Order(), ListOf(other));
    }

    private static OffsetSet SetOf(int[] offsets)
    {
        var set = default(OffsetSet);
        Array.ForEach(offsets, offset => set.Add(offset));
        return set;
    }

    private static List<int> ListOf(OffsetSet set)
    {
        var bitmap = new ushort[625];
        set.AddTo(bitmap);
        var (listed, asked) = (new List<int>(), Enumerable.Range(0, 10_000).Where(offset => set.Contains(offset)).ToList());
        foreach (var offset in new OffsetBits(bitmap))
        {
            listed.Add(offset);
        }

        Assert.Equal(asked, listed);
        Assert.Equal(asked.Count, OffsetSet.CountOf(bitmap));
        return asked;
    }

    private static int[] Shuffled(int seed)
    {
        var offsets = Enumerable.Range(0, 10_000).ToArray();
        new Random(seed).Shuffle(offsets);
        return offsets;
    }
}
