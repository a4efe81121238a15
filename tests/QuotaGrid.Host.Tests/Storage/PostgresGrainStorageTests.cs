using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Storage;

public sealed class PostgresGrainStorageTests(PostgresStorageFixture fixture)
    : GrainStorageTests(fixture), IClassFixture<PostgresStorageFixture>;
