using System.Collections.Immutable;
using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Faults.Cluster;

/// <summary>The calendar clock of a process, which can be set while it runs; its monotonic clock goes on as it does. By libfaketime.</summary>
public sealed class FaultClock
{
    private const string Library = "libfaketimeMT.so.1";

    private static readonly string[] Folders = ["/usr/lib/x86_64-linux-gnu/faketime", "/usr/lib/aarch64-linux-gnu/faketime", "/usr/lib/faketime"];

    private readonly string _file;

    /// <summary>Makes a clock that is right.</summary>
    /// <param name="file">The file by which it is set.</param>
    /// <exception cref="RunRefusedException">libfaketime is not installed.</exception>
    public FaultClock(string file)
    {
        _file = file;
        var library = Folders.Select(folder => Path.Combine(folder, Library)).FirstOrDefault(File.Exists)
            ?? throw new RunRefusedException($"A clock that can be set needs {Library}. Install the package 'faketime', or choose other scenarios.");
        Set("+0");
        Environment = ImmutableDictionary<string, string>.Empty
            .Add("LD_PRELOAD", library)
            .Add("FAKETIME_TIMESTAMP_FILE", file)
            .Add("FAKETIME_NO_CACHE", "1")
            .Add("DONT_FAKE_MONOTONIC", "1");
    }

    /// <summary>What a process is started with that has it.</summary>
    public ImmutableDictionary<string, string> Environment { get; }

    /// <summary>Sets it, by so much ahead of or behind what is right, such as <c>+1h</c>.</summary>
    public void Set(string offset) => File.WriteAllText(_file, offset);
}
