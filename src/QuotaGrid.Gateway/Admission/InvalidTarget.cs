namespace QuotaGrid.Gateway.Admission;

/// <summary>A target that could not be read. Nothing was charged for it.</summary>
/// <param name="Index">Its place in the request.</param>
/// <param name="Detail">What is wrong with it, without repeating it.</param>
public sealed record InvalidTarget(int Index, string Detail);
