using QuotaGrid.Core.Leases;

namespace QuotaGrid.Core.Tests.Leases;

public sealed class LeaseTests
{
    private const int Threads = 4;

    [Theory]
    [InlineData(11, 1, 1)]
    [InlineData(1, 6, 1)]
    [InlineData(1, 1, 4)]
    [InlineData(Permits.Most, 1, 1)]
    public void NothingIsSpentWhenThereAreTooFewPermitsOfOneKind(int items, int requests, int novel)
    {
        var lease = Of(new Permits(10, 5, 3));

        Assert.False(lease.TrySpend(new Permits(items, requests, novel)));

        Assert.Equal((new Permits(10, 5, 3), default), (lease.Left, lease.Spent));
    }

    [Fact]
    public void AllKindsAreSpentTogetherDownToTheLastPermit()
    {
        var lease = Of(new Permits(10, 5, 3));

        Assert.True(lease.TrySpend(new Permits(4, 1, 0)));
        Assert.Equal((new Permits(6, 4, 3), new Permits(4, 1, 0)), (lease.Left, lease.Spent));
        Assert.True(lease.TrySpend(new Permits(6, 4, 3)));
        Assert.Equal((default, new Permits(10, 5, 3)), (lease.Left, lease.Spent));
        Assert.False(lease.TrySpend(new Permits(1, 0, 0)));
    }

    [Fact]
    public void NoKindBorrowsFromAnotherWhenAllAreAtTheirMost()
    {
        var lease = Of(new Permits(Permits.Most, Permits.Most, Permits.Most));
        Assert.Equal(2_097_151, Permits.Most);
        Assert.Equal(new Permits(Permits.Most, Permits.Most, Permits.Most), lease.Left);

        Assert.True(lease.TrySpend(new Permits(Permits.Most - 1, 1, 2)));
        Assert.Equal(new Permits(1, Permits.Most - 1, Permits.Most - 2), lease.Left);
        Assert.False(lease.TrySpend(new Permits(2, 0, 0)));
        Assert.True(lease.TrySpend(new Permits(1, Permits.Most - 1, Permits.Most - 2)));
        Assert.Equal(default, lease.Left);
    }

    [Theory]
    [InlineData(Permits.Most, 0, Permits.Most)]
    [InlineData(Permits.Most, Permits.Most, 0)]
    [InlineData(1, Permits.Most, Permits.Most)]
    public void AKindThatIsSpentIsNotMadeUpForByAnother(int items, int requests, int novel) =>
        Assert.False(Of(new Permits(items, requests, novel)).TrySpend(new Permits(2, 1, 1)));

    [Fact]
    public void AClosedLeaseSpendsNothingAndSaysWhatWasSpent()
    {
        var lease = Of(new Permits(10, 5, 3));
        lease.TrySpend(new Permits(4, 1, 2));

        Assert.Equal(new Permits(4, 1, 2), lease.Close());

        Assert.False(lease.TrySpend(new Permits(1, 0, 0)));
        Assert.False(lease.TrySpend(new Permits(1, 1, 1)));
        Assert.Equal(default, lease.Left);
    }

    [Fact]
    public void SeveralThreadsSpendNeitherMoreNorLessThanWasGranted()
    {
        var granted = new Permits(30_001, 20_000, 9_001);
        for (var round = 0; round < 100; round++)
        {
            var lease = Of(granted);
            var spent = Race(thread => SpendAll(lease, new Permits(1 + (thread % 2), 1, thread % 2)));
            Assert.Equal(granted - Sum(spent), lease.Left);

            // Two threads also need new targets, of which there are too few; the other two go on until requests run out.
            Assert.Equal(20_000, Sum(spent).Requests);
            Assert.InRange(Sum(spent).Novel, 0, 9_001);
        }
    }

    [Fact]
    public void WhatThreadsSpendWhileALeaseIsClosedIsExactlyWhatClosingSaysWasSpent()
    {
        for (var round = 0; round < 400; round++)
        {
            var lease = Of(new Permits(4_000, 4_000, 4_000));
            var closed = default(Permits);
            var spent = Race(thread => thread > 0 ? SpendAll(lease, new Permits(1, 1, 1)) : CloseAfter(lease, 40 * (round % 100), out closed));
            Assert.Equal(Sum(spent), closed);
        }
    }

    [Fact]
    public void SumsOfPermitsEndAtTheMostAndDifferencesAtNone()
    {
        var most = new Permits(Permits.Most, Permits.Most, Permits.Most);

        Assert.Equal(most, most + most);
        Assert.Equal(new Permits(Permits.Most, Permits.Most, 7), new Permits(Permits.Most - 1, Permits.Most - 2, 3) + new Permits(2, 2, 4));
        Assert.Equal(new Permits(Permits.Most, Permits.Most - 1, 0), new Permits(Permits.Most - 1, Permits.Most - 2, 0) + new Permits(1, 1, 0));
        Assert.Equal(new Permits(0, 0, 1), new Permits(1, 2, 3) - new Permits(Permits.Most, 2, 2));
        Assert.Equal(default, default(Permits) - most);
    }

    private static Lease Of(Permits granted) => new(1, Lending.A, granted, Lending.At(2_000));

    private static Permits SpendAll(Lease lease, Permits cost)
    {
        var spent = default(Permits);
        while (lease.TrySpend(cost))
        {
            spent += cost;
        }

        return spent;
    }

    private static Permits CloseAfter(Lease lease, int items, out Permits closed)
    {
        while (lease.Spent.Items < items)
        {
            Thread.SpinWait(1);
        }

        closed = lease.Close();
        return default;
    }

    private static Permits Sum(Permits[] spent) => spent.Aggregate((left, right) => left + right);

    /// <summary>Runs all threads at once, and gives back what each came to.</summary>
    internal static T[] Race<T>(Func<int, T> run)
    {
        var results = new T[Threads];
        using var start = new Barrier(Threads);
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
        {
            start.SignalAndWait();
            results[thread] = run(thread);
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return results;
    }
}
