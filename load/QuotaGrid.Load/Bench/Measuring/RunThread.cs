using System.Diagnostics;

namespace QuotaGrid.Load.Bench.Measuring;

/// <summary>A thread that makes runs when it is told to, and times them itself.</summary>
public sealed class RunThread : IDisposable
{
    private readonly SemaphoreSlim _start = new(0);
    private readonly SemaphoreSlim _done = new(0);
    private readonly Thread _thread;
    private int _requests;
    private Barrier? _line;

    /// <summary>Starts the thread.</summary>
    /// <param name="make">Makes what it runs; called on the thread, so that what two of them make does not share a cache line.</param>
    public RunThread(Func<Contender> make)
    {
        _thread = new Thread(() => Loop(make)) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>How long the run took that <see cref="Join"/> waited for.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Starts a run.</summary>
    /// <param name="requests">Its requests, at least 1.</param>
    /// <param name="line">Where the thread waits for the others that run with it.</param>
    public void Start(int requests, Barrier line)
    {
        (_requests, _line) = (requests, line);
        _start.Release();
    }

    /// <summary>Waits for the end of the run.</summary>
    public void Join() => _done.Wait();

    /// <inheritdoc />
    public void Dispose()
    {
        _line = null;
        _start.Release();
        _thread.Join();
        _start.Dispose();
        _done.Dispose();
    }

    private void Loop(Func<Contender> make)
    {
        var contender = make();
        for (_start.Wait(); _line is not null; _start.Wait())
        {
            _line.SignalAndWait();
            var started = Stopwatch.GetTimestamp();
            contender.Run(_requests);
            Elapsed = Stopwatch.GetElapsedTime(started);
            _done.Release();
        }
    }
}
