using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;
using QuotaGrid.Load.Bench.Alternatives;

namespace QuotaGrid.Load.Bench.Subjects;

/// <summary>The <see cref="DictionaryLimiter"/>.</summary>
/// <param name="limiter">The limiter.</param>
public readonly struct DictionarySubject(DictionaryLimiter limiter) : ISubject
{
    /// <summary>One that never saw an identity.</summary>
    public static DictionarySubject Fresh() => new(new DictionaryLimiter(Scenario.Policy, Scenario.Contacts.Horizon));

    /// <inheritdoc />
    public int Admit(int identity, string key, ReadOnlySpan<Fingerprint> targets, Instant now) => limiter.Admit(key, targets, now);
}
