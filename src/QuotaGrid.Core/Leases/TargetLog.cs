using System.Collections.Immutable;
using System.Runtime.InteropServices;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Leases;

/// <summary>
/// The targets that a holder admitted and that are not known to be durable, in their order. Each has a position, which goes on counting over all that were ever admitted.
/// </summary>
internal sealed class TargetLog
{
    private readonly List<(Fingerprint Target, Fingerprint? Alias, Lease? PaidBy)> _targets = [];

    /// <summary>The position of the first target that is kept.</summary>
    public long Start { get; private set; }

    /// <summary>The position of the next target to be added.</summary>
    public long End => Start + _targets.Count;

    /// <summary>How many more can be kept.</summary>
    public int Room => LeaseBounds.MaxLoggedTargets - _targets.Count;

    /// <summary>Adds a target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="paidBy">The lease that paid for it; null when the grain decided itself.</param>
    /// <param name="alias">Its other fingerprint while the cluster's secret changes; null when there is none.</param>
    public void Add(Fingerprint target, Lease? paidBy, Fingerprint? alias = null) => _targets.Add((target, alias, paidBy));

    /// <summary>Forgets what is before a position.</summary>
    public void ForgetBefore(long position)
    {
        var count = (int)Math.Clamp(position - Start, 0, _targets.Count);
        _targets.RemoveRange(0, count);
        Start += count;
    }

    /// <summary>The targets from a position on, in runs that were paid for in the same way.</summary>
    public ImmutableArray<LoggedTargets> From(long position)
    {
        var runs = ImmutableArray.CreateBuilder<LoggedTargets>();
        var first = (int)(position - Start);
        while (first < _targets.Count)
        {
            var lease = _targets[first].PaidBy;
            var end = first;
            while (end < _targets.Count && ReferenceEquals(_targets[end].PaidBy, lease))
            {
                end++;
            }

            var run = _targets.GetRange(first, end - first);
            runs.Add(new LoggedTargets(lease?.Epoch ?? default, lease?.Number ?? 0, BatchOf(run.ConvertAll(entry => entry.Target)))
            {
                Aliases = run.TrueForAll(entry => entry.Alias is not null) ? BatchOf(run.ConvertAll(entry => entry.Alias!.Value)) : default,
            });
            first = end;
        }

        return runs.DrainToImmutable();
    }

    private static FingerprintBatch BatchOf(List<Fingerprint> fingerprints) => FingerprintBatch.Of(CollectionsMarshal.AsSpan(fingerprints));
}
