using QuotaGrid.Load.Faults.Network;
using QuotaGrid.Load.Processes;

namespace QuotaGrid.Load.Faults.Cluster;

/// <content>What is done to the cluster.</content>
public sealed partial class FaultCluster
{
    private static readonly TimeSpan DeathPatience = TimeSpan.FromSeconds(60);

    /// <summary>What the silos have in common.</summary>
    public ServerSettings Settings => _settings;

    /// <summary>The product's executable as it is now.</summary>
    public string CurrentProgram => _ground.Program;

    /// <summary>A silo.</summary>
    public ServerProcess Silo(int place) => _silos[place]!;

    /// <summary>Lets the gateways go on for a while.</summary>
    public static Task WaitAsync(double seconds, CancellationToken cancellationToken) => Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, cancellationToken);

    /// <summary>Kills a silo.</summary>
    public void Kill(int place)
    {
        Say($"kill -9 of silo {place}");
        _silos[place]!.Kill();
    }

    /// <summary>Lets a silo stand still.</summary>
    public void Freeze(int place)
    {
        Say($"SIGSTOP of silo {place}");
        _silos[place]!.Freeze();
    }

    /// <summary>Lets it go on.</summary>
    public void Thaw(int place)
    {
        Say($"SIGCONT of silo {place}");
        _silos[place]!.Thaw();
    }

    /// <summary>Waits until the others have declared a silo dead.</summary>
    public async Task DeclaredDeadAsync(int place, CancellationToken cancellationToken)
    {
        _times.Declared = await _members.DeadAsync(_silos[place]!, DeathPatience, cancellationToken);
        Say(_times.Declared is { } after ? $"silo {place} was declared dead after {after.TotalSeconds:N1} s" : $"silo {place} was not declared dead");
    }

    /// <summary>Counts the silos that were declared dead, of which none should have been.</summary>
    public async Task CountEvictedAsync(CancellationToken cancellationToken) => _times.Evicted = await _members.CountDeadAsync(cancellationToken);

    /// <summary>Stops a silo as an orchestrator does, and waits for its end.</summary>
    public async Task StopAsync(int place, CancellationToken cancellationToken)
    {
        Say($"SIGTERM of silo {place}");
        await _silos[place]!.StopAsync(cancellationToken);
        Say($"silo {place} has ended");
    }

    /// <summary>Puts a new silo in the place of one that has ended, and waits until it is ready.</summary>
    public async Task ReplaceAsync(int place, CancellationToken cancellationToken)
    {
        _others.Add(_silos[place]!);
        _silos[place] = await NewSiloAsync(place, _settings, cancellationToken);
        Say($"a new silo {place} is ready");
    }

    /// <summary>Starts a new silo, then stops the one in whose place it is, as a rolling update does that keeps the number of those that are ready.</summary>
    public async Task RollAsync(int place, string program, CancellationToken cancellationToken)
    {
        var next = await NewSiloAsync(place, _settings with { Program = program }, cancellationToken);
        Say($"another silo {place} is ready");
        await StopAsync(place, cancellationToken);
        _others.Add(_silos[place]!);
        _silos[place] = next;
    }

    /// <summary>Stops the database at once, as a crash does.</summary>
    public async Task StopDatabaseAsync(CancellationToken cancellationToken)
    {
        await _ground.Database.AbortAsync(cancellationToken);
        Say("the database is gone");
    }

    /// <summary>Starts it again, if it does not run.</summary>
    public async Task StartDatabaseAsync(CancellationToken cancellationToken)
    {
        if (!_ground.Database.IsRunning)
        {
            await _ground.Database.StartAsync(cancellationToken);
        }

        Say("the database is back");
    }

    /// <summary>Leaves no space on the database's disk, or makes some again.</summary>
    public void FillDisk(bool full)
    {
        if (full)
        {
            _ground.Database.FillDisk();
        }
        else
        {
            _ground.Database.FreeDisk();
        }

        Say(full ? "the database's disk is full" : "there is space on the database's disk");
    }

    /// <summary>Takes every connection that the database allows, and ends those of the silos. They are free again when what is returned is disposed of.</summary>
    public async Task<IAsyncDisposable> TakeConnectionsAsync(CancellationToken cancellationToken)
    {
        var taken = new TakenConnections();
        await taken.TakeAsync(_ground.Database.LocalConnection, cancellationToken);
        Say($"all of the database's connections are taken, {taken.Count} of them from here");
        return taken;
    }

    /// <summary>Changes the links between a silo and other hosts.</summary>
    /// <param name="place">The silo.</param>
    /// <param name="others">The others.</param>
    /// <param name="link">How they are now.</param>
    /// <param name="what">What that is, for people.</param>
    public void SetLinks(int place, Func<FaultHosts, IEnumerable<ProcessHost>> others, Link link, string what)
    {
        _ground.Hosts.Network!.Set([_ground.Hosts.Silo(place)], others(_ground.Hosts), link);
        Say(what);
    }

    /// <summary>Changes the links between the database and all others.</summary>
    public void SetDatabaseLinks(Link link, string what)
    {
        _ground.Hosts.Network!.Set([_ground.Hosts.Database], _ground.Hosts.Network.Hosts, link);
        Say(what);
    }

    /// <summary>Changes all links.</summary>
    public void SetAllLinks(Link link, string what)
    {
        _ground.Hosts.Network!.Set(_ground.Hosts.Network.Hosts, _ground.Hosts.Network.Hosts, link);
        Say(what);
    }

    /// <summary>Starts a process beside the cluster, which ends with it at the latest.</summary>
    public ChildProcess StartBeside(string name, string program, IEnumerable<string> arguments)
    {
        var child = ChildProcess.Start(name, program, arguments, _settings.Folder.File($"{_settings.Cluster}-{name}.log"));
        _others.Add(child);
        return child;
    }

    /// <summary>Starts a flood of new identities, through another gateway.</summary>
    public async Task<FaultFloodChild> StartFloodAsync(CancellationToken cancellationToken)
    {
        var gateway = await NewGatewayAsync(0, "flood", seed: 1, isFlood: true, cancellationToken);
        await gateway.BeginAsync();
        return new FaultFloodChild(gateway);
    }

    /// <summary>Sets the clock of the first silo.</summary>
    /// <param name="offset">By how much it is ahead or behind, such as <c>+1h</c>.</param>
    public void SetClock(string offset)
    {
        _ground.Clock!.Set(offset);
        Say($"the clock of silo 0 is {offset}");
    }

    /// <summary>Takes notice of what a scenario does by itself.</summary>
    public void Note(string what) => Say(what);
}
