using QuotaGrid.Load.Evaluate.Defences;

namespace QuotaGrid.Load.Evaluate.Costs;

/// <summary>What a defence costs while honest people ask.</summary>
/// <param name="Kind">The defence.</param>
/// <param name="Median">Seconds that it takes to decide a request, without any network: the median.</param>
/// <param name="High">The 99th percentile.</param>
/// <param name="BytesPerIdentity">What it keeps of an identity on the heap, the runner's own 40 bytes for its standing among it.</param>
public sealed record DefenceCost(DefenceKind Kind, double Median, double High, double BytesPerIdentity);
