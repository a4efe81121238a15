using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Leases;

public sealed class GrainLendingTests
{
    private static readonly Permits Wanted = new(100, 50, 20);
    private static readonly Permits All = new(Permits.Most, Permits.Most, Permits.Most);

    [Fact]
    public void ALeaseIsChargedWhenItIsGranted()
    {
        var grain = new Grain(Lending.Slow, Lending.A);

        var reply = grain.Sync(Lending.Report(Lending.One, 7, Wanted), Lending.At(1_000));

        Assert.Equal((7L, Lending.A, Wanted, 2 * Instant.NanosPerSecond), (reply.Number, reply.Epoch, reply.Granted, reply.LeaseNanos));
        Assert.Equal(3_599 * Instant.NanosPerSecond, reply.KnownNanos);
        Assert.Equal([900, 450, 180], reply.Limits.Select(limit => limit.Remaining));
        Assert.Equal([900, 450, 180], grain.Left(Lending.At(1_000)));
    }

    [Fact]
    public void ALeaseIsNeverMoreThanHalfOfWhatIsLeft()
    {
        var grain = new Grain(Lending.Slow, Lending.A);

        Assert.Equal(new Permits(500, 250, 100), grain.Sync(Lending.Report(Lending.One, 1, All), Some.Start).Granted);
        Assert.Equal(new Permits(250, 125, 50), grain.Sync(Lending.Report(Lending.Two, 1, All), Some.Start).Granted);
        Assert.Equal([250, 125, 50], grain.Left(Some.Start));
    }

    [Theory]
    [InlineData(984, 8)]
    [InlineData(985, 0)]
    [InlineData(1_000, 0)]
    public void UnderTheFewestThatAreLentNothingIs(int spent, int lent)
    {
        var grain = new Grain(Lending.ItemsOnly, Lending.A);
        grain.Decide(Some.Start, Lending.Numbers(1, spent));

        Assert.Equal(lent, grain.Sync(Lending.Report(Lending.One, 1, All), Some.Start).Granted.Items);
        Assert.Equal([1_000 - spent - lent], grain.Left(Some.Start));
    }

    [Fact]
    public void WithoutNewTargetsToLendTheRestIsLent()
    {
        var grain = new Grain(Lending.Slow, Lending.A);
        grain.Decide(Some.Start, Lending.Numbers(1, 190));

        Assert.Equal(new Permits(100, 50, 0), grain.Sync(Lending.Report(Lending.One, 1, Wanted), Some.Start).Granted);
        Assert.Equal([710, 449, 10], grain.Left(Some.Start));
    }

    [Fact]
    public void WithoutRequestsToLendNothingIs()
    {
        var policy = Some.Policy(Some.Velocity(1_000, Lending.Day, 1_000), Some.Velocity(15, Lending.Day, 15, LimitUnit.Requests));
        var grain = new Grain(policy, Lending.A);

        Assert.Equal(default, grain.Sync(Lending.Report(Lending.One, 1, Wanted), Some.Start).Granted);
        Assert.Equal([1_000, 15], grain.Left(Some.Start));
    }

    [Fact]
    public void AKindThatNoLimitChargesIsThereInPlenty() => Assert.Equal(
        new Permits(100, Permits.Most, Permits.Most),
        new Grain(Lending.ItemsOnly, Lending.A).Sync(Lending.Report(Lending.One, 1, Wanted), Some.Start).Granted);

    [Fact]
    public void WhereAWindowIsCountedNoNewTargetIsLent()
    {
        var policy = Some.Policy(Some.Velocity(1_000, Lending.Day, 1_000), Some.Novel(200, Lending.Day, 200), Some.Distinct(100, Lending.Day));

        var reply = new Grain(policy, Lending.A).Sync(Lending.Report(Lending.One, 1, Wanted), Some.Start);

        Assert.Equal(new Permits(100, Permits.Most, 0), reply.Granted);
        Assert.Equal([900, 200, 100], reply.Limits.Select(limit => limit.Remaining));
    }

    [Fact]
    public void AShadowPolicyAndALastReportAreLentNothing()
    {
        var shadow = new Grain(Lending.Slow with { Stage = Stage.Shadow }, Lending.A);
        Assert.Equal(default, shadow.Sync(Lending.Report(Lending.One, 1, Wanted), Some.Start).Granted);
        Assert.Equal([1_000, 500, 200], shadow.Left(Some.Start));

        var grain = new Grain(Lending.Slow, Lending.A);
        Assert.Equal(default, grain.Sync(Lending.Report(Lending.One, 1, Wanted) with { IsLast = true }, Some.Start).Granted);
        Assert.Equal([1_000, 500, 200], grain.Left(Some.Start));
    }

    [Fact]
    public void AVelocityLimitWithoutAPermitDeniesUntilTheNextAndANovelLimitNever()
    {
        var grain = new Grain(Some.Policy(Some.Velocity(1_000, Lending.Day, 1_000), Some.Novel(200, Lending.Day, 200)), Lending.A);
        grain.Decide(Some.Start, Lending.Numbers(1, 200));
        var known = grain.Sync(Lending.Report(Lending.One, 1), Some.Start);
        Assert.Equal((0L, null), (known.DenyNanos, known.DenyLimit));

        for (var again = 0; again < 4; again++)
        {
            grain.Decide(Some.Start, Lending.Numbers(1, 200));
        }

        var spent = grain.Sync(Lending.Report(Lending.One, 2), Lending.At(400));
        Assert.Equal((86 * Instant.NanosPerSecond, "items"), (spent.DenyNanos, spent.DenyLimit));
    }

    [Fact]
    public void AHolderTooManyIsLentNothingAndChangesNothing()
    {
        var grain = Full();
        var before = grain.Bytes();

        var reply = grain.Sync(
            Lending.Report(new HolderId(0), 1, Wanted).Having(0, default, 0, 1, 2) with { Counts = new UseCounts(1, 2, 0) }, Some.Start);

        Assert.Equal((1L, default, 0), (reply.Number, reply.Granted, reply.Limits.Length));
        Assert.Equal(before, grain.Bytes());
        Assert.Equal([744], grain.Left(Some.Start));
        Assert.Equal(new Permits(1, Permits.Most, Permits.Most), grain.Sync(Lending.Report(new HolderId(1), 2, new(1, 1, 1)), Some.Start).Granted);
    }

    [Fact]
    public void HoldersThatWereSilentForFourLeasesMakeRoomAndTheirPermitsAreGone()
    {
        var grain = Full();
        grain.Sync(Lending.Report(new HolderId(1), 2, default, Lending.A, 1, openLease: 1), Lending.At(5_000));

        // After exactly four leases of two seconds there is none yet.
        Assert.Equal(default, grain.Sync(Lending.Report(new HolderId(0), 1, Wanted), Lending.At(8_000)).Granted);
        var after = new Instant(Lending.At(8_000).UnixNanos + 1);
        Assert.Equal(100, grain.Sync(Lending.Report(new HolderId(0), 2, Wanted), after).Granted.Items);
        Assert.Equal([1_000 - 256 - 100], grain.Left(after));

        // Who was forgotten gets nothing back; who was heard since was not forgotten.
        grain.Sync(Lending.Report(new HolderId(2), 2, default, Lending.A), after);
        Assert.Equal([1_000 - 256 - 100], grain.Left(after));
        grain.Sync(Lending.Report(new HolderId(1), 3, default, Lending.A), after);
        Assert.Equal([1_000 - 256 - 100 + 1], grain.Left(after));
    }

    [Fact]
    public void UnderAnotherPolicyNothingThatWasLentUnderTheFirstComesBack()
    {
        var grain = new Grain(Lending.Slow, Lending.A);
        grain.Sync(Lending.Report(Lending.One, 1, Wanted), Some.Start);

        var other = Some.Policy([.. Lending.Slow.Limits]);
        grain.State.Sync(Some.Lookup, other, Lending.Report(Lending.One, 2, default, Lending.A), Lending.A, Lending.Rules, Some.Start);

        Assert.Equal([900, 450, 180], grain.State.Peek(Some.Lookup, other, Some.Start).Select(limit => limit.Remaining));
    }

    /// <summary>A grain that lends a permit to each of as many holders as it may, from number 1 on.</summary>
    private static Grain Full()
    {
        var grain = new Grain(Lending.ItemsOnly, Lending.A);
        for (var holder = 1UL; holder <= LeaseBounds.MaxHolders; holder++)
        {
            Assert.Equal(1, grain.Sync(Lending.Report(new HolderId(holder), 1, new Permits(1, 1, 1)), Some.Start).Granted.Items);
        }

        Assert.Equal([744], grain.Left(Some.Start));
        return grain;
    }
}
