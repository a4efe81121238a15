using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Tests.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Decisions;

/// <summary>The overlap of syncs against two sets of targets, one of this sync and one of the sync before.</summary>
public sealed class SyncOverlapPropertyTests
{
    [Fact]
    public void ItIsWhatTwoSetsSay()
    {
        var syncs = 0;
        for (var seed = 1; seed <= 400; seed++)
        {
            var random = new Random(seed);

            // Pauses are counted in buckets of an hour, and all of a walk lies within the horizon of 240.
            var policy = Some.Policy(Some.Novel(1_000_000, TimeSpan.FromDays(30), random.Next(2) == 0 ? 1_000_000 : 60));
            var (state, now, last) = (Some.New(), Some.Start + new TimeSpan(random.NextInt64(TimeSpan.TicksPerHour)), default(Instant?));
            var (current, previous, started, fresh) = (new HashSet<uint>(), new HashSet<uint>(), default(Instant), 0);
            for (var request = 0; request < 120; request++)
            {
                if (last is null || now.UnixNanos - last.Value.UnixNanos >= 3_600 * Instant.NanosPerSecond)
                {
                    (previous, current, fresh) = (current, [], 0);
                    Assert.True(state.Overlap.Started == started);
                    started = now;
                    syncs++;
                }

                var batch = Enumerable.Range(0, random.Next(1, 30)).Select(_ => (uint)random.Next(1, 150)).ToArray();
                var admission = random.Next(3) == 0 ? Admission.Whole : Admission.Partial;
                var decision = state.Decide(Some.Lookup, policy, UniformTargets.Of(batch), admission, now);
                foreach (var target in batch.Where((_, i) => decision.Allowed[i]))
                {
                    fresh += current.Add(target) && !previous.Contains(target) ? 1 : 0;
                }

                var overlap = state.Overlap;
                Assert.Equal((current.Count, fresh, previous.Count), (overlap.Targets, overlap.Fresh, overlap.PreviousTargets));
                Assert.Equal(started, overlap.Started);
                Assert.Equal(current.Count(target => previous.Contains(target)), overlap.Repeated);
                state = random.Next(10) == 0 ? Some.Copy(state) : state;
                last = now;
                now = new Instant(now.UnixNanos + Pause(random));
            }
        }

        Assert.InRange(syncs, 10_000, 40_000);
    }

    /// <summary>Mostly short, often an hour to the nanosecond or one less or more, and never so long that 120 of them leave the horizon.</summary>
    private static long Pause(Random random) => random.Next(10) switch
    {
        < 5 => random.NextInt64(600 * Instant.NanosPerSecond),
        5 => (3_600 * Instant.NanosPerSecond) - 1,
        6 or 7 => 3_600 * Instant.NanosPerSecond,
        8 => (3_600 * Instant.NanosPerSecond) + random.Next(2),
        _ => random.NextInt64(2 * 3_600 * Instant.NanosPerSecond),
    };
}
