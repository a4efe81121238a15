namespace QuotaGrid.Load.Compare;

/// <summary>What one load on the gateways came to.</summary>
/// <param name="Asked">Lookups a second that were asked for.</param>
/// <param name="Admitted">Lookups a second that were admitted.</param>
/// <param name="Messages">Messages a second from the gateways to the silos.</param>
/// <param name="SiloMicroseconds">Processor time of the silo's process for each lookup that was admitted, in microseconds; not a number when none was, or the process is not known.</param>
public sealed record MessageTiming(double Asked, double Admitted, double Messages, double SiloMicroseconds);
