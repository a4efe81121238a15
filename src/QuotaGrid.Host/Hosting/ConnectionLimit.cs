using System.Globalization;

namespace QuotaGrid.Host.Hosting;

/// <summary>How many connections each URL takes: beyond that new ones are closed at once.</summary>
internal static class ConnectionLimit
{
    // Those that ask are gateways and balancers, which have few connections.
    private const int Most = 20_000;

    // A process that has just started has some 300 files open.
    private const int LeastFilesForOthers = 512;

    private const string OpenFiles = "Max open files";
    private const string LimitsFile = "/proc/self/limits";

    /// <summary>The limit of this process.</summary>
    public static int Read() => File.Exists(LimitsFile) ? Of(File.ReadLines(LimitsFile)) : Most;

    /// <summary>The limit where a process has these limits of its own, as <c>/proc/self/limits</c> tells them.</summary>
    /// <remarks>A connection is an open file. A process that may open no more files accepts nothing, reaches neither silos nor the database, and ends before long; so a quarter of them is for those.</remarks>
    public static int Of(IEnumerable<string> limits)
    {
        var openFiles = limits.FirstOrDefault(line => line.StartsWith(OpenFiles, StringComparison.Ordinal))?[OpenFiles.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(openFiles, NumberStyles.None, CultureInfo.InvariantCulture, out var files) ? (int)Math.Clamp(files - Math.Max(files / 4, LeastFilesForOthers), 1, Most) : Most;
    }
}
