namespace QuotaGrid.Load.Simulation.Auditing;

/// <summary>The most that any identity was admitted to under a promise, whatever of it had not refilled.</summary>
/// <param name="Unit">What is counted.</param>
/// <param name="OfPromise">As a multiple of the most that was promised, with the time of a lease.</param>
/// <param name="OfBurst">As a multiple of the burst alone.</param>
public sealed record PromisePeak(PromiseUnit Unit, double OfPromise, double OfBurst);
