namespace QuotaGrid.Contracts.Files;

/// <summary>A file that cannot be used. The message says why and what to do, and never has what is in the file.</summary>
public sealed class UnusableFileException(string message) : Exception(message);
