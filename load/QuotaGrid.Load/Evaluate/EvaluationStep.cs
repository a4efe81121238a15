namespace QuotaGrid.Load.Evaluate;

/// <summary>How far an evaluation is.</summary>
/// <param name="Title">What was done last.</param>
/// <param name="Done">How many jobs are done.</param>
/// <param name="Jobs">How many there are.</param>
/// <param name="Share">The share of the work that is done, about.</param>
public sealed record EvaluationStep(string Title, int Done, int Jobs, double Share);
