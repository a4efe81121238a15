namespace QuotaGrid.Core.Tests.Coverage;

public sealed class ReplicationPropertyTests
{
    [Theory]
    [InlineData(61, 1_000)]
    [InlineData(62, 1_000)]
    [InlineData(63, 3)]
    [InlineData(64, 40)]
    [InlineData(65, 1_000)]
    [InlineData(66, 100)]
    public void AfterQuietEverybodyKnowsTheTruth(int seed, int blocks)
    {
        var world = new ReplicationWorld(seed) { Blocks = blocks };
        var random = new Random(seed + 1_000);
        for (var phase = 0; phase < 4; phase++)
        {
            for (var step = 0; step < 400; step++)
            {
                var silo = random.Next(ReplicationWorld.Silos);
                switch (random.Next(20))
                {
                    case < 6:
                        world.Ask(silo, random.Next(20));
                        break;
                    case < 10:
                        world.Send(silo);
                        break;
                    case < 19:
                        world.Deliver();
                        break;
                    default:
                        world.Pass(random.Next(60));
                        break;
                }

                if (random.Next(200) == 0)
                {
                    world.Ask(silo, 5_000);
                }

                if (random.Next(150) == 0)
                {
                    world.Migrate();
                }
            }

            world.AssertNothingIsMadeUp();
            world.Quiet();
            world.AssertEverybodyKnowsTheTruth();
            world.Pass(phase == 2 ? 7_200 : 3_600);
        }

        if (blocks == 1_000)
        {
            Assert.NotEqual(0, world.Whole);
        }
    }
}
