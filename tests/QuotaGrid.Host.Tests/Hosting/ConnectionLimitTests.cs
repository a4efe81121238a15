using System.Net;
using System.Net.Sockets;
using QuotaGrid.Host.Hosting;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Hosting;

public sealed class ConnectionLimitTests
{
    private const string Limits = "Limit                     Soft Limit           Hard Limit           Units     \nMax processes             96289                96289                processes \n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Max open files            1048576              1048576              files     ", 20_000)]
    [InlineData("Max open files            4096                 524288               files     ", 3_072)]
    [InlineData("Max open files            1024                 524288               files     ", 512)]
    [InlineData("Max open files            unlimited            unlimited            files     ", 20_000)]
    [InlineData("Max open files            1                    1                    files     ", 1)]
    [InlineData("", 20_000)]
    public void AQuarterOfTheFilesIsForOthersAndNeverLessThanAProcessNeeds(string openFiles, int limit) => Assert.Equal(limit, ConnectionLimit.Of($"{Limits}{openFiles}".Split('\n')));

    [Fact]
    public async Task WhoTakesAllConnectionsOfOneUrlTakesNoneOfAnother()
    {
        using var data = new TemporaryDirectory();
        var ports = LoopbackPorts.Find(4);
        var (decisions, probes) = (RunningHost.UrlOf(ports[0]), RunningHost.UrlOf(ports[3]));
        await using var host = await RunningHost.StartAsync(
            probes, ["--nofile=1024", HostProcess.Program, .. RunningHost.EmbeddedArguments(data.Path, ports, alsoAt: probes)], Cancel, program: "prlimit");
        var hoarded = new List<Socket>();
        try
        {
            for (var number = 0; number < 1_000; number++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                hoarded.Add(socket);
                await socket.ConnectAsync(IPAddress.Loopback, ports[0], Cancel);
            }

            using var another = new QuotaGridHttp(new Uri(decisions));
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => another.GetAsync("/healthz/live"));
            using var probe = new QuotaGridHttp(new Uri(probes));
            Assert.Equal(HttpStatusCode.OK, (await probe.GetAsync("/healthz/live")).Status);
            Assert.Equal(HttpStatusCode.OK, (await probe.GetAsync("/healthz/ready")).Status);
        }
        finally
        {
            hoarded.ForEach(socket => socket.Dispose());
        }
    }
}
