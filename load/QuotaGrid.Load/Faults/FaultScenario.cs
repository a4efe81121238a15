using QuotaGrid.Load.Faults.Cluster;
using QuotaGrid.Load.Faults.Scenarios;

namespace QuotaGrid.Load.Faults;

/// <summary>What is done to a cluster while its gateways are asked more than the limits let in.</summary>
/// <param name="Name">Its name, which is also the cluster's.</param>
/// <param name="Description">What is done, for people.</param>
/// <param name="Site">What the cluster stands on.</param>
/// <param name="RunAsync">Does it, from the first request to the last.</param>
public sealed record FaultScenario(string Name, string Description, FaultSite Site, Func<FaultCluster, bool, CancellationToken, Task> RunAsync)
{
    /// <summary>Gives those whose cluster keeps running time before and after what is done.</summary>
    public const double BeforeSeconds = 10;

    /// <inheritdoc cref="BeforeSeconds"/>
    public const double AfterSeconds = 20;

    /// <summary>All of them, in the order in which they run.</summary>
    public static readonly IReadOnlyList<FaultScenario> All = [.. SiloFaults.All, .. DatabaseFaults.All, .. NetworkFaults.All, .. LoadFaults.All];

    /// <summary>Whether <c>--quick</c> runs it.</summary>
    public bool IsQuick { get; init; }

    /// <summary>Whether it runs only when it is named, because it takes long or needs what a run has not got by itself.</summary>
    public bool IsOnlyNamed { get; init; }

    /// <summary>Within how many seconds the silo has to be declared dead; null when none is to be.</summary>
    public double? DeclaredWithinSeconds { get; init; }

    /// <summary>Whether no request may go unanswered.</summary>
    public bool IsHarmless { get; init; }
}
