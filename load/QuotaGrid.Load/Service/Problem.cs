namespace QuotaGrid.Load.Service;

/// <summary>What the runner reads of an <c>application/problem+json</c> error.</summary>
/// <param name="Title">The kind of problem.</param>
/// <param name="Detail">What is wrong with this request.</param>
public sealed record Problem(string? Title, string? Detail);
