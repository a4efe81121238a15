using System.Runtime.CompilerServices;
using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.Honest;
using QuotaGrid.Load.Evaluate.People;
using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Evaluate.Costs;

/// <summary>Measures what defences cost. Nothing else may run in the process meanwhile.</summary>
public static class CostMeasurement
{
    private const double Seconds = 5 * 24 * 3_600;

    /// <summary>Lets a world's people ask for some days.</summary>
    public static DefenceCost Measure(World world, DefenceKind kind, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(kind);
        var empty = GC.GetTotalMemory(forceFullCollection: true);
        var shared = SizeOfBare(world, kind) - empty;
        var (defence, seconds) = Run(world, kind, cancellation);
        var kept = GC.GetTotalMemory(forceFullCollection: true) - empty - shared - (sizeof(double) * (long)seconds.Length);
        GC.KeepAlive(defence);
        return new(kind, Percentile.Of(seconds, 0.5) ?? 0, Percentile.Of(seconds, 0.99) ?? 0, (double)kept / Math.Max(1, world.People.Length));
    }

    // In a method of its own, so that nothing holds it when that is over.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long SizeOfBare(World world, DefenceKind kind)
    {
        var bare = kind.Create(world, 1);
        var size = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(bare);
        return size;
    }

    // What only the run needs is out of scope when it is over.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (IDefence Defence, double[] Seconds) Run(World world, DefenceKind kind, CancellationToken cancellation)
    {
        var run = new HonestRun(world, kind with { Create = (where, identities) => new TimedDefence(kind.Create(where, identities)) });
        run.RunUntil(Seconds, cancellation);
        var timed = (TimedDefence)run.Defence;
        return (timed.Inner, [.. timed.Seconds]);
    }
}
