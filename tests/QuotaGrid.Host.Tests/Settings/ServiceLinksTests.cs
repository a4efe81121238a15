using QuotaGrid.Host.Settings;

namespace QuotaGrid.Host.Tests.Settings;

/// <summary>What Kubernetes puts into the environment for Services with our name is none of our settings.</summary>
public sealed class ServiceLinksTests
{
    [Fact]
    public void TheVariablesOfAServiceWithOurNameAreIgnored()
    {
        var settings = Read(
            ("QUOTAGRID_SERVICE_HOST", "10.0.0.4"),
            ("QUOTAGRID_SERVICE_PORT", "8080"),
            ("QUOTAGRID_SERVICE_PORT_HTTP", "8080"),
            ("QUOTAGRID_SERVICE_PORT_HTTP_METRICS", "8081"),
            ("QUOTAGRID_PORT", "tcp://10.0.0.4:8080"),
            ("QUOTAGRID_PORT_8080_TCP", "tcp://10.0.0.4:8080"),
            ("QUOTAGRID_PORT_8080_TCP_PROTO", "tcp"),
            ("QUOTAGRID_PORT_8080_TCP_PORT", "8080"),
            ("QUOTAGRID_PORT_8080_TCP_ADDR", "10.0.0.4"),
            ("QUOTAGRID_PORT_53_UDP", "udp://10.0.0.4:53"));

        Assert.Equal(Read(), settings);
    }

    [Fact]
    public void TheVariablesOfAServiceOfSilosAreIgnoredAlsoWhereOneHasTheNameOfASetting()
    {
        var settings = Read(
            ("QUOTAGRID_SILO_SERVICE_HOST", "10.0.0.5"),
            ("QUOTAGRID_SILO_SERVICE_PORT_SILO", "11111"),
            ("QUOTAGRID_SILO_PORT", "tcp://10.0.0.5:11111"),
            ("QUOTAGRID_SILO_PORT_11111_TCP", "tcp://10.0.0.5:11111"),
            ("QUOTAGRID_SILO_PORT_11111_TCP_ADDR", "10.0.0.5"),
            ("QUOTAGRID_GATEWAY_PORT", "udp://10.0.0.6:30000"),
            ("QUOTAGRID_DATABASE_SERVICE_HOST", "10.0.0.7"),
            ("QUOTAGRID_DATABASE_PORT", "tcp://10.0.0.7:5432"));

        Assert.Equal((11_111, 30_000, null), (settings.SiloPort, settings.GatewayPort, settings.Database));
    }

    [Fact]
    public void APortThatSomebodySetIsStillUsed() => Assert.Equal(12_345, Read(("QUOTAGRID_SILO_PORT", "12345")).SiloPort);

    [Theory]
    [InlineData("QUOTAGRID_PORT", "8080")]
    [InlineData("QUOTAGRID_SERVICE", "10.0.0.4")]
    [InlineData("QUOTAGRID_SERVICE_HOSTS", "10.0.0.4")]
    [InlineData("QUOTAGRID_PORTS", "tcp://10.0.0.4:8080")]
    [InlineData("QUOTAGRID_PORT_HTTP_TCP", "tcp://10.0.0.4:8080")]
    [InlineData("QUOTAGRID_PORT_8080_TCP_HOST", "10.0.0.4")]
    [InlineData("QUOTAGRID_SILOPORT", "11111")]
    public void EverythingElseUnknownIsStillRefused(string variable, string value)
    {
        var refused = Assert.Throws<SettingsException>(() => Read((variable, value)));

        Assert.StartsWith($"The environment has {variable}, which is no setting. Remove it, or use one of QUOTAGRID_ROLE, ", Assert.Single(refused.Problems));
    }

    [Theory]
    [InlineData("QUOTAGRID_SILO_PORT", "http://10.0.0.5:11111")]
    [InlineData("QUOTAGRID_URLS", "tcp://10.0.0.5:11111")]
    public void ASettingWithAnotherAddressIsStillRefused(string variable, string value)
    {
        var refused = Assert.Throws<SettingsException>(() => Read((variable, value)));

        Assert.Contains($"is '{value}' (by {variable}).", Assert.Single(refused.Problems));
    }

    private static HostSettings Read(params (string Variable, string Value)[] environment) =>
        SettingsReader.Read(new Dictionary<string, string>(), environment.ToDictionary(entry => entry.Variable, entry => entry.Value), file: null);
}
