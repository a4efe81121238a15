namespace QuotaGrid.Load.Evaluate.Defences;

/// <summary>What a gateway knows of a client beside its identity.</summary>
/// <param name="Address">The network address.</param>
/// <param name="Client">The client fingerprint.</param>
/// <param name="SignUpHour">The hour of the run in which it signed up.</param>
public readonly record struct ClientAttributes(int Address, int Client, int SignUpHour)
{
    /// <summary>The network prefix that the address is in.</summary>
    public int Network { get; init; }

    /// <summary>The operator of the network, as an AS number names it.</summary>
    public int Operator { get; init; }

    /// <summary>The app's build.</summary>
    public int Build { get; init; }
}
