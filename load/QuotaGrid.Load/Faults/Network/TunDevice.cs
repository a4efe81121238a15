using System.Runtime.InteropServices;
using System.Text;
using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Faults.Network;

/// <summary>A network device of the kernel whose packets this process carries. It is gone when it is closed.</summary>
/// <remarks>Linux, Documentation/networking/tuntap.rst.</remarks>
internal sealed class TunDevice : IDisposable
{
    private const string Path = "/dev/net/tun";
    private const int ReadWrite = 2;
    private const int NonBlocking = 0x800;
    private const uint SetInterface = 0x400454ca;
    private const short PacketsWithoutHeader = 0x1001;
    private const int RequestBytes = 40;
    private const int NameBytes = 16;

    /// <summary>Creates a device.</summary>
    /// <param name="name">Its name, at most 15 letters.</param>
    /// <exception cref="RunRefusedException">The kernel does not let this process.</exception>
    public TunDevice(string name)
    {
        Name = name;
        Descriptor = Open(Path, ReadWrite | NonBlocking);
        var request = new byte[RequestBytes];
        Encoding.ASCII.GetBytes(name, request);
        BitConverter.TryWriteBytes(request.AsSpan(NameBytes), PacketsWithoutHeader);
        if (Descriptor < 0 || Control(Descriptor, SetInterface, request) != 0)
        {
            var error = Marshal.GetLastPInvokeErrorMessage();
            Dispose();
            throw new RunRefusedException($"A network of the run's own needs {Path} and the right to use it: {error}. Run as root, or choose scenarios that need none.");
        }
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The open file.</summary>
    public int Descriptor { get; }

    /// <summary>Reads a packet that the host sends.</summary>
    /// <returns>Its bytes; 0 or less when there is none now.</returns>
    public int Read(byte[] packet) => (int)Read(Descriptor, packet, (nuint)packet.Length);

    /// <summary>Hands the host a packet. A host that takes none loses it, as on any network.</summary>
    public void Write(byte[] packet, int length) => _ = Write(Descriptor, packet, (nuint)length);

    /// <inheritdoc />
    public void Dispose()
    {
        if (Descriptor >= 0)
        {
            _ = Close(Descriptor);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(string path, int flags);

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int descriptor, nuint request, byte[] argument);

    [DllImport("libc", EntryPoint = "read"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Read(int descriptor, byte[] buffer, nuint length);

    [DllImport("libc", EntryPoint = "write"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Write(int descriptor, byte[] buffer, nuint length);

    [DllImport("libc", EntryPoint = "close"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
