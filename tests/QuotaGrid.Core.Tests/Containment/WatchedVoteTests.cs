using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Time;
using static QuotaGrid.Core.Tests.Containment.WatchedWorld;

namespace QuotaGrid.Core.Tests.Containment;

public sealed class WatchedVoteTests
{
    // The beginning of a window of votes: a whole number of weeks since 1970.
    private static readonly Instant Window = new(Some.Start.UnixNanos / (7 * 86_400 * Instant.NanosPerSecond) * (7 * 86_400 * Instant.NanosPerSecond));

    private readonly WatchedWorld _world = new();

    [Fact]
    public void AnIdentityVotesWhenItsFirstSyncIsOver()
    {
        _world.Ask([.. From(0, 3), .. From(Shared, 17)], Window);
        _world.Report(From(Shared, 12), From(0, 3), Window);
        Assert.Empty(_world.View.TakeVotes());

        _world.Ask([Shared], Window + (2 * Hour));
        Assert.Equal([new HonestVote(Some.Lookup.Name, new Market(1), Novel: 20, NewToEveryone: 3, Outcomes: 15, Missing: 3)], _world.View.TakeVotes());
    }

    [Fact]
    public void ItVotesOnceAWindowAndThenOfWhatCameSince()
    {
        var votes = new List<(int Day, int Novel)>();
        for (var day = 0; day < 21; day++)
        {
            _world.Ask(From(Shared + (uint)(day * 8), 8), Window + (day * Day));
            votes.AddRange(_world.View.TakeVotes().Select(vote => (day, vote.Novel)));
        }

        Assert.Equal([(2, 16), (7, 40), (14, 56)], votes);
    }

    [Fact]
    public void AClockThatJumpsBackOverTheEndOfAWindowGivesNoSecondVote()
    {
        _world.Ask(From(Shared, 19), Window);
        _world.Ask(From(Shared + 100, 19), Window + (2 * Hour));
        Assert.Single(_world.View.TakeVotes());

        _world.Ask(From(Shared + 200, 19), Window - (10 * Hour));
        _world.Ask([Shared], Window - (5 * Hour));
        Assert.Empty(_world.View.TakeVotes());
    }

    [Theory]
    [InlineData(15, 0)]
    [InlineData(16, 1)]
    public void FewerThanSixteenTargetsAreNoVote(int targets, int votes)
    {
        _world.Ask(From(Shared, targets), Window);
        _world.Ask([Shared], Window + (2 * Hour));

        Assert.Equal(votes, _world.View.TakeVotes().Count);
    }

    [Fact]
    public void OfTargetsOfWhichNothingIsKnownThereIsNoVote()
    {
        _world.KnowsNothing = true;
        _world.Ask(From(0, 100), Window);
        _world.Ask([1], Window + (2 * Hour));

        Assert.Empty(_world.View.TakeVotes());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void TheVoteIsOfTheMarketWhereMostTargetsLieWhateverCameFirst(int elsewhere)
    {
        TargetPlace[] places = [.. From(0, elsewhere).Select(n => new TargetPlace(RegionKey.Parse("e164:4930"), 1, (int)n)), .. From(Shared, 20).Select(PlaceOf)];
        _world.AskAt(From(0, places.Length), places, Window);
        _world.Ask([Shared], Window + (2 * Hour));

        Assert.Equal((new Market(1), 20 + elsewhere), _world.View.TakeVotes().Select(vote => (vote.Market, vote.Novel)).Single());
    }

    [Fact]
    public void AVoteWaitsForARequestThatAViewComesWith()
    {
        _world.Ask(From(Shared, 19), Window);
        _world.AskUnseen([Shared], Window + (2 * Hour));
        Assert.Empty(_world.View.TakeVotes());

        _world.Ask([Shared], Window + (4 * Hour));
        Assert.Single(_world.View.TakeVotes());
    }

    [Fact]
    public void NoMoreVotesWaitThanThereIsRoomFor()
    {
        for (var i = 0; i < ClusterView.MaxVotes + 5; i++)
        {
            _world.View.Vote(new HonestVote(Some.Lookup.Name, new Market(1), i, 0, 0, 0));
        }

        Assert.Equal(Enumerable.Range(0, 10_000), _world.View.TakeVotes().Select(vote => vote.Novel));
        Assert.Empty(_world.View.TakeVotes());
    }
}
