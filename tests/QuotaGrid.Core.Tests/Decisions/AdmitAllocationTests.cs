using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Tests.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Decisions;

/// <summary>Deciding about what is known, or denied, allocates nothing at all.</summary>
public sealed class AdmitAllocationTests
{
    private const int Known = 5_000;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static readonly Policy AllKinds = Some.Policy(
        Some.Velocity(1_000_000_000, Day, 1_000_000_000),
        Some.Velocity(1_000_000_000, Day, 1_000_000_000, LimitUnit.Requests),
        Some.Novel(Known, Day, Known),
        Some.Distinct(Known, Day));

    private static readonly Policy VelocityOnly = Some.Policy(Some.Velocity(1_000_000_000, Day, 1_000_000_000));

    [Theory]
    [InlineData(Admission.Partial)]
    [InlineData(Admission.Whole)]
    public void ATargetThatIsKnown(Admission admission) => AssertNoBytes(AllKinds, UniformTargets.From(77, 1), admission, allowed: 1);

    [Theory]
    [InlineData(Admission.Partial)]
    [InlineData(Admission.Whole)]
    public void AThousandTargetsThatAreKnown(Admission admission) =>
        AssertNoBytes(AllKinds, UniformTargets.From(500, 1_000), admission, allowed: 1_000);

    [Theory]
    [InlineData(1, Admission.Partial)]
    [InlineData(1, Admission.Whole)]
    [InlineData(7, Admission.Partial)]
    [InlineData(8, Admission.Whole)]
    [InlineData(1_000, Admission.Partial)]
    [InlineData(1_000, Admission.Whole)]
    public void ABatchThatIsDenied(int count, Admission admission) =>
        AssertNoBytes(AllKinds, UniformTargets.From(Known + 1, count), admission, allowed: 0);

    [Theory]
    [InlineData(1, Admission.Partial)]
    [InlineData(1_000, Admission.Partial)]
    [InlineData(1_000, Admission.Whole)]
    public void ABatchUnderAVelocityLimitOnly(int count, Admission admission) =>
        AssertNoBytes(VelocityOnly, UniformTargets.From(1, count), admission, allowed: count);

    private static void AssertNoBytes(Policy policy, Fingerprint[] targets, Admission admission, int allowed)
    {
        var collections = GC.CollectionCount(0);
        var state = Some.New();
        foreach (var batch in UniformTargets.From(1, Known).Chunk(1_000))
        {
            Assert.Equal(Outcome.Allowed, state.Decide(Some.Lookup, policy, batch, admission, Some.Start).Outcome);
        }

        var words = new ulong[ItemSet.WordsFor(targets.Length)];
        for (var i = 0; i < 300; i++)
        {
            Assert.Equal(allowed, state.Admit(Some.Lookup, policy, targets, admission, Some.Start, words).Allowed);
        }

        // Times that go on through two syncs and some buckets, so that windows are worked out anew too.
        var allocating = 0;
        for (var i = 0; i < 300; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            state.Admit(Some.Lookup, policy, targets, admission, new Instant(Some.Start.UnixNanos + (i * 36 * Instant.NanosPerSecond)), words);
            allocating += GC.GetAllocatedBytesForCurrentThread() == before ? 0 : 1;
        }

        // A collection may take the arrays that large batches rent; the next one has to make them again, once.
        Assert.InRange(allocating, 0, GC.CollectionCount(0) - collections);
    }
}
