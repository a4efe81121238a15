using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Contracts.Health;
using QuotaGrid.Grains.Health;

namespace QuotaGrid.Cluster.Tests.Health;

/// <summary>A silo that does not run grains any more is seen, however it came to that.</summary>
[Collection(nameof(OwnCluster))]
public sealed class SiloPulseTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan JustTooLong = Heartbeats.MostSilence + TimeSpan.FromSeconds(1);

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new();
    private readonly PulseGate _gate = new();
    private ClusterUnderTest? _silos;

    public async ValueTask InitializeAsync() =>
        _silos = await ClusterUnderTest.StartAsync(_directory.Path, TestPolicies.Source(), silos: 1, silo => silo.AddIncomingGrainCallFilter(_gate));

    public async ValueTask DisposeAsync()
    {
        _gate.Open();
        await _silos!.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task ASiloWhoseGrainsDoNotRunIsSilentUntilTheyRunAgain()
    {
        var heartbeats = new Heartbeats(_time);
        using var pulse = new SiloPulse(_silos!.Cluster.Silos[0].SiloHost.Services.GetRequiredService<IGrainFactory>(), heartbeats, _time);
        await pulse.StartAsync(TestContext.Current.CancellationToken);

        // It begins on a thread of its own, maybe after the first step.
        await UntilAsync(() =>
        {
            _time.Advance(SiloPulse.Interval);
            return heartbeats.SilenceOf(SiloPulse.Loop) is not null;
        });

        _gate.Close();

        await UntilAsync(() =>
        {
            _time.Advance(JustTooLong);
            return heartbeats.FindSilent() is { Loop: SiloPulse.Loop };
        });
        Assert.True(heartbeats.FindSilent()!.Value.Silence > Heartbeats.MostSilence);

        _gate.Open();

        await UntilAsync(() =>
        {
            _time.Advance(SiloPulse.Interval);
            return heartbeats.FindSilent() is null;
        });
        await pulse.StopAsync(TestContext.Current.CancellationToken);
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var clock = Stopwatch.StartNew(); !isSo();)
        {
            Assert.True(clock.Elapsed < Deadline);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private sealed class PulseGate : IIncomingGrainCallFilter
    {
        private volatile TaskCompletionSource _open = new();

        public PulseGate() => Open();

        public void Open() => _open.TrySetResult();

        public void Close() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.Grain is PulseGrain)
            {
                await _open.Task;
            }

            await context.Invoke();
        }
    }
}
