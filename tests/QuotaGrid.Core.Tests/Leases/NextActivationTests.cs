using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Tests.Decisions;

namespace QuotaGrid.Core.Tests.Leases;

public sealed class NextActivationTests
{
    [Fact]
    public void TheNextActivationTakesAllUnderTheCeilingForSpent()
    {
        var grain = new Grain(Lending.Slow, Lending.A);
        grain.Decide(Some.Start, Lending.Numbers(1, 100));
        var stored = grain.Store(Some.Start);
        Assert.Equal([900, 499, 100], grain.Left(Some.Start));

        var next = new Grain(Lending.Slow, Lending.B, stored);
        Assert.Equal([880, 489, 96], next.Left(Some.Start));
        Assert.Equal([881, 489, 96], next.Left(Lending.At(86_400)));
    }

    [Fact]
    public void AStoredLimitThatIsFullIsAStepAheadOfTheTimeOfTheWrite()
    {
        var grain = new Grain(Lending.ItemsOnly, Lending.A);
        grain.Decide(Some.Start, 1);
        var later = Some.Start + Lending.Day;

        Assert.Equal([980], new Grain(Lending.ItemsOnly, Lending.B, grain.Store(later)).Left(later));
    }

    [Fact]
    public void TheNextActivationIsCoveredByWhatItReadUntilItChargesMore()
    {
        var grain = new Grain(Lending.ItemsOnly, Lending.A);
        grain.Decide(Some.Start, 1);
        var next = new Grain(Lending.ItemsOnly, Lending.B, grain.Store(Some.Start));
        Assert.Equal([979], next.Left(Some.Start));

        next.Decide(Some.Start, 2);
        Assert.False(next.IsCovered(Some.Start));
    }

    [Fact]
    public void TheLastWriteIsExact()
    {
        var grain = new Grain(Lending.Slow, Lending.A);
        grain.Decide(Some.Start, Lending.Numbers(1, 100));
        grain.Store(Some.Start);
        Assert.True(grain.Owner.NeedsLastWrite(Some.Start));

        var last = grain.Store(Some.Start, isLast: true);

        Assert.False(grain.Owner.NeedsLastWrite(Some.Start));
        Assert.Equal([900, 499, 100], new Grain(Lending.Slow, Lending.B, last).Left(Some.Start));
    }

    [Fact]
    public void AfterTheLastWriteNothingMoreIsCovered()
    {
        var grain = new Grain(Lending.ItemsOnly, Lending.A);
        grain.Decide(Some.Start, 1);
        grain.Store(Some.Start);
        grain.Store(Some.Start, isLast: true);

        grain.Decide(Some.Start, 2);

        Assert.False(grain.IsCovered(Some.Start));
    }

    [Fact]
    public void AnActivationKnowsItsOwnWrites()
    {
        var grain = new Grain(Lending.ItemsOnly, Lending.A);
        grain.Decide(Some.Start, 1);
        var stored = grain.Store(Some.Start);

        Assert.True(grain.Owner.Wrote(stored));
        Assert.False(grain.Owner.Wrote(new Grain(Lending.ItemsOnly, Lending.B, stored).Store(Some.Start)));
        Assert.False(grain.Owner.Wrote(default));
    }

    [Fact]
    public void TwoActivationsOfTheSameBytesTogetherAnswerNoMoreThanTheContract()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var random = new Random(seed);
            var (stored, version, epoch, admitted) = (Array.Empty<byte>(), 0, 1UL, 0);
            (Grain Grain, int Version)[] owners = [(new Grain(Lending.ItemsOnly, new Epoch(epoch++)), 0), (new Grain(Lending.ItemsOnly, new Epoch(epoch++)), 0)];
            for (var step = 0; step < 400; step++)
            {
                ref var owner = ref owners[random.Next(2)];
                var decision = owner.Grain.Decide(Some.Start, Lending.Numbers(1, random.Next(1, 12)));
                if (!owner.Grain.IsCovered(Some.Start))
                {
                    var bytes = owner.Grain.Owner.BeginWrite(Some.Start);
                    if (owner.Version != version)
                    {
                        // Somebody else wrote: this activation answers nothing more, and another one begins.
                        owner = (new Grain(Lending.ItemsOnly, new Epoch(epoch++), stored), version);
                        continue;
                    }

                    (stored, owner.Version) = (bytes, ++version);
                    owner.Grain.Owner.OnWritten();
                }

                Assert.True(owner.Grain.IsCovered(Some.Start));
                admitted += decision.Allowed.Count;
            }

            // Nothing refills meanwhile.
            Assert.InRange(admitted, 0, 1_000);
            Assert.InRange(version, 10, int.MaxValue);
        }
    }
}
