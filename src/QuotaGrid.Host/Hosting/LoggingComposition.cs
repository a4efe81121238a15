using Microsoft.Extensions.Configuration.Memory;

namespace QuotaGrid.Host.Hosting;

/// <summary>What a process logs to the console: its own doings, and of the libraries what is wrong. <c>Logging__LogLevel__…</c> changes it.</summary>
internal static class LoggingComposition
{
    private static readonly Dictionary<string, string?> Levels = new()
    {
        ["Logging:LogLevel:Default"] = nameof(LogLevel.Information),
        ["Logging:LogLevel:Microsoft"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:Orleans"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:Polly"] = nameof(LogLevel.Warning),
        // It warns at every start that server garbage collection is off; on few cores it gains nothing and costs memory.
        ["Logging:LogLevel:Orleans.Runtime.Silo"] = nameof(LogLevel.Error),
        ["Logging:LogLevel:QuotaGrid"] = nameof(LogLevel.Information),
    };

    public static void AddConsoleLogging(this WebApplicationBuilder builder)
    {
        // In front of every other source, so that each of them wins over it; a filter in code would win over all of them.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Levels });
        builder.Logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat, console.UseUtcTimestamp) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ ", true));
    }
}
