using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Load.Evaluate.Defences;

namespace QuotaGrid.Load.Evaluate.Evasion;

/// <summary>Ways around limits that one identity has at its grain.</summary>
public static class LimitEvasions
{
    private const double Day = 24 * 3_600;
    private const int Retries = 50;
    private const int Sketches = 20;

    // A target is known by 32 bits, so that one in 860,000 new ones is taken for one of 5,000 known: a permit of 5,000, now and then, of those who ask for hundreds of thousands.
    private const double MostOfTokens = 0.05;

    // Three standard errors of what a sketch counts, in percent.
    private const double SketchError = 6;

    /// <summary>What was denied is asked for again and again, at once and for days.</summary>
    public static EvasionResult Retry(int seed)
    {
        var identity = new GreedyIdentity(DeployedPolicy.Limits, seed);
        identity.TakeAll(0);
        int[] denied = [.. Enumerable.Range(1 << 30, ContactRequest.MaxBatch)];
        var admitted = 0;
        for (var retry = 0; retry < Retries; retry++)
        {
            admitted += identity.Ask(denied, 0);
        }

        var learned = identity.KnownToDefence(0) - identity.Known.Count;
        for (var second = 60.0; second < 3 * Day; second += 600)
        {
            identity.Ask(denied, second);
            identity.TakeAll(second);
        }

        return new("retry", $"a denied batch {Retries} times more in the same moment, and each ten minutes for three days",
        [
            new("readmitted", admitted, "{item}", 0),
            new("learned", learned, "{target}", 0),
            .. Overshoots([identity]),
        ]);
    }

    /// <summary>Everything right before and right after the edges that windows of fixed hours, days and months would have.</summary>
    public static EvasionResult Edges(int seed)
    {
        var identity = new GreedyIdentity(DeployedPolicy.Limits, seed);
        double[] edges = [.. Enumerable.Range(1, 18).Select(i => i * 4 * 3_600.0), 7 * Day, 15 * Day, 30 * Day, (30 * Day) + (4 * 3_600), 31 * Day];
        foreach (var edge in edges)
        {
            identity.TakeAll(edge - 1);
            identity.TakeAll(edge + 1);
        }

        return new("edges", "everything that there is, a second before and a second after the edges of 4 hours, days and 30 days", [.. Overshoots([identity])]);
    }

    /// <summary>So many targets that they are counted by a sketch, and on.</summary>
    public static EvasionResult Saturation(int seed)
    {
        var large = DeployedPolicy.Detection with
        {
            Policy = DeployedPolicy.Detection.Policy with
            {
                Limits =
                [
                    new("items-large", LimitKind.Velocity, LimitUnit.Items, 5_000_000, TimeSpan.FromHours(4), 5_000_000),
                    new("novel-large", LimitKind.Novel, LimitUnit.Items, 200_000, TimeSpan.FromDays(30), 200_000),
                    new("distinct-large", LimitKind.Distinct, LimitUnit.Items, 400_000, TimeSpan.FromHours(24), 400_000),
                ],
            },
        };
        var (deployed, beyond) = (Saturate(DeployedPolicy.Detection, seed), Saturate(large, seed));
        return new("saturation", $"more targets than are known exactly, {Sketches} times under contacts-detection, which lets an identity have 25,000, and under limits ten times as large",
        [
            new("exact", deployed.Concat(beyond).Count(identity => identity.IsExact), "{identity}", 0),
            .. Overshoots(deployed, SketchErrorOf(DeployedPolicy.Detection)),
            .. Overshoots(beyond, SketchErrorOf(large)),
        ]);
    }

    /// <summary>So many names that no state stays in memory.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="names">How many.</param>
    public static EvasionResult Flooding(int seed, int names)
    {
        var identity = new GreedyIdentity(DeployedPolicy.Limits, seed) { IsEvictedAlways = true };
        for (var hour = 0; hour < 48; hour++)
        {
            identity.TakeAll(hour * 3_600);
        }

        var most = 0;
        for (var name = 0; name < names; name++)
        {
            var state = new IdentityState();
            var targets = new Core.Targets.Fingerprint[] { new(Universe.SeededHash.Mix((ulong)name)) };
            state.For(DeployedPolicy.Limits.Definition).Admit(DeployedPolicy.Limits.Definition, DeployedPolicy.Limits.Policy, targets, Admission.Partial, ContactRequest.Start, new ulong[1]);
            most = Math.Max(most, state.Encode().Length);
        }

        return new("flooding", $"{names:N0} names that each ask once, so that a greedy identity's state is thrown out of memory after each of its requests for two days",
        [
            .. Overshoots([identity]),
            new("stored", most, "By", 256),
        ]);
    }

    private static GreedyIdentity[] Saturate(DeployedPolicy policy, int seed)
    {
        var identities = new GreedyIdentity[Sketches];
        for (var i = 0; i < Sketches; i++)
        {
            identities[i] = new GreedyIdentity(policy, (seed * Sketches) + i);
            foreach (var day in new[] { 0, 1, 5, 10, 20, 29 })
            {
                identities[i].TakeAll(day * Day);
            }
        }

        return identities;
    }

    // It is an error of everything that is remembered, and that is more than may be asked for at once.
    private static double SketchErrorOf(DeployedPolicy policy) =>
        SketchError * (double)LearningBound.CountLearnable(policy.Policy, policy.Definition.Horizon)! / policy.Policy.Limits.First(limit => limit.Kind == LimitKind.Novel).Burst;

    private static IEnumerable<EvasionFigure> Overshoots(GreedyIdentity[] identities, double most = MostOfTokens) => identities[0].Limits.Select((limit, i) =>
        EvasionFigure.Overshoot(limit.Name, identities.Max(identity => identity.Limits[i].Peak), limit.LooksAtTargets ? most : 0));
}
