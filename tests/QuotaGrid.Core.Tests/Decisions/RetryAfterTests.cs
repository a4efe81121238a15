using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Decisions;

public sealed class RetryAfterTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly Dictionary<string, Limit> Limits = new()
    {
        ["items"] = Some.Velocity(10, Hour, 10),
        ["requests"] = Some.Velocity(1, Hour, 1, LimitUnit.Requests),
        ["novel"] = Some.Novel(5, 5 * Hour, 10),
        ["distinct"] = Some.Distinct(10, 12 * Hour),
    };

    // After ten new targets at once: an item comes back in six minutes, a request and a novel permit in an hour, and a target
    // leaves the window of 12 hours with its bucket of an hour.
    [Theory]
    [InlineData("items", 1, 6)]
    [InlineData("items", 10, 60)]
    [InlineData("requests", 10, 60)]
    [InlineData("novel", 1, 60)]
    [InlineData("novel", 3, 180)]
    [InlineData("distinct", 1, 780)]
    [InlineData("distinct", 10, 780)]
    [InlineData("items requests", 5, 60)]
    [InlineData("items novel", 1, 60)]
    [InlineData("novel distinct", 2, 780)]
    [InlineData("items requests novel distinct", 1, 780)]
    public void AWholeBatchIsAdmittedAfterItsWaitAndNotASecondBefore(string limits, int count, int minutes) =>
        AssertTrue(limits, Some.TargetsFrom(11, count), Admission.Whole, TimeSpan.FromMinutes(minutes));

    [Theory]
    [InlineData("items", 8, 6)]
    [InlineData("requests", 8, 60)]
    [InlineData("novel", 8, 60)]
    [InlineData("distinct", 8, 780)]
    [InlineData("items requests", 8, 60)]
    [InlineData("items novel", 8, 60)]
    [InlineData("novel distinct", 8, 780)]
    [InlineData("items requests novel distinct", 8, 780)]
    public void OneItemOfABatchIsAdmittedAfterItsWaitAndNotASecondBefore(string limits, int count, int minutes) =>
        AssertTrue(limits, Some.TargetsFrom(11, count), Admission.Partial, TimeSpan.FromMinutes(minutes));

    [Fact]
    public void ABatchWaitsForTheItemThatFitsSoonest()
    {
        // The known target waits for an item's permit only, the new one for a novel permit too.
        AssertTrue("items novel", Some.Targets(50, 1), Admission.Partial, TimeSpan.FromMinutes(6));
        AssertTrue("items novel", Some.Targets(50), Admission.Partial, TimeSpan.FromMinutes(60));
    }

    [Theory]
    [InlineData("items", 11)]
    [InlineData("novel", 11)]
    [InlineData("distinct", 11)]
    [InlineData("requests novel", 11)]
    public void AWholeBatchThatIsLargerThanTheBurstIsNeverAdmitted(string limits, int count)
    {
        var policy = PolicyOf(limits);
        foreach (var at in (Instant[])[Some.Start, Some.Start + (200 * Hour)])
        {
            var decision = Some.New().Decide(Some.Lookup, policy, Some.TargetsFrom(1, count), Admission.Whole, at);
            Assert.Equal((Outcome.Denied, null, limits.Split(' ')[^1]), (decision.Outcome, decision.RetryAfter, decision.Limit));
        }
    }

    [Fact]
    public void NothingDeniedHasNothingToWaitFor()
    {
        var decision = Some.New().Decide(Some.Lookup, PolicyOf("items novel"), Some.TargetsFrom(1, 10), Admission.Partial, Some.Start);

        Assert.Equal((Outcome.Allowed, null, null), (decision.Outcome, decision.RetryAfter, decision.Limit));
    }

    [Fact]
    public void WhatIsLeftAndWhenMoreComesIsSaidForEachKind()
    {
        var decision = Some.New().Decide(
            Some.Lookup, PolicyOf("items requests novel distinct"), Some.TargetsFrom(1, 4), Admission.Partial, Some.Start);

        Assert.Equal(
            [
                new LimitStatus("items", LimitKind.Velocity, 10, Hour, 6, TimeSpan.FromMinutes(6)),
                new LimitStatus("requests", LimitKind.Velocity, 1, Hour, 0, Hour),
                new LimitStatus("novel", LimitKind.Novel, 5, 5 * Hour, 6, Hour),
                new LimitStatus("distinct", LimitKind.Distinct, 10, 12 * Hour, 6, 13 * Hour),
            ],
            decision.Limits);
    }

    private static void AssertTrue(string limits, Fingerprint[] asked, Admission admission, TimeSpan expected)
    {
        var policy = PolicyOf(limits);
        var state = Some.New();
        Assert.Equal(Outcome.Allowed, state.Decide(Some.Lookup, policy, Some.TargetsFrom(1, 10), Admission.Whole, Some.Start).Outcome);

        var denied = state.Decide(Some.Lookup, policy, asked, admission, Some.Start);

        Assert.Equal((Outcome.Denied, expected), (denied.Outcome, denied.RetryAfter));
        var early = Some.Start + expected - TimeSpan.FromSeconds(1);
        Assert.Equal(Outcome.Denied, Some.Copy(state).Decide(Some.Lookup, policy, asked, admission, early).Outcome);
        var late = Some.Copy(state).Decide(Some.Lookup, policy, asked, admission, Some.Start + expected);
        Assert.NotEqual(Outcome.Denied, late.Outcome);
        Assert.True(admission == Admission.Partial || late.Outcome == Outcome.Allowed);
    }

    private static Policy PolicyOf(string limits) => Some.Policy([.. limits.Split(' ').Select(name => Limits[name])]);
}
