using QuotaGrid.Core.Cohorts;

namespace QuotaGrid.Core.Tests.Cohorts;

public sealed class PriorShiftTests
{
    private static readonly CohortTotals Everybody = new(1_000_000, 200, 0);

    [Theory]
    [InlineData(3, 3, 0.42857)] // (1 + 4/6 - 2 sqrt(4/36)) / (1 + 4/3)
    [InlineData(100, 100, 0.96154)]
    [InlineData(1_000, 100, 0.08259)]
    [InlineData(1_000, 50, 0)] // 0.038: below a twentieth
    [InlineData(2, 2, 0)] // too few to say
    [InlineData(100_000, 50, 0)] // an operator's address with fifty puppets behind it
    [InlineData(0, 0, 0)]
    [InlineData(4, 5, 0.55556)] // more convicted than members, which windows may make of it
    public void TheShareThatSweepsIsTheLeastThatIsPlain(double members, double convicted, double share) =>
        Assert.Equal(share, PriorShift.LeastShareOf(new CohortTotals(members, convicted, 0)), 5);

    [Fact]
    public void TheLiftIsHowManyTimesLikelierAMemberSweepsThanAnybody()
    {
        var cohort = new CohortTotals(125, 100, 0);

        // A half instead of one in five thousand.
        Assert.Equal(2_500, PriorShift.LiftOf(0.5, cohort, Everybody), 9);
        Assert.Equal(0, PriorShift.LiftOf(0, cohort, Everybody));

        // What a cohort was told of that everybody was not told of yet is no more than all there is.
        Assert.Equal(0.5 * 1_000_000 / 300, PriorShift.LiftOf(0.5, new CohortTotals(400, 300, 0), Everybody), 9);
        Assert.Equal(0.625, PriorShift.LiftOf(0.5, cohort, default), 9);
    }

    [Fact]
    public void TheWeightIsAQuarterOfTheMeanLiftAndThreeQuartersOfOne()
    {
        Assert.Equal(0, PriorShift.LogWeight(0, kinds: 0));
        Assert.Equal(Math.Log(0.75), PriorShift.LogWeight(0, kinds: 4));
        Assert.Equal(Math.Log(0.75 + (0.25 * 2_500 / 4)), PriorShift.LogWeight(2_500, kinds: 4), 12);
    }

    [Fact]
    public void HoweverPeopleAreCutIntoCohortsTheWeightsOfAllAddUpToNoMoreThanTheyAre()
    {
        var most = 0.0;
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var (people, kinds) = (random.Next(10, 3_000), random.Next(1, 9));
            var isConvicted = Enumerable.Range(0, people).Select(_ => random.Next(8) == 0).ToArray();
            var everybody = new CohortTotals(people, isConvicted.Count(one => one), 0);
            var lifts = new double[people];
            for (var kind = 0; kind < kinds; kind++)
            {
                // The convicted keep together, more or less: that is what gives weight.
                var (cuts, together) = (random.Next(1, people), random.NextDouble());
                var cohortOf = isConvicted.Select(one => one && random.NextDouble() < together ? 0 : random.Next(cuts)).ToArray();
                foreach (var members in Enumerable.Range(0, people).GroupBy(person => cohortOf[person]))
                {
                    var totals = new CohortTotals(members.Count(), members.Count(person => isConvicted[person]), 0);
                    foreach (var person in members)
                    {
                        lifts[person] += PriorShift.LiftOf(PriorShift.LeastShareOf(totals), totals, everybody);
                    }
                }
            }

            var sum = lifts.Sum(lift => Math.Exp(PriorShift.LogWeight(lift, kinds)));
            Assert.True(sum <= people * (1 + 1e-9), $"Seed {seed}: the weights of {people} people add up to {sum}.");
            most = Math.Max(most, sum / people);
        }

        // Or the test shows nothing.
        Assert.InRange(most, 0.9, 1);
    }

    [Fact]
    public void NoMoreHonestPeopleAreConvictedThanWithoutWeightsAlsoAmongPuppets()
    {
        // The worst e-value that an honest identity can have: 1/u with u uniform, which reaches x with probability 1/x exactly.
        const int People = 400_000;
        const double Alpha = 1e-3;
        var random = new Random(1);
        var (all, unweighted, amongPuppets) = (0, 0, 0);
        var everybody = new CohortTotals(People + 1_000, 1_000, 0);
        CohortTotals[] cohorts =
        [
            new(20_000 + 50, 50, 0), // large and honest, with some puppets
            new(400 + 700, 700, 0), // the attacker's network, in which honest people live as well
            new(40 + 250, 250, 0),
            new(People - 20_440, 0, 0),
        ];
        var honest = (int[])[20_000, 400, 40, People - 20_440];
        for (var cohort = 0; cohort < cohorts.Length; cohort++)
        {
            var weight = Math.Exp(PriorShift.LogWeight(PriorShift.LiftOf(PriorShift.LeastShareOf(cohorts[cohort]), cohorts[cohort], everybody), kinds: 1));
            for (var i = 0; i < honest[cohort]; i++)
            {
                var evidence = 1 / random.NextDouble();
                var isConvicted = evidence * weight >= 1 / Alpha;
                all += isConvicted ? 1 : 0;
                unweighted += evidence >= 1 / Alpha ? 1 : 0;
                amongPuppets += isConvicted && cohort is 1 or 2 ? 1 : 0;
            }

            // The large one is treated as if nobody in it had been convicted.
            Assert.Equal(cohort is 1 or 2, weight > 1);
        }

        // Expected: 400 at most without weights, and at most as many with them.
        Assert.InRange(unweighted, 340, 460);
        Assert.InRange(all, 0, unweighted + 40);
        Assert.InRange(amongPuppets, 1, 100);
    }
}
