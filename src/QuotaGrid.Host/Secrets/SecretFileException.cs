namespace QuotaGrid.Host.Secrets;

/// <summary>A secret file that cannot be used. The message never has the secret.</summary>
public sealed class SecretFileException(string message) : Exception(message);
