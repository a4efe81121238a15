using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using QuotaGrid.Contracts.Health;
using QuotaGrid.Gateway.Hosting;
using QuotaGrid.Gateway.Leases;
using QuotaGrid.Gateway.Tests.Fixtures;

namespace QuotaGrid.Gateway.Tests.Leases;

public sealed class SyncHeartbeatTests(SharedGateway shared)
{
    [Fact]
    public async Task TheLoopThatReportsTellsThatItTurnsAndItsEndIsSilence()
    {
        var time = new FakeTimeProvider();
        await using var gateway = await GatewayUnderTest.StartAsync(shared.Grains, services: services => services.AddSingleton<TimeProvider>(time));
        var heartbeats = gateway.Services.GetRequiredService<Heartbeats>();
        await Seen.Async(
            () =>
            {
                time.Advance(new QuotaGridGatewayOptions().SyncInterval);
                return heartbeats.SilenceOf(GatewaySyncService.Loop) is not null;
            },
            "the loop turns");
        Assert.Null(heartbeats.FindSilent());

        await gateway.StopAsync();
        time.Advance(Heartbeats.MostSilence * 2);

        Assert.Equal(GatewaySyncService.Loop, heartbeats.FindSilent()?.Loop);
    }
}
