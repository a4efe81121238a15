namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>A span as a collector receives it. Ids are hexadecimal; the parent's is empty for the first of a trace.</summary>
public sealed record ExportedSpan(string Source, string Name, SpanRole Role, string Trace, string Id, string Parent);
