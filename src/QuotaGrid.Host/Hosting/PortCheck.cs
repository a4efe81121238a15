using System.Net;
using System.Net.Sockets;
using QuotaGrid.Host.Settings;

namespace QuotaGrid.Host.Hosting;

/// <summary>Makes sure, before anything is started, that this process can listen where it is going to, and that nobody else does.</summary>
/// <remarks>
/// Orleans opens its ports for sharing: two silos on one port both start, and each gets some of the other's connections. Kestrel does refuse, but only
/// after the silo has joined, and then everything that was started logs how it fell.
/// </remarks>
internal static class PortCheck
{
    /// <summary>Checks every port of the process.</summary>
    /// <exception cref="SettingsException">Ports are taken, or cannot be had; all of them are named.</exception>
    public static void Run(HostSettings settings)
    {
        List<string> problems = [];
        foreach (var url in settings.Urls.Split(';'))
        {
            var binding = BindingAddress.Parse(url);
            Check("urls", AddressesOf(binding.Host), binding.Port, problems);
        }

        if (settings.Role != Role.Edge)
        {
            var address = settings.Role == Role.All ? IPAddress.Loopback : SiloComposition.ListenAddress(settings);
            Check("silo-port", [address], settings.SiloPort, problems);
            Check("gateway-port", [address], settings.GatewayPort, problems);
        }

        if (problems.Count > 0)
        {
            throw new SettingsException(problems);
        }
    }

    private static void Check(string setting, IPAddress[] addresses, int port, List<string> problems)
    {
        foreach (var address in addresses)
        {
            var problem = TryListen(address, port) switch
            {
                // Port 0 is whichever is free.
                SocketError.AddressAlreadyInUse when port != 0 => "where another process listens. Stop that process, or choose another port.",
                // Of localhost's two addresses one is enough: this machine may have no IPv6.
                SocketError.AddressNotAvailable when addresses.Length == 1 => "an address that this machine does not have. Choose one of its own.",
                SocketError.AccessDenied => "where this process may not listen. Choose a port from 1024, or give it the privilege.",
                // Anything else is for the one who listens to say.
                _ => null,
            };
            if (problem is not null)
            {
                problems.Add($"--{setting} names {new IPEndPoint(address, port)}, {problem}");
                break;
            }
        }
    }

    private static IPAddress[] AddressesOf(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
        : IPAddress.TryParse(host, out var address) ? [address]
        : [IPAddress.Any];

    private static SocketError TryListen(IPAddress address, int port)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
            return SocketError.Success;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }
}
