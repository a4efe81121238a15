using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace QuotaGrid.Cluster.Tests.Fixtures;

/// <summary>Keeps what is logged at warning or above, and what QuotaGrid logs at information or above.</summary>
internal sealed class LogCollector : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = [];

    /// <summary>What was logged so far.</summary>
    public IReadOnlyCollection<LogLine> Lines => _lines;

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => new CollectingLogger(categoryName, _lines);

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private sealed class CollectingLogger(string category, ConcurrentQueue<LogLine> lines) : ILogger
    {
        private readonly LogLevel _least = category.StartsWith("QuotaGrid", StringComparison.Ordinal) ? LogLevel.Information : LogLevel.Warning;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= _least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                lines.Enqueue(new LogLine(category, logLevel, formatter(state, exception), exception));
            }
        }
    }
}
