namespace QuotaGrid.Grains.Hosting;

/// <summary>What a silo has to tell other grains before it leaves, when it has handed over its identities and what they did last is known, and before grains that are still here end.</summary>
internal interface ISiloFarewell
{
    /// <summary>Ends its loop, and tells it. What cannot be told is given up after a while.</summary>
    Task TellRestAsync();
}
