using Microsoft.Extensions.Logging;

namespace QuotaGrid.Cluster.Tests.Fixtures;

/// <summary>One line of a log.</summary>
internal sealed record LogLine(string Category, LogLevel Level, string Text, Exception? Exception);
