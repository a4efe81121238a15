using System.Buffers;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace QuotaGrid.Load.Faults.Network;

/// <summary>
/// Carries packets between the hosts of a network, loses and delays them. The kernel's own way (tc and netem) is not in every kernel, and cannot be set from one host to another; TCP in the hosts is the kernel's all the same, and
/// sends again what is lost here.
/// </summary>
internal sealed class PacketSwitch : IDisposable
{
    private const int MaxPacket = 65_536;
    private const int FirstByteOfPlace = 19;
    private const int ShortestPacket = 20;
    private const short Readable = 1;
    private const int LongestWaitMillis = 50;

    // On a network so long delayed more is lost than waits.
    private const int MaxWaiting = 100_000;

    private readonly TunDevice[] _devices;
    private readonly Link[,] _links;
    private readonly PriorityQueue<(int To, byte[] Packet, int Length), long> _waiting = new();
    private readonly Random _random = new(1);
    private readonly Thread _thread;
    private volatile bool _isOver;

    /// <summary>Begins to carry packets.</summary>
    /// <param name="devices">A device of each host, in order of the hosts' places.</param>
    public PacketSwitch(TunDevice[] devices)
    {
        (_devices, _links) = (devices, new Link[devices.Length + 1, devices.Length + 1]);
        _thread = new Thread(Carry) { IsBackground = true, Name = nameof(PacketSwitch), Priority = ThreadPriority.Highest };
        _thread.Start();
    }

    /// <summary>Changes a link, in one direction.</summary>
    public void Set(int from, int to, Link link)
    {
        lock (_links)
        {
            _links[from, to] = link;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _isOver = true;
        _thread.Join();
    }

    /// <summary>The place of the host that a packet goes to: the last part of its address; 0 when it goes to none of ours.</summary>
    internal static int PlaceOf(ReadOnlySpan<byte> packet, int hosts) =>
        packet.Length >= ShortestPacket && packet[0] >> 4 == 4 && packet[FirstByteOfPlace] is > 0 and var place && place <= hosts ? place : 0;

    private void Carry()
    {
        var polled = _devices.Select(device => new Poll { Descriptor = device.Descriptor, Events = Readable }).ToArray();
        var packet = new byte[MaxPacket];
        while (!_isOver)
        {
            _ = Wait(polled, (nuint)polled.Length, SendDue());
            for (var place = 1; place <= _devices.Length; place++)
            {
                while (polled[place - 1].Returned != 0 && _devices[place - 1].Read(packet) is > 0 and var length)
                {
                    Take(place, packet, length);
                }
            }
        }
    }

    private void Take(int from, byte[] packet, int length)
    {
        var to = PlaceOf(packet.AsSpan(0, length), _devices.Length);
        Link link;
        lock (_links)
        {
            link = _links[from, to];
        }

        if (to == 0 || (link.Loss > 0 && _random.NextDouble() < link.Loss))
        {
            return;
        }

        if (link.Delay == TimeSpan.Zero)
        {
            _devices[to - 1].Write(packet, length);
        }
        else if (_waiting.Count < MaxWaiting)
        {
            var copy = ArrayPool<byte>.Shared.Rent(length);
            packet.AsSpan(0, length).CopyTo(copy);
            _waiting.Enqueue((to, copy, length), Stopwatch.GetTimestamp() + (long)(link.Delay.TotalSeconds * Stopwatch.Frequency));
        }
    }

    /// <summary>Sends what has waited long enough.</summary>
    /// <returns>How long the next one waits, in milliseconds.</returns>
    private int SendDue()
    {
        while (_waiting.TryPeek(out _, out var due))
        {
            var rest = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
            if (rest > TimeSpan.Zero)
            {
                return Math.Min(LongestWaitMillis, (int)rest.TotalMilliseconds + 1);
            }

            var (to, packet, length) = _waiting.Dequeue();
            _devices[to - 1].Write(packet, length);
            ArrayPool<byte>.Shared.Return(packet);
        }

        return LongestWaitMillis;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Poll
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [DllImport("libc", EntryPoint = "poll"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Wait([In, Out] Poll[] polled, nuint count, int millis);
}
