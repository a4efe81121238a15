namespace QuotaGrid.Contracts.Files;

/// <summary>What a look at files came to.</summary>
/// <param name="IsLoaded">They had changed, and are in force now.</param>
/// <param name="Problem">They had changed and cannot be used, which was not said before; what was in force stays. Else null.</param>
public readonly record struct FileLook(bool IsLoaded, string? Problem);
