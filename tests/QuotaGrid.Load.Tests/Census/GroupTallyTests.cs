using QuotaGrid.Load.Census;

namespace QuotaGrid.Load.Tests.Census;

public sealed class GroupTallyTests
{
    private readonly GroupTally _tally = new();

    [Fact]
    public void ItemsRequestsAndTheFirstDenialAreCounted()
    {
        _tally.Asked(4, 3);
        _tally.Decided(new([0, 1, 2, 3], [], [], null, null), 3, TimeSpan.FromMilliseconds(2), TimeSpan.FromSeconds(1));
        _tally.Reported();
        _tally.Asked(4, 1);
        _tally.Decided(new([0], [1, 2], [3], "novel-30d", 60), 1, TimeSpan.FromMilliseconds(4), TimeSpan.FromSeconds(2));
        _tally.Asked(2, 0);
        _tally.Decided(new([], [0, 1], [], "novel-30d", 60), 0, TimeSpan.FromMilliseconds(3), TimeSpan.FromSeconds(3));
        _tally.Asked(1, 1);
        _tally.Failed("HTTP 503");

        Assert.Equal(new GroupCounts(5, 1, 11, 5, 4, 1, 5, 4, TimeSpan.FromSeconds(2)), _tally.Counts);
        Assert.Equal(10, _tally.Counts.Decided);
        Assert.Equal([2, 4, 3], _tally.DecisionMilliseconds());
        Assert.Equal(4, _tally.DeniedBy()["novel-30d"]);
        Assert.Equal(1, _tally.Failures()["HTTP 503"]);
    }

    [Fact]
    public void OnlySoManyKindsOfFailureAreNamedAndTheOthersCounted()
    {
        for (var kind = 0; kind < 100; kind++)
        {
            _tally.Failed($"kind {kind}");
        }

        Assert.Equal(GroupTally.MaxNames + 1, _tally.Failures().Count);
        Assert.Equal(100 - GroupTally.MaxNames, _tally.Failures()["(others)"]);
        Assert.Equal(100, _tally.Counts.Failed);
    }
}
