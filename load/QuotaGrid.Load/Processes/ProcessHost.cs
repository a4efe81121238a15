namespace QuotaGrid.Load.Processes;

/// <summary>Where a process of a run is: this machine's loopback, or a host of the run's own network.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Namespace">The network namespace; null for this machine's own.</param>
/// <param name="Place">Its place in the network, from 1; 0 for this machine.</param>
public sealed record ProcessHost(string Address, string? Namespace, int Place)
{
    /// <summary>This machine.</summary>
    public static readonly ProcessHost Loopback = new("127.0.0.1", null, 0);

    /// <summary>What a program is started with to be there.</summary>
    public IEnumerable<string> Command(string program, IEnumerable<string> arguments) =>
        Namespace is null ? [program, .. arguments] : ["ip", "netns", "exec", Namespace, program, .. arguments];
}
