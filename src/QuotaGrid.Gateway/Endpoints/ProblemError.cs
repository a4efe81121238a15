namespace QuotaGrid.Gateway.Endpoints;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Field">The field, or the path to it.</param>
/// <param name="Detail">What is wrong with its value.</param>
/// <param name="Remedy">What to send instead.</param>
public sealed record ProblemError(string Field, string Detail, string Remedy);
