using System.Runtime.InteropServices;

namespace QuotaGrid.Load.Reports;

/// <summary>The machine that a report was made on, as far as a reader needs it to compare figures. Never names the host.</summary>
/// <param name="Cpu">The processor's model, or its architecture where the model is not to be had.</param>
/// <param name="Cores">The logical cores that the process may use.</param>
/// <param name="MemoryBytes">The memory that the process may use, in bytes.</param>
/// <param name="Os">The operating system.</param>
/// <param name="Runtime">The .NET runtime.</param>
public sealed record Machine(string Cpu, int Cores, long MemoryBytes, string Os, string Runtime)
{
    private const string LinuxCpuFile = "/proc/cpuinfo";

    /// <summary>Describes this machine.</summary>
    public static Machine Describe() => new(
        FindCpu() ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription);

    /// <summary>Finds the processor's model in the text of Linux's <c>/proc/cpuinfo</c>; null when it has none.</summary>
    public static string? FindModel(string cpuInfo)
    {
        ArgumentNullException.ThrowIfNull(cpuInfo);
        return cpuInfo.Split('\n')
            .Where(line => line.StartsWith("model name", StringComparison.Ordinal) && line.Contains(':'))
            .Select(line => line[(line.IndexOf(':') + 1)..].Trim())
            .FirstOrDefault(model => model.Length > 0);
    }

    private static string? FindCpu() =>
        File.Exists(LinuxCpuFile)
            ? FindModel(File.ReadAllText(LinuxCpuFile))
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
}
