using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Load.Bench.Measuring;

/// <summary>
/// The core asked as <see cref="LookupContender{TSubject}"/> asks it, one target of another identity each time, but with what a few requests need brought into the
/// cache together before they are decided.
/// </summary>
/// <param name="name">Its name in the report.</param>
/// <param name="states">The states of the identities.</param>
/// <param name="plan">The requests, of one target each.</param>
/// <param name="step">How far apart they are in time.</param>
public sealed class PrefetchedContender(string name, CapabilityState[] states, LookupPlan plan, TimeSpan step) : Contender(name, itemsPerRequest: 1)
{
    private const int Together = 16;

    private readonly CapabilityState[] _next = new CapabilityState[Together];
    private readonly Fingerprint[] _targets = new Fingerprint[Together];
    private Instant _now = Scenario.Start + step;
    private int _place;

    /// <inheritdoc />
    public override long Run(int requests)
    {
        long admitted = 0;
        for (var left = requests; left > 0; left -= Together)
        {
            var count = Math.Min(left, Together);
            for (var i = 0; i < count; i++)
            {
                _next[i] = states[plan.IdentityOf(_place)];
                _targets[i] = plan.TargetsOf(_place)[0];
                _place = _place + 1 == plan.Count ? 0 : _place + 1;
            }

            CapabilityState.Prefetch(_next.AsSpan(0, count), _targets.AsSpan(0, count));
            for (var i = 0; i < count; i++)
            {
                admitted += Scenario.Admit(_next[i], _targets.AsSpan(i, 1), _now);
                _now += step;
            }
        }

        return admitted;
    }
}
