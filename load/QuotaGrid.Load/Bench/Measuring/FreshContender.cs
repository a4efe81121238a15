using QuotaGrid.Load.Bench.Subjects;

namespace QuotaGrid.Load.Bench.Measuring;

/// <summary>A subject that is made anew before each run, because asking changes it: each request of the plan is made at most once.</summary>
/// <param name="name">Its name in the report.</param>
/// <param name="make">Makes the subject; is not timed.</param>
/// <param name="plan">The requests.</param>
/// <param name="step">How far apart they are in time.</param>
public sealed class FreshContender<TSubject>(string name, Func<TSubject> make, LookupPlan plan, TimeSpan step)
    : LookupContender<TSubject>(name, default, plan, step)
    where TSubject : struct, ISubject
{
    private readonly int _requests = plan.Count;

    /// <inheritdoc />
    public override int MaxRequests => _requests;

    /// <inheritdoc />
    public override void Prepare() => Restart(make());
}
