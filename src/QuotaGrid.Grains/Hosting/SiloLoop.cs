namespace QuotaGrid.Grains.Hosting;

/// <summary>A part of a silo that does something again and again while the silo is active, and tells at the end what the silo alone knows.</summary>
/// <param name="interval">Time between the beginnings of two turns, where a turn takes no longer.</param>
/// <param name="time">Measures them.</param>
internal abstract class SiloLoop(TimeSpan interval, TimeProvider time) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly PeriodicTimer _timer = new(interval, time);
    private Task _turning = Task.CompletedTask;

    /// <summary>The clock that intervals are measured by, and patience.</summary>
    protected TimeProvider Time { get; } = time;

    /// <inheritdoc />
    public void Participate(ISiloLifecycle observer) => observer.Subscribe(GetType().Name, ServiceLifecycleStage.Active, _ => Start());

    /// <summary>
    /// Ends the loop, and tells other grains what is not told yet: when the silo has handed over its identities and what they did last is known, and before grains that are still here end. What cannot be told is given up
    /// after a while.
    /// </summary>
    public async Task TellRestAsync()
    {
        Dispose();
        await _turning;
        await EndAsync();
    }

    /// <inheritdoc />
    public void Dispose() => _timer.Dispose();

    /// <summary>One turn. What it throws ends the loop.</summary>
    /// <param name="turn">How many there were before it.</param>
    protected abstract Task TurnAsync(int turn);

    /// <summary>Tells what is not told yet, after the last turn.</summary>
    protected abstract Task EndAsync();

    private Task Start()
    {
        _turning = TurnAsync();
        return Task.CompletedTask;
    }

    private async Task TurnAsync()
    {
        for (var turn = 0; await _timer.WaitForNextTickAsync(); turn++)
        {
            await TurnAsync(turn);
        }
    }
}
