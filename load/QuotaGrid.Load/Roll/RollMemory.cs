using QuotaGrid.Load.Roll.Pods;

namespace QuotaGrid.Load.Roll;

/// <summary>What processes have of the machine's memory, in bytes.</summary>
/// <param name="Silo">The largest silo.</param>
/// <param name="Edge">The largest edge.</param>
public sealed record RollMemory(long Silo, long Edge)
{
    /// <summary>Looks at the pods that are there.</summary>
    public static RollMemory Of(Workload silos, Workload edges)
    {
        ArgumentNullException.ThrowIfNull(silos);
        ArgumentNullException.ThrowIfNull(edges);
        return new(silos.Pods.Max(pod => pod.Memory), edges.Pods.Max(pod => pod.Memory));
    }
}
