using QuotaGrid.Core.Time;
using QuotaGrid.Load.Bench.Subjects;

namespace QuotaGrid.Load.Bench.Measuring;

/// <summary>A subject that is asked what a plan says, over and over; every run goes on where the one before it ended.</summary>
/// <param name="name">Its name in the report.</param>
/// <param name="subject">Who is asked.</param>
/// <param name="plan">The requests.</param>
/// <param name="step">How far apart they are in time.</param>
public class LookupContender<TSubject>(string name, TSubject subject, LookupPlan plan, TimeSpan step) : Contender(name, ItemsOf(plan))
    where TSubject : struct, ISubject
{
    private TSubject _subject = subject;
    private Instant _now = Scenario.Start + step;
    private int _next;

    /// <inheritdoc />
    public override long Run(int requests)
    {
        var (subject, now, next) = (_subject, _now, _next);
        long admitted = 0;
        for (var left = requests; left > 0; left--)
        {
            admitted += subject.Admit(plan.IdentityOf(next), plan.NameOf(next), plan.TargetsOf(next), now);
            now += step;
            next = next + 1 == plan.Count ? 0 : next + 1;
        }

        (_now, _next) = (now, next);
        return admitted;
    }

    /// <summary>Starts at the first request again, with another subject.</summary>
    protected void Restart(TSubject subject) => (_subject, _now, _next) = (subject, Scenario.Start + step, 0);

    private static int ItemsOf(LookupPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.ItemsPerRequest;
    }
}
