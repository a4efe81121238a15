using QuotaGrid.Host.Settings;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Settings;

/// <summary>What is said of a setting that cannot be used.</summary>
public sealed class SettingsReaderTests : IDisposable
{
    private const string Connection = "Host=db;Username=quotagrid;Database=quotagrid";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData(" \t")]
    public void APathMustHaveAText(string text)
    {
        Assert.Equal(
            [
                $"--data is '{text}' (by QUOTAGRID_DATA). Name a directory.",
                $"--policies is '{text}' (by --policies). Name a file, or leave the setting out for the built-in policies.",
                $"--secret-file is '{text}' (by --secret-file). Name a file.",
            ],
            Problems([("policies", text), ("secret-file", text)], [("QUOTAGRID_DATA", text)]));
    }

    [Theory]
    [InlineData("hooks.example.com/token")]
    [InlineData("ftp://hooks.example.com/token")]
    public void AWebhookMustBeAUrlAndIsNotRepeated(string text) => Assert.Equal(
        ["--webhook-url is set (by --webhook-url), but is no URL. Write it as in 'https://alerts.example.com/quotagrid'."],
        Problems([("webhook-url", text), ("webhook-secret-file", "hook.key")], []));

    [Fact]
    public void AWebhookAndItsSecretGoTogether()
    {
        Assert.Equal(
            ["--webhook-secret-file is not set, and events must be signed. Name the file with the secret that the receiver knows too: 'head -c 32 /dev/urandom | base64'."],
            Problems([("webhook-url", "https://alerts.example.com/token")], []));
        Assert.Equal(
            ["--webhook-url is not set, and there is a secret for it. Name where events are sent to, or remove --webhook-secret-file."],
            Problems([("webhook-secret-file", "hook.key")], []));
    }

    [Fact]
    public void AFilesPathMustBeOne()
    {
        var file = Path.Combine(_directory.Path, "settings.json");
        File.WriteAllText(file, """{ "data": "a\u0000b" }""");

        Assert.Equal([$"--data is 'a\0b' (in {file}). Name a directory."], Problems([], [], file));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void ASettingsFileMustBeNamed(string text) =>
        Assert.Equal([$"--config is '{text}'. Name a file with a JSON object of settings."], Problems([], [], text));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("hunter2")]
    [InlineData("Hostess=hunter2")]
    [InlineData("Host=db;Password=hunt;er2")]
    [InlineData("Host=db;Port=hunter2")]
    [InlineData("Host=db;Port=99999")]
    [InlineData("Host=db;Port=0")]
    [InlineData("Host=db:99999")]
    [InlineData("Host=db,,db2")]
    [InlineData("Host=db;SSL Mode=hunter2")]
    [InlineData("Username=quotagrid;Password=hunter2")]
    [InlineData("Host=;Username=quotagrid;Password=hunter2")]
    [InlineData("Host=db;Minimum Pool Size=5;Maximum Pool Size=2")]
    public void ADatabaseMustBeAConnectionAndIsNotRepeated(string text)
    {
        const string Remedy = "but is no PostgreSQL connection. Write it as in 'Host=db;Username=quotagrid;Database=quotagrid'.";

        Assert.Equal([$"--database is set (by --database), {Remedy}"], Problems([("role", "silo"), ("database", text)], []));
        var refused = Assert.Throws<SettingsException>(
            () => SettingsReader.ReadDatabase(option: null, new Dictionary<string, string> { ["QUOTAGRID_DATABASE"] = text }));
        Assert.Equal([$"--database is set (by QUOTAGRID_DATABASE), {Remedy}"], refused.Problems);
    }

    [Theory]
    [InlineData("Host=db")]
    [InlineData("Host=db:5433,db2:5434;Port=5432")]
    [InlineData("Host=::1;Port=5432")]
    [InlineData("Host=/var/run/postgresql")]
    [InlineData("Server=db;User Id=quotagrid;Password='a;b'")]
    public void EveryFormOfNpgsqlIsAConnection(string text) =>
        Assert.Equal(text, SettingsReader.ReadDatabase(text, new Dictionary<string, string>()));

    [Fact]
    public void MigratingTakesTheCommandLinesDatabaseBeforeTheEnvironmentsAndNeedsOne()
    {
        var environment = new Dictionary<string, string> { ["QUOTAGRID_DATABASE"] = Connection };
        Assert.Equal("Host=other", SettingsReader.ReadDatabase("Host=other", environment));
        Assert.Equal(Connection, SettingsReader.ReadDatabase(option: null, environment));

        var refused = Assert.Throws<SettingsException>(() => SettingsReader.ReadDatabase(option: null, new Dictionary<string, string>()));
        Assert.Equal(["--database is not set. Name the PostgreSQL database, here or in QUOTAGRID_DATABASE."], refused.Problems);
    }

    [Fact]
    public void RoleAllRefusesWhatItDoesNotUse() =>
        Assert.Equal(
            [
                "--database is set (by QUOTAGRID_DATABASE), and role all does not use it. Remove it, or choose the role silo or edge.",
                "--advertise is '10.0.0.5' (by --advertise), and role all does not use it. Remove it, or choose the role silo.",
            ],
            Problems([("advertise", "10.0.0.5")], [("QUOTAGRID_DATABASE", Connection)]));

    [Fact]
    public void ASiloRefusesWhatItDoesNotUse() =>
        Assert.Equal(
            [
                "--data is './data' (by --data), and role silo does not use it. Remove it, or choose the role all.",
                "--secret-file is 'secret.key' (by --secret-file), and role silo does not use it. Remove it, or choose the role all or edge.",
            ],
            Problems([("role", "silo"), ("data", "./data"), ("secret-file", "secret.key")], [("QUOTAGRID_DATABASE", Connection)]));

    [Fact]
    public void AnEdgeRefusesWhatItDoesNotUse()
    {
        var file = Path.Combine(_directory.Path, "settings.json");
        File.WriteAllText(file, """{ "role": "edge", "policies": "policies.json", "siloPort": 30000, "snapshotInterval": "2s", "secretFile": "secret.key", "anonymous": "decide" }""");

        Assert.Equal(
            [
                $"--policies is 'policies.json' (in {file}), and role edge does not use it. Remove it, or choose the role all or silo.",
                $"--silo-port is '30000' (in {file}), and role edge does not use it. Remove it, or choose the role all or silo.",
                "--gateway-port is '1' (by --gateway-port), and role edge does not use it. Remove it, or choose the role all or silo.",
                $"--snapshot-interval is '2s' (in {file}), and role edge does not use it. Remove it, or choose the role all or silo.",
            ],
            Problems([("gateway-port", "1")], [("QUOTAGRID_DATABASE", Connection)], file));
    }

    [Theory]
    [InlineData("all", "--data", "x", "--policies", "x", "--secret-file", "x", "--silo-port", "1", "--gateway-port", "2", "--snapshot-interval", "1s")]
    [InlineData("silo", "--database", Connection, "--policies", "x", "--advertise", "10.0.0.5", "--silo-port", "1", "--gateway-port", "2", "--snapshot-interval", "1s")]
    [InlineData("edge", "--database", Connection, "--secret-file", "x", "--anonymous", "decide")]
    public void ARoleTakesWhatItUses(string role, params string[] options)
    {
        string[] all = [.. options, "--role", role, "--urls", "http://localhost:1", "--cluster", "x", "--decision-timeout", "1s"];

        Assert.Empty(Problems([.. all.Chunk(2).Select(pair => (pair[0][2..], pair[1]))], []));
    }

    [Theory]
    [InlineData("http://localhost:0")]
    [InlineData("http://127.0.0.1:80;http://localhost:0")]
    public void OfLocalhostsTwoAddressesNoFreePortCanBeChosen(string urls) =>
        Assert.Equal([$"--urls is '{urls}' (by --urls). Write http://HOST:PORT or https://HOST:PORT, several with ';' between them."], Problems([("urls", urls)], []));

    [Fact]
    public void TheHelpSaysWhichRolesUseASettingAndItsDefault()
    {
        Assert.Equal("The policy document; without it the built-in contacts-default. Only for role all or silo.", Help("policies"));
        Assert.Equal("The port between silos. Only for role all or silo. Default: 11111", Help("silo-port"));
        Assert.Equal("The cluster's name. Default: quotagrid", Help("cluster"));

        static string Help(string name) => Assert.Single(SettingNames.All, setting => setting.Name == name).Help;
    }

    private static IReadOnlyList<string> Problems(
        (string Name, string Value)[] commandLine, (string Variable, string Value)[] environment, string? file = null)
    {
        try
        {
            SettingsReader.Read(
                commandLine.ToDictionary(entry => entry.Name, entry => entry.Value),
                environment.ToDictionary(entry => entry.Variable, entry => entry.Value),
                file);
            return [];
        }
        catch (SettingsException e)
        {
            return e.Problems;
        }
    }
}
