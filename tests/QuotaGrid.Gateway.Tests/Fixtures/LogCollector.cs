using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace QuotaGrid.Gateway.Tests.Fixtures;

/// <summary>Keeps what QuotaGrid logs at information or above.</summary>
internal sealed class LogCollector : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = [];

    /// <summary>What was logged so far.</summary>
    public IReadOnlyCollection<(LogLevel Level, string Text)> Lines => _lines;

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => new CollectingLogger(categoryName.StartsWith("QuotaGrid", StringComparison.Ordinal), _lines);

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private sealed class CollectingLogger(bool wanted, ConcurrentQueue<(LogLevel Level, string Text)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => wanted && logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                lines.Enqueue((logLevel, formatter(state, exception)));
            }
        }
    }
}
