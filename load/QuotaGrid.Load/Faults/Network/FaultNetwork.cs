using System.Diagnostics;
using QuotaGrid.Load.Processes;
using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Faults.Network;

/// <summary>Hosts with addresses of their own: network namespaces, with <see cref="PacketSwitch"/> for the wires between them. Nothing of this machine's own network is touched; all of it goes with the run.</summary>
public sealed class FaultNetwork : IAsyncDisposable
{
    private const string Prefix = "qgfaults";
    private const string Subnet = "10.231.31.";
    private const string NamespaceFolder = "/run/netns";

    private readonly List<TunDevice> _devices = [];
    private readonly List<ProcessHost> _hosts = [];
    private readonly string _logFile;
    private PacketSwitch? _switch;

    private FaultNetwork(string logFile)
    {
        _logFile = logFile;
        AppDomain.CurrentDomain.ProcessExit += DeleteAll;
    }

    /// <summary>The hosts.</summary>
    public IReadOnlyList<ProcessHost> Hosts => _hosts;

    /// <summary>Makes a network.</summary>
    /// <param name="hosts">How many hosts it has.</param>
    /// <param name="logFile">Where the output of <c>ip</c> goes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RunRefusedException">This process may not.</exception>
    public static async Task<FaultNetwork> CreateAsync(int hosts, string logFile, CancellationToken cancellationToken)
    {
        var network = new FaultNetwork(logFile);
        try
        {
            await network.SweepAsync(cancellationToken);
            for (var place = 1; place <= hosts; place++)
            {
                await network.AddHostAsync(place, cancellationToken);
            }

            network._switch = new PacketSwitch([.. network._devices]);
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>Changes the links between two groups of hosts, in both directions.</summary>
    public void Set(IEnumerable<ProcessHost> some, IEnumerable<ProcessHost> others, Link link)
    {
        foreach (var (one, other) in some.SelectMany(one => others.Where(other => other != one).Select(other => (one, other))))
        {
            _switch!.Set(one.Place, other.Place, link);
            _switch.Set(other.Place, one.Place, link);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= DeleteAll;
        _switch?.Dispose();
        _devices.ForEach(device => device.Dispose());
        foreach (var host in _hosts)
        {
            await IpAsync(["netns", "del", host.Namespace!], CancellationToken.None);
        }
    }

    private async Task AddHostAsync(int place, CancellationToken cancellationToken)
    {
        var name = $"{Prefix}-{Environment.ProcessId}-{place}";
        var device = new TunDevice($"qg{Environment.ProcessId % 1_000_000}-{place}");
        _devices.Add(device);
        await IpAsync(["netns", "add", name], cancellationToken);
        _hosts.Add(new ProcessHost(Subnet + place, name, place));
        await IpAsync(["link", "set", device.Name, "netns", name], cancellationToken);
        await IpAsync(["-n", name, "addr", "add", $"{Subnet}{place}/24", "dev", device.Name], cancellationToken);
        await IpAsync(["-n", name, "link", "set", device.Name, "up"], cancellationToken);
        await IpAsync(["-n", name, "link", "set", "lo", "up"], cancellationToken);
    }

    // What a run that was killed left behind.
    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        var left = Directory.Exists(NamespaceFolder) ? Directory.GetFiles(NamespaceFolder, Prefix + "-*").Select(Path.GetFileName) : [];
        foreach (var name in left.Where(name => !Directory.Exists($"/proc/{name!.Split('-')[1]}")))
        {
            await IpAsync(["netns", "del", name!], cancellationToken);
        }
    }

    // When the runner is told to end in the middle of a run.
    private void DeleteAll(object? sender, EventArgs e)
    {
        foreach (var host in _hosts)
        {
            using var deleting = Process.Start("ip", ["netns", "del", host.Namespace!]);
            deleting.WaitForExit();
        }
    }

    private Task IpAsync(string[] arguments, CancellationToken cancellationToken) => ChildProcess.RunAsync("ip", arguments, _logFile, cancellationToken);
}
