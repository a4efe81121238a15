using System.CommandLine;
using QuotaGrid.Host.Access;
using QuotaGrid.Host.Settings;

namespace QuotaGrid.Host.Commands;

/// <summary><c>quotagrid key</c>: makes API keys.</summary>
internal static class KeyCommand
{
    public static Command Create()
    {
        var name = new Option<string>("--name") { Description = "Whose key it is: 1 to 64 lower-case letters and digits, with single '.', '-' or '_' between them.", Required = true };
        var scopes = new Option<string>("--scopes") { Description = $"What it may do: one or more of {string.Join(", ", Scopes.All)}, with ',' between them.", Required = true };
        var expires = new Option<string?>("--expires") { Description = "When it is no longer taken, as in '2030-01-31T00:00:00Z'. Default: never." };
        var create = new Command("create", "Makes an API key. It is written once, and kept nowhere; the entry for the file that --api-keys names has no more than its SHA-256.") { name, scopes, expires };
        create.SetAction((arguments, _) => CommandErrors.ReportAsync(async () =>
        {
            var text = ApiKeyText.Create();
            var key = Read(text, arguments.GetRequiredValue(name), arguments.GetRequiredValue(scopes), arguments.GetValue(expires));
            await Console.Out.WriteLineAsync($"key    {text}\nentry  {ApiKeyFile.Write(key)}");
        }));
        return new Command("key", "Makes API keys.") { create };
    }

    private static ApiKey Read(string text, string name, string scopes, string? expires)
    {
        List<string> problems = [];
        if (Core.Problems.Name.FindProblem(name) is { } problem)
        {
            problems.Add($"--name is '{name}'. {problem} {Core.Problems.Name.Remedy}");
        }

        var given = scopes.Split(',', StringSplitOptions.TrimEntries);
        if (!given.All(Scopes.All.Contains))
        {
            problems.Add($"--scopes is '{scopes}'. Write one or more of {string.Join(", ", Scopes.All)}, with ',' between them.");
        }

        var end = ApiKeyFile.ReadTime(expires);
        if (expires is not null && end is null)
        {
            problems.Add($"--expires is '{expires}'. Write a time of RFC 3339, as in '2030-01-31T00:00:00Z'.");
        }

        return problems.Count == 0 ? new ApiKey(name, ApiKeyText.Hash(text), [.. given.Distinct()], end) : throw new SettingsException(problems);
    }
}
