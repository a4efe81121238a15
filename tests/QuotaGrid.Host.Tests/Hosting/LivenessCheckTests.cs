using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using QuotaGrid.Contracts.Health;
using QuotaGrid.Host.Hosting;

namespace QuotaGrid.Host.Tests.Hosting;

/// <summary>A process is started anew when a loop of it hangs, and for nothing else.</summary>
public sealed class LivenessCheckTests : IDisposable
{
    private readonly MovedClock _time = new();
    private readonly Lifetime _lifetime = new();

    public void Dispose() => _lifetime.Dispose();

    [Fact]
    public async Task AProcessIsLiveBeforeItsLoopsBeginAndWhileTheyTurn()
    {
        var heartbeats = new Heartbeats(_time);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(heartbeats)).Status);

        heartbeats.Beat("silo");
        _time.Passed = Heartbeats.MostSilence;

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(heartbeats)).Status);
    }

    [Fact]
    public async Task ALoopThatHangsIsNamedUntilItTurnsAgain()
    {
        var heartbeats = new Heartbeats(_time);
        heartbeats.Beat("silo");
        _time.Passed = Heartbeats.MostSilence + TimeSpan.FromSeconds(1);
        heartbeats.Beat("reports");

        var silent = await CheckAsync(heartbeats);
        Assert.Equal((HealthStatus.Unhealthy, "The loop 'silo' has not turned for 31 s."), (silent.Status, silent.Description));

        heartbeats.Beat("silo");
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(heartbeats)).Status);
    }

    [Fact]
    public async Task AProcessThatStopsIsLeftInPeace()
    {
        var heartbeats = new Heartbeats(_time);
        heartbeats.Beat("silo");
        _time.Passed = TimeSpan.FromHours(1);

        _lifetime.StopApplication();

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(heartbeats)).Status);
    }

    private Task<HealthCheckResult> CheckAsync(Heartbeats heartbeats) => new LivenessCheck(heartbeats, _lifetime).CheckHealthAsync(new HealthCheckContext());

    private sealed class MovedClock : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed.Ticks;
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stopping.Cancel();

        public void Dispose() => _stopping.Dispose();
    }
}
