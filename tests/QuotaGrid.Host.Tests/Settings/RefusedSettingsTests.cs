using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Settings;

/// <summary>A process whose settings are wrong says everything that is, in one message, and ends with 2.</summary>
public sealed class RefusedSettingsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task EveryProblemIsNamedAtOnceWithItsSourceAndItsRemedy()
    {
        var file = Path.Combine(_directory.Path, "settings.json");
        await File.WriteAllTextAsync(file, """{ "gatewayPort": 70000, "database": "Host=db", "colour": "red", "data": ["x"] }""", Cancel);

        var result = await HostProcess.RunAsync(
            ["serve", "--config", file, "--role", "boss", "--silo-port", "none", "--urls", "ftp://x", "--cluster", "My Cluster", "--advertise", "0.0.0.0"],
            Cancel,
            new Dictionary<string, string> { ["QUOTAGRID_SILOPORT"] = "1", ["QUOTAGRID_DECISION_TIMEOUT"] = "1h", ["QUOTAGRID_SNAPSHOT_INTERVAL"] = "soon" });

        const string Variables = "QUOTAGRID_ROLE, QUOTAGRID_URLS, QUOTAGRID_DATA, QUOTAGRID_POLICIES, QUOTAGRID_SECRET_FILE, QUOTAGRID_OTHER_SECRET_FILE, QUOTAGRID_DATABASE, QUOTAGRID_CLUSTER, "
            + "QUOTAGRID_SILO_PORT, QUOTAGRID_GATEWAY_PORT, QUOTAGRID_ADVERTISE, QUOTAGRID_SNAPSHOT_INTERVAL, QUOTAGRID_WEBHOOK_URL, QUOTAGRID_WEBHOOK_SECRET_FILE, QUOTAGRID_STOP_DELAY, QUOTAGRID_DECISION_TIMEOUT, "
            + "QUOTAGRID_TLS_CERTIFICATE, QUOTAGRID_TLS_KEY, QUOTAGRID_TLS_CA, QUOTAGRID_TLS_SILO_NAME, QUOTAGRID_TLS_EDGE_NAME, QUOTAGRID_TLS_CLIENT_CERTIFICATES, "
            + "QUOTAGRID_HTTP_CERTIFICATE, QUOTAGRID_HTTP_KEY, QUOTAGRID_API_KEYS, QUOTAGRID_JWT_AUTHORITY, QUOTAGRID_JWT_AUDIENCE, QUOTAGRID_ANONYMOUS";
        const string Properties = "role, urls, data, policies, secretFile, otherSecretFile, database, cluster, siloPort, gatewayPort, advertise, snapshotInterval, webhookUrl, webhookSecretFile, stopDelay, decisionTimeout, "
            + "tlsCertificate, tlsKey, tlsCa, tlsSiloName, tlsEdgeName, tlsClientCertificates, httpCertificate, httpKey, apiKeys, jwtAuthority, jwtAudience, anonymous";
        Assert.Equal(
            (2, "",
                $"""
                quotagrid: {file} has 'colour', which is no setting. Remove it, or use one of {Properties}.
                {file} has 'data' as array. Write a text or a number.
                The environment has QUOTAGRID_SILOPORT, which is no setting. Remove it, or use one of {Variables}.
                --role is 'boss' (by --role). Choose all, silo or edge.
                --urls is 'ftp://x' (by --urls). Write http://HOST:PORT or https://HOST:PORT, several with ';' between them.
                --cluster is 'My Cluster' (by --cluster). The name has the character U+004D. Write 1 to 64 lower-case letters and digits, with single '.', '-' or '_' between them.
                --silo-port is 'none' (by --silo-port). Write a port from 1 to 65535.
                --gateway-port is '70000' (in {file}). Write a port from 1 to 65535.
                --advertise is '0.0.0.0' (by --advertise). Write the one IP address by which other silos and gateways reach this one.
                --snapshot-interval is 'soon' (by QUOTAGRID_SNAPSHOT_INTERVAL). Write a duration from 100ms to 5m.
                --decision-timeout is '1h' (by QUOTAGRID_DECISION_TIMEOUT). Write a duration from 10ms to 30s.

                """),
            result);
    }

    [Fact]
    public async Task AnEdgeNeedsTheDatabaseTheSecretAndWhoMayUseIt()
    {
        var result = await HostProcess.RunAsync(["serve"], Cancel, new Dictionary<string, string> { ["QUOTAGRID_ROLE"] = "edge" });

        Assert.Equal(
            (2, "",
                """
                quotagrid: --api-keys is not set, and neither is --jwt-authority: an edge would answer nobody. Name a file of keys ('quotagrid key create'), or an issuer, or let everyone decide with --anonymous decide.
                --database is not set, and a cluster needs it. Name the PostgreSQL database that 'quotagrid migrate' prepared.
                --secret-file is not set, and an edge needs the cluster's secret. Name the file; it is the same on every edge.

                """),
            result);
    }

    [Fact]
    public async Task TheEmbeddedDefaultTakesNoDatabaseAndTwoDifferentPorts()
    {
        var result = await HostProcess.RunAsync(["serve", "--database", "Host=db", "--silo-port", "30000"], Cancel);

        Assert.Equal(
            (2, "",
                """
                quotagrid: --database is set (by --database), and role all does not use it. Remove it, or choose the role silo or edge.
                --gateway-port is '30000' (by default), the same as --silo-port. Choose another port.

                """),
            result);
    }

    [Fact]
    public async Task ADatabasesPasswordIsNotRepeatedInAMessage()
    {
        var result = await HostProcess.RunAsync(["serve", "--database", "Host=db;Password=hunter2"], Cancel);

        Assert.Equal(2, result.Code);
        Assert.DoesNotContain("hunter2", result.Output + result.Errors);
    }

    [Fact]
    public async Task AnUnknownOptionIsRefused()
    {
        var result = await HostProcess.RunAsync(["serve", "--siloport", "1"], Cancel);

        Assert.Equal(2, result.Code);
        Assert.StartsWith("Unrecognized command or argument '--siloport'.", result.Errors);
    }

    [Fact]
    public async Task APolicyDocumentWithErrorsIsRefusedWithAllOfThem()
    {
        var policies = Path.Combine(_directory.Path, "policies.json");
        await File.WriteAllTextAsync(policies, InvalidPolicies.Document, Cancel);

        var result = await HostProcess.RunAsync(
            [.. RunningHost.EmbeddedArguments(Path.Combine(_directory.Path, "data"), LoopbackPorts.Find(3)), "--policies", policies], Cancel);

        Assert.Equal((2, ""), (result.Code, result.Output));
        InvalidPolicies.AssertEveryProblem(result.Errors);
        Assert.False(Directory.Exists(Path.Combine(_directory.Path, "data")));
    }

    [Fact]
    public async Task APolicyDocumentThatIsMissingIsRefused()
    {
        var result = await HostProcess.RunAsync(["serve", "--policies", Path.Combine(_directory.Path, "none.json")], Cancel);

        Assert.Equal((2, ""), (result.Code, result.Output));
        Assert.Contains(Path.Combine(_directory.Path, "none.json"), result.Errors);
        Assert.DoesNotContain("   at ", result.Errors);
    }
}
