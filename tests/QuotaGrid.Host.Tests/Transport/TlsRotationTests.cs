using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Transport;

/// <summary>Certificates and authorities that change while a cluster runs.</summary>
public sealed class TlsRotationTests(PostgresServer server)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheAuthorityChangesUnderTrafficWithoutAFailedDecision()
    {
        await using var cluster = await TlsCluster.CreateAsync(server);
        using var next = new TestAuthority(cluster.Directory, "next");
        var (siloFiles, edgeFiles) = (cluster.Authority.Issue(TestAuthority.Silo), cluster.Authority.Issue(TestAuthority.Edge));
        var old = (siloFiles.Certificate + ".old", siloFiles.Key + ".old");
        File.Copy(siloFiles.Certificate, old.Item1);
        File.Copy(siloFiles.Key, old.Item2);
        var (silo, siloPort, _) = await cluster.StartSiloAsync(siloFiles);
        var edge = await cluster.StartEdgeAsync(edgeFiles);
        using var stop = new CancellationTokenSource();
        var traffic = DecideAsync(edge, stop.Token);

        cluster.Authority.Write("authorities.crt", cluster.Authority.Pem + next.Pem);
        await SeeLoadedAsync(1, silo, edge);
        Replace(next, siloFiles, TestAuthority.Silo);
        Replace(next, edgeFiles, TestAuthority.Edge);
        await SeeLoadedAsync(2, silo, edge);
        cluster.Authority.Write("authorities.crt", next.Pem);
        await SeeLoadedAsync(3, silo, edge);

        // A silo that never knew the old authority.
        var (second, _, _) = await cluster.StartSiloAsync(next.Issue(TestAuthority.Silo));
        await Eventually.SeeAsync("the edge has reached it", Deadline, async () => await TlsCluster.HandshakesAsync(second, "gateway", "accepted") > 0 ? edge : null, Cancel);
        await Eventually.SeeAsync("it has reached the first", Deadline, async () => await TlsCluster.HandshakesAsync(second, "outbound", "accepted") > 0 ? edge : null, Cancel);
        Assert.False(await TlsClient.IsAnsweredAsync(siloPort, old), "The old authority's certificate.");
        Assert.True(await TlsClient.IsAnsweredAsync(siloPort, siloFiles), "The new one's.");

        await stop.CancelAsync();
        var (decided, failed, slowest) = await traffic;
        TestContext.Current.TestOutputHelper?.WriteLine($"Of {decided} decisions the slowest took {slowest}.");
        Assert.Equal(0, failed);
        Assert.InRange(decided, 50, int.MaxValue);
    }

    [Fact]
    public async Task AnUnusableCertificateChangesNothingAndIsSaidOnce()
    {
        await using var cluster = await TlsCluster.CreateAsync(server);
        using var theirs = new TestAuthority(cluster.Directory, "theirs");
        var files = cluster.Authority.Issue(TestAuthority.Silo);
        var own = cluster.Authority.Issue(TestAuthority.Silo);
        var (silo, siloPort, _) = await cluster.StartSiloAsync(files);

        Replace(theirs, files, TestAuthority.Silo);
        await Eventually.SeeAsync("it is refused", Deadline, async () => await ReloadsAsync(silo, "refused") is 1 ? silo : null, Cancel);

        Assert.True(await TlsClient.IsAnsweredAsync(siloPort, own));
        Assert.Equal(2, silo.Process.Output.Split("The changed tls-certificate cannot be used; what was in force stays. The certificate in ").Length);
        Replace(cluster.Authority, files, TestAuthority.Silo);
        await SeeLoadedAsync(1, silo);
        Assert.Equal(1, await ReloadsAsync(silo, "refused"));
    }

    [Fact]
    public async Task HttpsShowsTheCertificateThatIsInTheFilesByNow()
    {
        using var directory = new TemporaryDirectory();
        using var authority = new TestAuthority(directory.Path, "public");
        var files = authority.Issue("localhost");
        var ports = LoopbackPorts.Find(4);
        await using var host = await RunningHost.StartEmbeddedAsync(
            Path.Combine(directory.Path, "data"),
            ports,
            Cancel,
            ["--http-certificate", files.Certificate, "--http-key", files.Key],
            alsoAt: $"https://127.0.0.1:{ports[3]}");

        var first = await ShownAsync(ports[3]);
        Replace(authority, files, "localhost");

        await Eventually.SeeAsync("another one is shown", Deadline, async () => await ShownAsync(ports[3]) != first ? host : null, Cancel);
        Assert.Contains($"\n  http       https://127.0.0.1:{ports[3]}/v1/decisions", host.Process.Output);
        Assert.InRange(await host.Http.MetricAsync("quotagrid_tls_certificate_expires_seconds", "quotagrid_file=\"http-certificate\"") ?? 0, 19.9 * 86_400, 20 * 86_400);
    }

    private static async Task<string> ShownAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, Cancel);
        await using var stream = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, TlsClient.ShowsOne);
        await stream.AuthenticateAsClientAsync("localhost");
        return ((X509Certificate2)stream.RemoteCertificate!).SerialNumber;
    }

    private static void Replace(TestAuthority authority, (string Certificate, string Key) files, string name)
    {
        var (certificate, key) = authority.IssuePem(name);
        authority.Write(files.Certificate, certificate);
        authority.Write(files.Key, key);
    }

    private static async Task SeeLoadedAsync(int times, params RunningHost[] hosts)
    {
        foreach (var host in hosts)
        {
            await Eventually.SeeAsync($"{host.Url} has loaded {times} changes", Deadline, async () => await ReloadsAsync(host, "loaded") == times ? host : null, Cancel);
        }
    }

    private static async Task<double> ReloadsAsync(RunningHost host, string result) =>
        await host.Http.MetricAsync("quotagrid_file_reloads_total", $"quotagrid_file=\"tls-certificate\",quotagrid_result=\"{result}\"") ?? 0;

    // Of identities that nobody knew, which a silo decides.
    private static async Task<(int Decided, int Failed, TimeSpan Slowest)> DecideAsync(RunningHost edge, CancellationToken stop)
    {
        var (decided, failed, slowest) = (0, 0, TimeSpan.Zero);
        while (!stop.IsCancellationRequested)
        {
            var clock = Stopwatch.StartNew();
            var reply = await edge.Http.DecideAsync($"person-{decided}", UsNumbers.Take(0, 3));
            slowest = clock.Elapsed > slowest ? clock.Elapsed : slowest;
            failed += reply.Status == HttpStatusCode.OK && reply.Outcome == "allowed" ? 0 : 1;
            decided++;
        }

        return (decided, failed, slowest);
    }
}
