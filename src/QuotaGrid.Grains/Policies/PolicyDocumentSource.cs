namespace QuotaGrid.Grains.Policies;

/// <summary>The policy document that this silo brings along.</summary>
/// <param name="Document">The document, UTF-8 JSON, validated.</param>
/// <param name="IsBuiltIn">Whether it is the built-in default, which gives way to whatever is in force already.</param>
public sealed record PolicyDocumentSource(ReadOnlyMemory<byte> Document, bool IsBuiltIn);
