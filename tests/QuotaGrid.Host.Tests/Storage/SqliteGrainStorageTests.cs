using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Storage;

public sealed class SqliteGrainStorageTests(SqliteStorageFixture fixture) : GrainStorageTests(fixture), IClassFixture<SqliteStorageFixture>;
