namespace QuotaGrid.Load.Evaluate;

/// <summary>Counts what of an evaluation is done. Safe for concurrent use.</summary>
/// <param name="jobs">All jobs.</param>
/// <param name="progress">Is told after each.</param>
public sealed class EvaluationSteps(IReadOnlyList<EvaluationJob> jobs, Action<EvaluationStep> progress)
{
    private readonly Lock _lock = new();
    private readonly double _total = jobs.Sum(job => job.Weight);
    private double _weight;
    private int _done;

    /// <summary>A job is done.</summary>
    public void OnDone(EvaluationJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        lock (_lock)
        {
            _weight += job.Weight;
            progress(new(job.Title, ++_done, jobs.Count, _weight / _total));
        }
    }
}
