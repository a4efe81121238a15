using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Decisions;

/// <summary>What one sync has in common with the one before.</summary>
public sealed class SyncOverlapTests
{
    private static readonly Policy Policy = Some.Policy(Some.Novel(1_000_000, TimeSpan.FromDays(30), 1_000_000));
    private static readonly TimeSpan TwoDays = TimeSpan.FromHours(48);

    private readonly CapabilityState _state = Some.New();

    [Fact]
    public void AnAddressBookThatIsSentAgainOverlapsAndASweepDoesNot()
    {
        Ask(Some.Start, 1, 300);
        Assert.Equal((300, 300, 0, null), Counts());

        Ask(Some.Start + TwoDays, 3, 300);
        Assert.Equal((300, 2, 300, 298 / 300.0), Counts());

        Ask(Some.Start + (2 * TwoDays), 5_000, 200);
        Assert.Equal((200, 200, 300, 0), Counts());
    }

    [Fact]
    public void RequestsWithoutALongPauseAreOneSyncAndATargetCountsOnceInIt()
    {
        for (var page = 0; page < 10; page++)
        {
            // 59 minutes are less than a bucket.
            Ask(Some.Start + (page * TimeSpan.FromMinutes(59)), 1 + (page * 50), 100);
        }

        Assert.Equal((550, 550, 0, null), Counts());
        Assert.Equal(Some.Start, _state.Overlap.Started);
    }

    [Fact]
    public void ALookUpBetweenTwoSyncsIsAsMuchOfARepetitionAsTheyAre()
    {
        Ask(Some.Start, 1, 300);
        Ask(Some.Start + TwoDays, 17, 2);
        Assert.Equal((2, 0, 300, 1), Counts());

        Ask(Some.Start + (2 * TwoDays), 1, 300);
        Assert.Equal((300, 298, 2, 1), Counts());
    }

    [Fact]
    public void WhatWasDeniedIsNotPartOfASync()
    {
        var tight = Some.Policy(Some.Novel(10, TimeSpan.FromDays(30), 10));
        _state.Decide(Some.Lookup, tight, Some.TargetsFrom(1, 100), Admission.Partial, Some.Start);

        Assert.Equal((10, 10, 0, null), Counts());
    }

    [Fact]
    public void ItIsStoredAndGoesOn()
    {
        Ask(Some.Start, 1, 300);
        Ask(Some.Start + TwoDays, 1, 100);
        var copy = Some.Copy(_state);
        Assert.Equal(_state.Overlap, copy.Overlap);

        copy.Decide(Some.Lookup, Policy, Some.TargetsFrom(50, 100), Admission.Whole, Some.Start + TwoDays + TimeSpan.FromMinutes(1));
        Assert.Equal((149, 0, 300), (copy.Overlap.Targets, copy.Overlap.Fresh, copy.Overlap.PreviousTargets));
    }

    [Fact]
    public void OfASketchItIsAnEstimate()
    {
        var random = new Random(3);
        var book = new Fingerprint[30_000];
        foreach (ref var target in book.AsSpan())
        {
            target = new Fingerprint((ulong)random.NextInt64(long.MinValue, long.MaxValue));
        }

        _state.Decide(Some.Lookup, Policy, book.AsSpan(0, 20_000), Admission.Partial, Some.Start);
        _state.Decide(Some.Lookup, Policy, book.AsSpan(0, 20_000), Admission.Partial, Some.Start + TwoDays);
        Assert.InRange(_state.Overlap.Coefficient!.Value, 0.95, 1);

        _state.Decide(Some.Lookup, Policy, book.AsSpan(10_000, 20_000), Admission.Partial, Some.Start + (2 * TwoDays));
        Assert.InRange(_state.Overlap.Coefficient!.Value, 0.4, 0.6);
    }

    private void Ask(Instant at, int first, int count) =>
        _state.Decide(Some.Lookup, Policy, Some.TargetsFrom(first, count), Admission.Partial, at);

    private (long Targets, long Fresh, long Previous, double? Coefficient) Counts()
    {
        var overlap = _state.Overlap;
        return (overlap.Targets, overlap.Fresh, overlap.PreviousTargets, overlap.Coefficient);
    }
}
