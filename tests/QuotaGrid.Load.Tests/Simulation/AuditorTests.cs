using QuotaGrid.Load.Simulation.Auditing;

namespace QuotaGrid.Load.Tests.Simulation;

public sealed class AuditorTests
{
    // 10 at once and 2 a second, leases of 2 s, clocks 0.5 s apart: 15 at once.
    private static readonly Promise Items = new(PromiseUnit.Items, 10, 2, 1, OutlivesCrashes: true);

    [Fact]
    public void WhatIsPromisedIsAdmittedWithoutAViolation()
    {
        var auditor = Of(Items);
        auditor.OnAdmitted(0, 1, Targets(0, 15));
        auditor.OnAdmitted(0, 1.5, Targets(0, 1));
        auditor.OnAdmitted(0, 3.5, Targets(0, 4));

        Assert.Null(auditor.Violation);
    }

    [Theory]
    [InlineData(1.5, 2)]
    [InlineData(1.0, 1)]
    [InlineData(3.4, 5)]
    public void OneMoreThanIsPromisedIsAViolation(double at, int count)
    {
        var auditor = Of(Items);
        auditor.OnAdmitted(0, 1, Targets(0, 15));
        Assert.Null(auditor.Violation);
        auditor.OnAdmitted(0, at, Targets(0, count));

        Assert.Contains("G1: identity 0", auditor.Violation);
    }

    [Fact]
    public void RequestsAndNewTargetsAreCountedAsSuch()
    {
        var requests = Of(Items with { Unit = PromiseUnit.Requests });
        var targets = Of(Items with { Unit = PromiseUnit.NewTargets });
        for (var i = 0; i < 15; i++)
        {
            requests.OnAdmitted(0, 1, Targets(0, 50));
            targets.OnAdmitted(0, 1, Targets(0, 15));
        }

        Assert.Null(requests.Violation);
        Assert.Null(targets.Violation);
        requests.OnAdmitted(0, 1, Targets(0, 1));
        targets.OnAdmitted(0, 1, Targets(15, 1));

        Assert.NotNull(requests.Violation);
        Assert.NotNull(targets.Violation);
    }

    [Fact]
    public void AQuotaOfUnderAMinuteIsNotHeldToItAfterASecondActivation()
    {
        var auditor = Of(Items with { OutlivesCrashes = false });
        auditor.OnServed(0, 1, 0, 0, costsStep: true);
        auditor.OnAdmitted(0, 1, Targets(0, 40));

        Assert.Null(auditor.Violation);
    }

    // 10 at once, a step of 1 for the crash, 0.5 s between the clocks and nothing on the way: at most 3 are left at a denial.
    [Theory]
    [InlineData(8, true)]
    [InlineData(7, true)]
    [InlineData(6, false)]
    public void ADenialLeavesAtMostAStepForEachCrash(int admitted, bool isKept)
    {
        var auditor = Of(Items, isStrict: true);
        auditor.OnServed(0, 1, 0, 0, costsStep: true);
        auditor.OnAdmitted(0, 1, Targets(0, admitted));
        auditor.OnDenied(0, 1, 1, Targets(100, 1));

        Assert.Equal(isKept, auditor.Violation is null);
    }

    [Fact]
    public void AnAdmittedTargetIsDeniedOnlyIfSomethingWentWrong()
    {
        var promise = Items with { Unit = PromiseUnit.NewTargets };
        var (calm, disturbed) = (Of(promise), Of(promise));
        disturbed.OnDisturbed(2, 3);
        foreach (var auditor in new[] { calm, disturbed })
        {
            auditor.OnAdmitted(0, 1, Targets(0, 1));
            auditor.OnDenied(0, 4, 4, Targets(1, 1));
            Assert.Null(auditor.Violation);
            auditor.OnDenied(0, 4, 4, Targets(0, 1));
        }

        Assert.Contains("G4", calm.Violation);
        Assert.Null(disturbed.Violation);
    }

    [Fact]
    public void WhatIsKnownAndCountedAtRestIsWhatHappened()
    {
        var (right, learned, lost, twice) = (Of(Items), Of(Items), Of(Items), Of(Items));
        foreach (var auditor in new[] { right, learned, lost, twice })
        {
            auditor.OnAdmitted(0, 1, Targets(0, 5));
        }

        right.OnQuiet(0, 9, known: 5, asked: 7, leastAsked: 7, mostAsked: 7);
        learned.OnQuiet(0, 9, known: 6, asked: 7, leastAsked: 7, mostAsked: 7);
        lost.OnQuiet(0, 9, known: 5, asked: 6, leastAsked: 7, mostAsked: 7);
        twice.OnQuiet(0, 9, known: 5, asked: 8, leastAsked: 7, mostAsked: 7);

        Assert.Null(right.Violation);
        Assert.Contains("G3", learned.Violation);
        Assert.Contains("Evidence", lost.Violation);
        Assert.Contains("Evidence", twice.Violation);
    }

    private static Auditor Of(Promise promise, bool isStrict = false)
    {
        var auditor = new Auditor([promise], identities: 1, leaseSeconds: 2, isStrict);
        auditor.OnServed(0, 0, 0, 0.5, costsStep: false);
        return auditor;
    }

    private static int[] Targets(int first, int count) => [.. Enumerable.Range(first, count)];
}
