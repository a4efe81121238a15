using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Tests.Targets;

namespace QuotaGrid.Core.Tests.Decisions;

/// <summary>How many targets of a batch are new is exact in the exact tier: counted by hand for each of many batches.</summary>
public sealed class NovelCountTests
{
    [Theory]
    [InlineData(Admission.Partial)]
    [InlineData(Admission.Whole)]
    public void TheNewTargetsOfABatchOfAThousandAreCountedExactlyAtABaseOfTenThousand(Admission admission)
    {
        var policy = Some.Policy(Some.Novel(1_000_000, TimeSpan.FromDays(30), 1_000_000), Some.Distinct(1_000_000, TimeSpan.FromDays(3)));
        for (var seed = 1; seed <= 150; seed++)
        {
            var (random, state, known) = (new Random(seed), Some.New(), new HashSet<uint>());
            for (var batch = 0; batch < 10; batch++)
            {
                AssertNovel(state, known, [.. Enumerable.Range((batch * 1_000) + 1, 1_000).Select(i => (uint)(seed + (i * 7)))]);
            }

            Assert.Equal(10_000, state.KnownTargets(Some.Start));
            for (var batch = 0; batch < 6; batch++)
            {
                // About one in three is known, and many come twice or more often.
                var most = random.Next(500, 200_000);
                AssertNovel(state, known, [.. Enumerable.Range(0, 1_000).Select(_ => (uint)random.Next(1, most))]);
            }
        }

        void AssertNovel(CapabilityState state, HashSet<uint> known, uint[] batch)
        {
            var expected = batch.Distinct().Count(number => !known.Contains(number));
            var decision = state.Decide(Some.Lookup, policy, UniformTargets.Of(batch), admission, Some.Start);
            known.UnionWith(batch);
            Assert.Equal((Outcome.Allowed, expected), (decision.Outcome, decision.Novel));
            Assert.Equal([1_000_000 - known.Count, 1_000_000 - known.Count], decision.Limits.Select(limit => (int)limit.Remaining));
            Assert.Equal((long)known.Count, state.Overlap.Targets);
        }
    }
}
