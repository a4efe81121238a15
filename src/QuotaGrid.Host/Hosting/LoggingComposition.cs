namespace QuotaGrid.Host.Hosting;

/// <summary>What a process logs to the console: its own doings, and of the libraries what is wrong. <c>Logging__LogLevel__…</c> changes it.</summary>
internal static class LoggingComposition
{
    public static void AddConsoleLogging(this WebApplicationBuilder builder)
    {
        builder.Logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat, console.UseUtcTimestamp) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ ", true));
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);
        builder.Logging.AddFilter("Polly", LogLevel.Warning);
        // It warns at every start that server garbage collection is off; on few cores it gains nothing and costs memory.
        builder.Logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error);
        builder.Logging.AddFilter("QuotaGrid", LogLevel.Information);
    }
}
