namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>The kind of a span, by its numbers in OTLP.</summary>
public enum SpanRole
{
    Unspecified,
    Internal,
    Server,
    Client,
}
