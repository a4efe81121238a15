using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Tests.Targets;

public sealed class NewTargetsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(1_000)]
    public void EachTargetOfABatchIsTakenUpOnceInTheOrderInWhichTheyCame(int items)
    {
        uint[] tokens = [.. Enumerable.Range(1, items).Select(number => UniformTargets.Of((uint)number).Token)];
        using var batch = new NewTargets(items);
        for (var i = 0; i < items; i++)
        {
            Assert.Equal(i, batch.Count);
            Assert.Equal(0u, batch.PlaceOf(tokens[i]));
            Assert.True(batch.Add(tokens[i]));
            Assert.False(batch.Add(tokens[i]));
            Assert.False(batch.Add(tokens[0]));
            Assert.Equal(tokens[i], batch.PlaceOf(tokens[i]));
        }

        Assert.Equal(items, batch.Count);
        Assert.Equal(tokens, batch.Tokens.ToArray());
        Assert.Equal(0u, batch.PlaceOf(UniformTargets.Of(5_000).Token));
    }

    // Of eight targets the table has 32 places, and the product with 0x9E3779B1 says which: the multiples of its inverse have neighbouring products.
    [Fact]
    public void TargetsOfTheLastPlaceGoRoundTheEndOfTheTable()
    {
        uint[] tokens = [.. Enumerable.Range(1, 8).Select(number => unchecked(0u - (uint)number) * 0x0E8B_2F51u)];
        using var batch = new NewTargets(8);
        foreach (var token in tokens)
        {
            Assert.True(batch.Add(token));
        }

        foreach (var token in tokens)
        {
            Assert.False(batch.Add(token));
        }

        Assert.Equal(tokens, batch.Tokens.ToArray());
    }

    [Fact]
    public void WhatAnEarlierBatchLeftInARentedTableIsNotTakenForItsOwn()
    {
        for (var round = 0; round < 3; round++)
        {
            using var batch = new NewTargets(100);
            for (var number = 1u; number <= 100; number++)
            {
                Assert.True(batch.Add(number));
            }
        }
    }
}
