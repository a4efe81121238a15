using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.Honest;
using QuotaGrid.Load.Evaluate.People;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Tests.Evaluate.Defences;

public sealed class QuotaGridDetectionTests
{
    private const double Day = 86_400;
    private const double TrainedDays = 6;

    private static readonly DefenceKind Kind = DefenceKinds.All.Single(kind => kind.Name == DefenceKinds.QuotaGrid);
    private static readonly Lazy<HonestRun> Trained = new(Train);

    [Fact]
    public void HonestPeopleAreNeitherConvictedNorDeniedAnything()
    {
        var result = Trained.Value.Result();

        Assert.Equal((0, 0), (result.Groups[0].Alerted, result.Groups[0].Denied));
        Assert.Equal(TinyWorld.Instance.People.Count(person => person.SignUpSecond < TrainedDays * Day), result.Groups[0].People);
        Assert.Equal(0, result.DeniedItems);
    }

    // Numbers in no order: within the first batch no outcome is known, so only that few others asked for them tells anything.
    [Fact]
    public void ASweepIsConvictedInTheMiddleOfABatchAndNothingNewIsAdmittedToIt()
    {
        var branch = Trained.Value.Defence.Branch(1);
        var sweep = AnyNumbers(3_000);

        var admitted = Ask(branch, 0, TrainedDays * Day, sweep[..1_000]);
        Assert.InRange(admitted, 20, 300);
        Assert.Equal(TrainedDays * Day, branch.StandingOf(0).AlertedSecond);
        Assert.Equal(TrainedDays * Day, branch.StandingOf(0).ContainedSecond);
        Assert.InRange(branch.StandingOf(0).Score, Math.Log(1e6), Math.Log(1e8));

        Assert.Equal(0, Ask(branch, 0, (TrainedDays * Day) + 60, sweep[1_000..2_000]));
        Assert.Equal(admitted, Ask(branch, 0, (TrainedDays * Day) + 120, sweep[..admitted]));
    }

    [Fact]
    public void WhatManyPeopleHaveInTheirBooksIsNoSweep()
    {
        var branch = Trained.Value.Defence.Branch(1);
        var book = TinyWorld.Instance.People.First(person => person.InitialSize is > 900 and <= 1_000 && person.SignUpSecond < 2 * Day).Book[..900];

        Assert.Equal(900, Ask(branch, 0, TrainedDays * Day, book));
        Assert.Null(branch.StandingOf(0).AlertedSecond);
    }

    [Fact]
    public void ABranchKnowsWhatIsUsualAndNoIdentity()
    {
        var sweep = AnyNumbers(1_000);
        var untaught = new QuotaGridDetection(TinyWorld.Instance, 1);
        Assert.Equal(1_000, Ask(untaught, 0, TrainedDays * Day, sweep));

        var branch = Trained.Value.Defence.Branch(1);
        var admitted = Ask(branch, 0, TrainedDays * Day, sweep);
        Assert.InRange(admitted, 20, 300);
        var again = branch.Branch(1);
        Assert.Equal(default, again.StandingOf(0));
        Assert.Equal(admitted, Ask(again, 0, TrainedDays * Day, sweep));
    }

    // So few each that nobody is convicted, and each has a vote when it comes back: twice as many as honest people have.
    [Fact]
    public void WhatAnAttackTeachesIsThrownAwayWithItsBranch()
    {
        const int puppets = 12_000;
        const int each = 17;
        var trained = (QuotaGridDetection)Trained.Value.Defence;
        var before = trained.MostNewAt(TrainedDays * Day);
        var branch = trained.Branch(puppets);
        var targets = AnyNumbers(puppets * each);
        foreach (var days in new[] { TrainedDays, TrainedDays + 2.5, TrainedDays + 3 })
        {
            for (var puppet = 0; puppet < puppets; puppet++)
            {
                Ask(branch, puppet, days * Day, targets.AsSpan(puppet * each, each).ToArray());
            }
        }

        Assert.Null(branch.StandingOf(0).AlertedSecond);
        Assert.Equal(before, trained.MostNewAt((TrainedDays + 3) * Day));
    }

    [Fact]
    public void TimeThatGoesByInABranchLeavesTheVotesThatItWasTakenFrom()
    {
        var trained = (QuotaGridDetection)Trained.Value.Defence;
        var before = trained.MostNewAt(TrainedDays * Day);
        Ask(trained.Branch(1), 0, (TrainedDays + 70) * Day, AnyNumbers(10));

        Assert.Equal(before, trained.MostNewAt(TrainedDays * Day));
    }

    [Fact]
    public void PoisonedVotesRaiseWhatIsHeldForHonest()
    {
        var trained = (QuotaGridDetection)Trained.Value.Defence;
        var bounds = new[] { 0, 0.05, 0.4, 0.6 }.Select(share => trained.Poisoned(share, TrainedDays * Day).MostNewAt(TrainedDays * Day)).ToArray();

        Assert.Equal(trained.MostNewAt(TrainedDays * Day), bounds[0]);
        Assert.InRange(bounds[1], bounds[0], bounds[2]);
        Assert.InRange(bounds[2], bounds[1], 0.95);
        Assert.InRange(bounds[3], 0.99, 1);
    }

    private static HonestRun Train()
    {
        var run = new HonestRun(TinyWorld.Instance, Kind);
        run.RunUntil(TrainedDays * Day);
        return run;
    }

    private static int[] AnyNumbers(int count)
    {
        var random = new SeededRandom(11, "sweep");
        return [.. Enumerable.Range(0, 2 * count).Select(_ => (int)random.Below(TinyWorld.Plan.Numbers)).Distinct().Take(count)];
    }

    /// <summary>Asks for targets of which all that are admitted are told to be registered where they are.</summary>
    private static int Ask(IDefence defence, int identity, double second, int[] targets)
    {
        var (allowed, found) = (new ulong[ContactRequest.MaxWords], new ulong[ContactRequest.MaxWords]);
        var request = new ContactRequest(identity, second, targets, ContactKind.Full, default);
        defence.Decide(request, allowed);
        for (var i = 0; i < targets.Length; i++)
        {
            if (ItemBits.Contains(allowed, i) && TinyWorld.Instance.Numbers.IsRegistered(targets[i]))
            {
                ItemBits.Add(found, i);
            }
        }

        defence.OnOutcomes(request, allowed, found);
        return ItemBits.Count(allowed);
    }
}
