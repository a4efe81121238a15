namespace QuotaGrid.Load.Faults.Network;

/// <summary>What becomes of packets from one host to another.</summary>
/// <param name="Loss">The share that is lost, 0 to 1; 1 is a link that is cut.</param>
/// <param name="Delay">How much later the others arrive.</param>
public readonly record struct Link(double Loss, TimeSpan Delay)
{
    /// <summary>Nothing arrives.</summary>
    public static readonly Link Cut = new(1, TimeSpan.Zero);
}
