using QuotaGrid.Load.Compare;

namespace QuotaGrid.Load.Tls;

/// <summary>What one way came to in one round.</summary>
/// <param name="Decisions">Rate and latency.</param>
/// <param name="ProcessorMicroseconds">Processor time of the silo for each decision, all that it does beside included.</param>
public sealed record TlsTiming(CompareTiming Decisions, double ProcessorMicroseconds);
