using System.Collections;
using System.Text.Json;

namespace QuotaGrid.Host.Settings;

/// <summary>
/// The texts of all settings and where each came from: the command line wins over the environment, the environment over the file, the file
/// over the default. A name that is no setting is a problem, wherever it stands, unless Kubernetes put it there.
/// </summary>
internal sealed class SettingSources
{
    private const string ByDefault = "by default";

    private readonly Dictionary<string, (string Value, string Source)> _values = [];

    /// <summary>What was wrong so far.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Gathers the texts.</summary>
    /// <param name="commandLine">The options given on the command line, by setting name.</param>
    /// <param name="environment">The environment's variables.</param>
    /// <param name="file">A settings file, or null.</param>
    public static SettingSources Gather(IReadOnlyDictionary<string, string> commandLine, IDictionary environment, string? file)
    {
        var sources = new SettingSources();
        foreach (var setting in SettingNames.All)
        {
            if (setting.Default is { } value)
            {
                sources._values[setting.Name] = (value, ByDefault);
            }
        }

        if (file is not null)
        {
            sources.AddFile(file);
        }

        sources.AddEnvironment(environment);
        foreach (var (name, value) in commandLine)
        {
            sources._values[name] = (value, $"by --{name}");
        }

        return sources;
    }

    /// <summary>The text of a setting, or null.</summary>
    public string? this[string name] => _values.TryGetValue(name, out var entry) ? entry.Value : null;

    /// <summary>Whether somebody set it: it has a text, and not by default.</summary>
    public bool IsGiven(string name) => _values.TryGetValue(name, out var entry) && entry.Source != ByDefault;

    /// <summary>Reports a value that cannot be used.</summary>
    public void Report(string name, string problem, string remedy)
    {
        // A connection may have a password, a webhook's address a token, and messages are kept in logs.
        var stated = !_values.TryGetValue(name, out var entry) ? "is not set"
            : name is "database" or "webhook-url" ? $"is set ({entry.Source})"
            : $"is '{entry.Value}' ({entry.Source})";
        Problems.Add($"--{name} {stated}{problem} {remedy}");
    }

    private void AddEnvironment(IDictionary environment)
    {
        var byVariable = SettingNames.All.ToDictionary(setting => setting.EnvironmentVariable);
        foreach (DictionaryEntry entry in environment)
        {
            var (variable, value) = ((string)entry.Key, (string)entry.Value!);
            if (!variable.StartsWith(SettingNames.EnvironmentPrefix, StringComparison.Ordinal) || ServiceLinks.Has(variable, value))
            {
                continue;
            }

            if (byVariable.TryGetValue(variable, out var setting))
            {
                _values[setting.Name] = (value, $"by {variable}");
            }
            else
            {
                Problems.Add($"The environment has {variable}, which is no setting. Remove it, or use one of {string.Join(", ", byVariable.Keys)}.");
            }
        }
    }

    private void AddFile(string file)
    {
        if (string.IsNullOrWhiteSpace(file))
        {
            Problems.Add($"--config is '{file}'. Name a file with a JSON object of settings.");
            return;
        }

        var byProperty = SettingNames.All.ToDictionary(setting => setting.Property);
        try
        {
            using var document = JsonDocument.Parse(
                File.ReadAllBytes(file), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (!byProperty.TryGetValue(property.Name, out var setting))
                {
                    Problems.Add($"{file} has '{property.Name}', which is no setting. Remove it, or use one of {string.Join(", ", byProperty.Keys)}.");
                }
                else if (property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                {
                    _values[setting.Name] = (property.Value.ToString(), $"in {file}");
                }
                else
                {
                    Problems.Add($"{file} has '{property.Name}' as {property.Value.ValueKind.ToString().ToLowerInvariant()}. Write a text or a number.");
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            Problems.Add($"The settings file '{file}' cannot be read: {e.Message} Name a file with a JSON object of settings.");
        }
    }
}
