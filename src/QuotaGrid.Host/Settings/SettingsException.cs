namespace QuotaGrid.Host.Settings;

/// <summary>Settings that cannot be used: every problem at once, each with where its value came from and the remedy.</summary>
public sealed class SettingsException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>What is wrong.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
