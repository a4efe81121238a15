namespace QuotaGrid.Load.Evaluate.Defences;

/// <summary>What a gateway knows of a client beside its identity.</summary>
/// <param name="Address">The network address.</param>
/// <param name="Client">The client fingerprint.</param>
/// <param name="SignUpHour">The hour of the run in which it signed up.</param>
public readonly record struct ClientAttributes(int Address, int Client, int SignUpHour);
