using QuotaGrid.Load.Service;

namespace QuotaGrid.Load.Tests.Service;

public sealed class DecisionReplyTests
{
    [Fact]
    public void ADecisionThatNamesEachTargetOnceIsComplete() =>
        Assert.Null(new DecisionReply([2, 0], [1], [3], "novel-30d", 1.5).FindProblem(4));

    [Theory]
    [InlineData(new[] { 0, 1 }, new[] { 1 }, "twice")]
    [InlineData(new[] { 0, 1, 2 }, new[] { 3 }, "not asked for")]
    [InlineData(new[] { -1 }, new int[0], "not asked for")]
    [InlineData(new[] { 0 }, new[] { 2 }, "leaves out")]
    [InlineData(null, new[] { 2 }, "lacks")]
    public void ADecisionThatDoesNotIsNoAnswer(int[]? allowed, int[] denied, string problem) =>
        Assert.Contains(problem, new DecisionReply(allowed, denied, [], null, null).FindProblem(3));
}
