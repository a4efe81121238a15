namespace QuotaGrid.Load.Simulation;

/// <content>How it stores: one write at a time, with a compare-and-swap, and an end when somebody else wrote.</content>
internal sealed partial class Activation
{
    private const long WriteTimeout = 5 * VirtualTime.Second;
    private const int MostLastWrites = 3;

    private int _writes;
    private int _running;
    private int _lastWrites;
    private bool _isLastRunning;
    private bool _hasTimer;

    private void StartTimer()
    {
        if (_hasTimer)
        {
            return;
        }

        _hasTimer = true;
        world.Time.In(world.Between(1.6, 2.4), () => silo.Run(() =>
        {
            _hasTimer = false;
            if (!IsOver && _owner!.HasChanged)
            {
                WriteUnlessRunning();
            }
        }));
    }

    private void WriteUnlessRunning()
    {
        if (_running != 0)
        {
            return;
        }

        var number = _running = ++_writes;
        _isLastRunning = _isLeaving;
        var isExact = _isLeaving || IsBroken;
        var bytes = _owner!.BeginWrite(Now, isExact);
        cluster.Store.Write(identity, bytes, _version, isExact, silo, version => OnWriteEnded(number, version));
        world.Time.In(WriteTimeout, () => silo.Run(() => OnWriteEnded(number, SimulatedStore.Failed)));
    }

    private void OnWriteEnded(int number, long version)
    {
        if (IsOver || number != _running)
        {
            return;
        }

        if (version == SimulatedStore.Conflict)
        {
            world.Note(TraceEvent.Conflicted, identity, silo.Place, _version);
            ReadBack(number);
            return;
        }

        _running = 0;
        if (version == SimulatedStore.Failed)
        {
            OnFailed();
            return;
        }

        _version = version;
        _owner!.OnWritten();
        world.Note(TraceEvent.Wrote, identity, silo.Place, version);
        OnWritten();
    }

    private void OnWritten()
    {
        if (_isLastRunning)
        {
            Release();
            End(isDone: true);
        }
        else if (_isLeaving || (_held.Count > 0 && !_owner!.IsCovered(Now)))
        {
            WriteUnlessRunning();
        }
        else
        {
            Release();
            if (_owner!.HasChanged)
            {
                StartTimer();
            }
        }
    }

    // Whoever waits hears nothing, and gives up.
    private void OnFailed()
    {
        world.Note(TraceEvent.NotWritten, identity, silo.Place);
        _owner!.OnNotWritten();
        _held.Clear();
        if (!_isLeaving)
        {
            StartTimer();
        }
        else if (++_lastWrites < MostLastWrites)
        {
            WriteUnlessRunning();
        }
        else
        {
            End();
        }
    }

    /// <summary>After a conflict: a write of its own whose answer was lost, or somebody else's.</summary>
    private void ReadBack(int number) => cluster.Store.Read(identity, silo, begins: false, stored =>
    {
        if (IsOver || number != _running)
        {
            return;
        }

        if (stored is null)
        {
            world.Time.In(VirtualTime.Second / 2, () => silo.Run(() => ReadBack(number)));
            return;
        }

        if (!_owner!.Wrote(stored.Bytes))
        {
            End();
            return;
        }

        _version = stored.Version;
        _running = 0;
        _owner.OnNotWritten();
        WriteUnlessRunning();
    });

    private void Release()
    {
        foreach (var (message, reply, decision) in _held)
        {
            Answer(message, reply, decision);
        }

        _held.Clear();
    }

    private void End(bool isDone = false)
    {
        world.HasLostActivations[identity] |= !isDone;
        IsOver = true;
        _held.Clear();
        cluster.OnOver(this);
        world.Note(TraceEvent.Ended, identity, silo.Place);
        foreach (var message in _waiting)
        {
            cluster.Forward(message);
        }

        _waiting.Clear();
    }
}
