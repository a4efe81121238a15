using System.Collections.Immutable;

namespace QuotaGrid.Load.Faults;

/// <summary>What a scenario's cluster stands on.</summary>
public sealed record FaultSite
{
    /// <summary>Processes of this machine's loopback, on the run's PostgreSQL server.</summary>
    public static readonly FaultSite Loopback = new();

    /// <summary>Each process on a host of its own. Needs root.</summary>
    public static readonly FaultSite Network = new() { HasNetwork = true };

    /// <summary>Whether each process is on a host of a network of the run's own.</summary>
    public bool HasNetwork { get; init; }

    /// <summary>The size of the disk that a PostgreSQL server of the scenario's own has, in megabytes; null for the run's server and disk. Needs root.</summary>
    public int? DiskMegabytes { get; init; }

    /// <summary>Variables of the silos' environment.</summary>
    public ImmutableDictionary<string, string> SiloEnvironment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Whether the first silo's clock can be set. Needs libfaketime.</summary>
    public bool HasClock { get; init; }

    /// <summary>Whether the silos are of another build at first.</summary>
    public bool IsPrevious { get; init; }

    /// <summary>Whether the scenario has a database server to itself.</summary>
    public bool HasOwnDatabase => HasNetwork || DiskMegabytes is not null;
}
