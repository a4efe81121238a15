using QuotaGrid.Host.Storage;

namespace QuotaGrid.Host.Tests.Storage;

public sealed class SchemaScriptsTests
{
    [Fact]
    public void TheExecutableCarriesTheScriptsOfBothDatabasesInOrder()
    {
        Assert.Equal(["0001-storage.sql"], SchemaScripts.Load(SchemaDialect.Sqlite).Select(migration => migration.Name));
        Assert.Equal(
            ["0001-storage.sql", "0002-membership.sql"], SchemaScripts.Load(SchemaDialect.PostgreSql).Select(migration => migration.Name));
    }

    [Fact]
    public void AProductWithoutScriptsIsRefused()
    {
        var dialect = new SchemaDialect("oracle", "", null);

        var exception = Assert.Throws<InvalidOperationException>(() => SchemaScripts.Load(dialect));

        Assert.Equal("The scripts of sql/oracle/ are numbered []. Number them from 1 without a gap.", exception.Message);
    }
}
