namespace QuotaGrid.Host.Storage;

/// <summary>What the schema runner must know of a database product.</summary>
/// <param name="Folder">The folder of the product's scripts under <c>deploy/sql</c>.</param>
/// <param name="TableExistsQuery">Answers one row when the table <c>quotagrid_schema</c> exists, and none when it does not.</param>
/// <param name="LockStatement">Makes a second runner wait until the transaction ends; null when beginning one does that already.</param>
public sealed record SchemaDialect(string Folder, string TableExistsQuery, string? LockStatement)
{
    /// <summary>
    /// PostgreSQL. The lock's number is arbitrary (the bytes of "quotagri"); only one that no other program uses in this database
    /// matters.
    /// </summary>
    public static readonly SchemaDialect PostgreSql = new(
        "postgresql",
        "SELECT 1 WHERE to_regclass('quotagrid_schema') IS NOT NULL",
        "SELECT pg_advisory_xact_lock(x'71756f7461677269'::bigint)");

    /// <summary>SQLite. Its transactions begin as writers, so two cannot run side by side.</summary>
    public static readonly SchemaDialect Sqlite = new(
        "sqlite",
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'quotagrid_schema'",
        LockStatement: null);
}
