namespace QuotaGrid.Host.Storage;

/// <summary>One step of a schema: from the version before it to its own.</summary>
/// <param name="Version">The schema version that the step leads to; the first is 1.</param>
/// <param name="Name">The script's file name, for messages.</param>
/// <param name="Sql">The statements. They run in the runner's transaction and contain none of their own.</param>
public sealed record Migration(int Version, string Name, string Sql);
