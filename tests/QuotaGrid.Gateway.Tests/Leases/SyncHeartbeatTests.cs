using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using QuotaGrid.Contracts.Health;
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
                // The first turn is not seen, but that later ones follow it is.
                time.Advance(Heartbeats.MostSilence * 2);
                return heartbeats.FindSilent() is not null;
            },
            "a turn, and then silence");
        await Seen.Async(() => heartbeats.FindSilent() is null, "another turn");

        await gateway.StopAsync();
        time.Advance(Heartbeats.MostSilence * 2);

        Assert.Equal(GatewaySyncService.Loop, heartbeats.FindSilent()?.Loop);
    }
}
