using QuotaGrid.Core.Decisions;

namespace QuotaGrid.Core.Tests.Decisions;

public sealed class ItemSetTests
{
    [Fact]
    public void ItHoldsWhatWasAddedAndTheRestIsItsComplement()
    {
        for (var length = 0; length <= 200; length++)
        {
            var (random, expected, words) = (new Random(length), new HashSet<int>(), new ulong[ItemSet.WordsFor(length)]);
            for (var i = 0; i < length; i += random.Next(1, 5))
            {
                ItemSet.Add(words, i);
                expected.Add(i);
            }

            var set = new ItemSet(words, length);
            Assert.Equal(expected.Order(), Some.Items(set));
            Assert.Equal(expected.Count, set.Count);
            Assert.Equal(Enumerable.Range(0, length).Except(expected), Some.Items(set.Complement()));
            Assert.Equal(set, set.Complement().Complement());
            Assert.Equal(ItemSet.All(length), ItemSet.None(length).Complement());
            Assert.Equal(length, ItemSet.All(length).Count);
            Assert.False(set[-1] || set[length] || set[length + 64]);
        }
    }

    [Fact]
    public void SetsOfBatchesOfDifferentLengthsDiffer()
    {
        Assert.True(ItemSet.None(3) != ItemSet.None(4));
        Assert.True(ItemSet.None(0) == default);
        Assert.Equal("0 of 0", default(ItemSet).Complement().ToString());
    }

    [Fact]
    public void ACombinationOfLimitsIsInTheSetWhenItWasAdded()
    {
        var set = default(NeedsSet);
        Assert.True(set.IsEmpty);
        for (var limits = 1; limits < 256; limits += 3)
        {
            set.Add(limits);
        }

        Assert.False(set.IsEmpty);
        Assert.All(Enumerable.Range(0, 256), limits => Assert.Equal(limits % 3 == 1, set.Contains(limits)));
    }
}
