namespace QuotaGrid.Load.Evaluate;

/// <summary>A part of an evaluation that one core makes.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Weight">How much work it is, about, against the others.</param>
/// <param name="Run">Makes it.</param>
public sealed record EvaluationJob(string Title, double Weight, Action Run);
