using Orleans.CodeGeneration;

namespace QuotaGrid.Contracts.Gateways;

/// <summary>How many gateways there are. One grain; it forgets who is silent, and remembers nobody when it begins anew, which gateways allow for.</summary>
[GrainInterfaceType("quotagrid.gateways"), Version(1), Alias("quotagrid.gateways")]
public interface IGatewaysGrain : IGrainWithIntegerKey
{
    /// <summary>The key of the one grain.</summary>
    const long Key = 0;

    /// <summary>How often a gateway says that it is there.</summary>
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>The most gateways that are told apart.</summary>
    const int MaxGateways = 10_000;

    /// <summary>Says that a gateway is there.</summary>
    /// <param name="run">A random number of its process.</param>
    /// <returns>How many gateways there are, the caller among them: those that said so within three intervals.</returns>
    [Alias("Announce"), ResponseTimeout("00:00:05")]
    ValueTask<int> AnnounceAsync(ulong run);
}
