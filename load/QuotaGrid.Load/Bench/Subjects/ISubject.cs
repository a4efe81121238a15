using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Load.Bench.Subjects;

/// <summary>
/// Whatever can decide a request. Implemented by structs, so that the measuring loop is compiled for each of them and calls it without
/// dispatch.
/// </summary>
public interface ISubject
{
    /// <summary>Decides one request.</summary>
    /// <param name="identity">The identity's place in its population.</param>
    /// <param name="key">The identity as a request would name it: never the instance under which it is kept.</param>
    /// <param name="targets">The targets asked for.</param>
    /// <param name="now">The time.</param>
    /// <returns>How many items were admitted.</returns>
    int Admit(int identity, string key, ReadOnlySpan<Fingerprint> targets, Instant now);
}
