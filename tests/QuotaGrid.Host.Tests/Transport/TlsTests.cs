using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Transport;

/// <summary>Who gets anywhere at the ports of a silo with TLS: real silos, edges and strangers.</summary>
public sealed class TlsTests(PostgresServer server)
{
    // The bound of handshakes under way at a port, and then some.
    private const int Crowd = 1_100;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static readonly string[] Logged = ["Default", "Microsoft", "Orleans", "QuotaGrid"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SilosAndEdgesReachEachOtherAndStrangersGetNowhere()
    {
        await using var cluster = await TlsCluster.CreateAsync(server);
        var authority = cluster.Authority;
        using var theirs = new TestAuthority(cluster.Directory, "theirs");
        var own = authority.Issue(TestAuthority.Silo);
        var (silo, siloPort, gatewayPort) = await cluster.StartSiloAsync(own);
        var edge = await cluster.StartEdgeAsync(authority.Issue(TestAuthority.Edge, uses: TestAuthority.Client));
        Assert.Equal(HttpStatusCode.OK, (await edge.Http.DecideAsync("somebody", UsNumbers.Take(0, 300))).Status);
        Assert.Contains("\n  tls        between processes, until 2", silo.Process.Output);

        // Each of these is refused at both ports, but for what belongs at one of them.
        (string Name, (string, string)? Own)[] strangers =
        [
            ("nothing", null),
            ("another authority's silo", theirs.Issue(TestAuthority.Silo)),
            ("another authority's edge", theirs.Issue(TestAuthority.Edge)),
            ("an expired silo", authority.Issue(TestAuthority.Silo, until: TimeSpan.FromMinutes(-1))),
            ("an expired edge", authority.Issue(TestAuthority.Edge, until: TimeSpan.FromMinutes(-1))),
            ("a silo for servers only", authority.Issue(TestAuthority.Silo, uses: TestAuthority.Server)),
            ("an edge for servers only", authority.Issue(TestAuthority.Edge, uses: TestAuthority.Server)),
            ("somebody else", authority.Issue("www.example.com")),
            ("any name", authority.Issue("*.quotagrid")),
        ];
        foreach (var (name, shown) in strangers)
        {
            Assert.Equal((name, false), (name, await TlsClient.IsAnsweredAsync(siloPort, shown)));
            Assert.Equal((name, false), (name, await TlsClient.IsAnsweredAsync(gatewayPort, shown)));
        }

        Assert.False(await TlsClient.IsAnsweredAsync(siloPort, authority.Issue(TestAuthority.Edge)), "An edge's certificate at the port for silos.");
        Assert.False(await TlsClient.IsAnsweredAsync(gatewayPort, own), "A silo's certificate at the port for edges.");
        Assert.False(await TlsClient.IsAnsweredAsync(siloPort, own, SslProtocols.Tls12), "TLS 1.2.");
        Assert.Equal(strangers.Length + 1, await TlsCluster.HandshakesAsync(silo, "silo", "refused"));
        Assert.Equal(strangers.Length + 1, await TlsCluster.HandshakesAsync(silo, "gateway", "refused"));

        // So that all of this could have been answered.
        Assert.True(await TlsClient.IsAnsweredAsync(siloPort, own));

        var (second, _, _) = await cluster.StartSiloAsync(authority.Issue(TestAuthority.Silo));
        await Eventually.SeeAsync("the second silo has reached the first", Deadline, async () => await TlsCluster.HandshakesAsync(second, "outbound", "accepted") > 0 ? second : null, Cancel);
        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => edge.Http.DecideAsync($"person-{number}", UsNumbers.Take(0, 1))));
        Assert.All(replies, reply => Assert.Equal(HttpStatusCode.OK, reply.Status));
        Assert.Equal(0, await TlsCluster.HandshakesAsync(second, "outbound", "failed"));
        Assert.InRange(await silo.Http.MetricAsync("quotagrid_tls_certificate_expires_seconds", "quotagrid_file=\"tls-certificate\"") ?? 0, 19.9 * 86_400, 20 * 86_400);
    }

    [Fact]
    public async Task WhateverIsSentToAPortEndsThatConnectionAndNothingElse()
    {
        await using var cluster = await TlsCluster.CreateAsync(server);
        var own = cluster.Authority.Issue(TestAuthority.Silo);
        var (silo, siloPort, gatewayPort) = await cluster.StartSiloAsync(own);
        var edge = await cluster.StartEdgeAsync(cluster.Authority.Issue(TestAuthority.Edge));
        var random = new Random(1);

        // What an Orleans client without TLS begins with, HTTP, an endless record, noise; and silence.
        byte[] noise = new byte[64 * 1024], record = [0x16, 0x03, 0x01, 0xFF, 0xFF, .. new byte[40]];
        random.NextBytes(noise);
        byte[][] garbage = [[0x20, 0, 0, 0, 1, 2, 3, 4], Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\n\r\n"), record, noise];
        List<Socket> sockets = [];
        foreach (var port in (int[])[siloPort, gatewayPort])
        {
            foreach (var bytes in garbage)
            {
                sockets.Add(await TlsClient.ConnectAsync(port, bytes));
            }

            for (var i = 0; i < Crowd; i++)
            {
                sockets.Add(await TlsClient.ConnectAsync(port));
            }
        }

        // While the silent ones are there.
        Assert.True(await TlsClient.IsAnsweredAsync(siloPort, own));
        Assert.Equal(HttpStatusCode.OK, (await edge.Http.DecideAsync("somebody", UsNumbers.Take(0, 1))).Status);

        await Task.WhenAll(sockets.Select(TlsClient.SeeClosedAsync));
        foreach (var port in (string[])["silo", "gateway"])
        {
            await Eventually.SeeAsync(
                $"all handshakes at {port} have ended",
                Deadline,
                async () => await TlsCluster.HandshakesAsync(silo, port, "late") + await TlsCluster.HandshakesAsync(silo, port, "failed") >= Crowd + garbage.Length ? silo : null,
                Cancel);
        }

        Assert.True(await TlsClient.IsAnsweredAsync(siloPort, own));
        Assert.Equal(HttpStatusCode.OK, (await edge.Http.DecideAsync("somebody else", UsNumbers.Take(0, 1))).Status);
        // Strangers bring it about, so it is said once in a while.
        Assert.InRange(silo.Process.Output.Split("No TLS connection").Length - 1, 1, 20);
        foreach (var socket in sockets)
        {
            socket.Dispose();
        }
    }

    [Fact]
    public async Task WhereSilosWantNoneAnEdgeNeedsNoCertificateAndASiloStillDoes()
    {
        await using var cluster = await TlsCluster.CreateAsync(server);
        var (_, siloPort, _) = await cluster.StartSiloAsync(cluster.Authority.Issue(TestAuthority.Silo), ["--tls-client-certificates", "none"]);
        var edge = await cluster.StartEdgeAsync(own: null);

        Assert.Equal(HttpStatusCode.OK, (await edge.Http.DecideAsync("somebody", UsNumbers.Take(0, 1))).Status);
        Assert.False(await TlsClient.IsAnsweredAsync(siloPort, own: null));
    }

    [Fact]
    public async Task AnEdgeIsNotReadyWithASiloOfAnotherAuthority()
    {
        await using var cluster = await TlsCluster.CreateAsync(server);
        using var theirs = new TestAuthority(cluster.Directory, "theirs");
        await cluster.StartSiloAsync(cluster.Authority.Issue(TestAuthority.Silo));
        var url = RunningHost.UrlOf(LoopbackPorts.Find(1)[0]);

        // It believes only the other authority, so that it is the edge that refuses.
        await using var edge = HostProcess.Start(cluster.EdgeArguments(url, theirs.Issue(TestAuthority.Edge), authorities: theirs.File));

        await Eventually.SeeAsync(
            "the edge says why",
            Deadline,
            () => Task.FromResult(edge.Output.Contains("its certificate is not valid by the authorities here (") ? edge : null),
            Cancel);
        using var http = new QuotaGridHttp(new Uri(url));
        Assert.False(await http.IsReadyAsync());
    }

    [Fact]
    public async Task NothingSecretIsLoggedHoweverMuchIs()
    {
        const string Password = "hunter2-hunter2";
        var trace = Logged.ToDictionary(name => $"Logging__LogLevel__{name}", _ => "Trace");
        await using var cluster = await TlsCluster.CreateAsync(server, Password);
        await using var issuer = await TokenIssuer.StartAsync(Cancel);
        var (key, wrong, token) = (KeyFile.NewKey(), KeyFile.NewKey(), issuer.Token("decide read admin"));
        var keys = Path.Combine(cluster.Directory, "keys.json");
        KeyFile.Write(keys, ("tests", key, ["decide", "read", "admin"], null));
        string[] access = ["--api-keys", keys, "--jwt-authority", issuer.Url, "--jwt-audience", "quotagrid"];
        var (siloFiles, edgeFiles) = (cluster.Authority.Issue(TestAuthority.Silo), cluster.Authority.Issue(TestAuthority.Edge));

        var (silo, _, _) = await cluster.StartSiloAsync(siloFiles, access, trace);
        var edge = await cluster.StartEdgeAsync(edgeFiles, access, trace);
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"anybody:{key}"));
        foreach (var (host, path) in new[] { (edge, "/v1/identities/nobody"), (silo, "/dashboard/DashboardCounters") })
        {
            await host.Http.SendAsync(HttpMethod.Get, path, null, ("X-API-Key", key));
            await host.Http.SendAsync(HttpMethod.Get, path, null, ("X-API-Key", wrong));
            await host.Http.SendAsync(HttpMethod.Get, path, null, ("Authorization", $"Bearer {key}"));
            await host.Http.SendAsync(HttpMethod.Get, path, null, ("Authorization", $"Bearer {token}"));
            await host.Http.SendAsync(HttpMethod.Get, path, null, ("Authorization", $"Bearer {issuer.Token("read", audience: "another")}"));
            await host.Http.SendAsync(HttpMethod.Get, path, null, ("Authorization", $"Basic {basic}"));
        }

        await edge.Http.DecideAsync("somebody", ["+12125554143"]);

        var signature = token[(token.LastIndexOf('.') + 1)..];
        string[] secrets =
        [
            key, wrong, basic, token, signature, Password, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key))), "12125554143",
            (await File.ReadAllTextAsync(Path.Combine(cluster.Directory, "secret.key"), Cancel)).Trim(),
            (await File.ReadAllLinesAsync(siloFiles.Key, Cancel))[1], (await File.ReadAllLinesAsync(edgeFiles.Key, Cancel))[1],
        ];
        foreach (var process in (HostProcess[])[silo.Process, edge.Process])
        {
            Assert.Contains(" trce: ", process.Output);
            foreach (var secret in secrets)
            {
                Assert.DoesNotContain(secret, process.Everything, StringComparison.OrdinalIgnoreCase);
            }
        }
    }
}
