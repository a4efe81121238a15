using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using QuotaGrid.Contracts.Files;

namespace QuotaGrid.Host.Access;

/// <summary>The JSON form of API keys: <c>{ "formatVersion": 1, "keys": [ { "name", "sha256", "scopes", "expires" } ] }</c>, with <c>expires</c> left out for never.</summary>
internal static class ApiKeyFile
{
    private const int FormatVersion = 1;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ssK";

    /// <summary>Reads a file; everything wrong is said at once.</summary>
    /// <exception cref="UnusableFileException">It cannot be used.</exception>
    public static ApiKeySet Read(string file, byte[] content)
    {
        List<string> problems = [];
        var keys = ImmutableArray<ApiKey>.Empty;
        try
        {
            using var document = JsonDocument.Parse(content, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            keys = ReadKeys(document.RootElement, problems);
        }
        catch (JsonException e)
        {
            // Not its message: that may quote what stands there.
            problems.Add($"Line {e.LineNumber + 1} is no JSON.");
        }

        return problems.Count == 0
            ? new ApiKeySet(keys)
            : throw new UnusableFileException($"The file '{file}' has no API keys that can be used. {string.Join(' ', problems)} 'quotagrid key create' writes entries.");
    }

    /// <summary>Writes an entry.</summary>
    public static string Write(ApiKey key)
    {
        var entry = new Dictionary<string, object> { ["name"] = key.Name, ["sha256"] = Convert.ToHexStringLower(key.Hash), ["scopes"] = key.Scopes };
        if (key.Expires is { } expires)
        {
            entry["expires"] = expires.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
        }

        return JsonSerializer.Serialize(entry);
    }

    private static ImmutableArray<ApiKey> ReadKeys(JsonElement root, List<string> problems)
    {
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("formatVersion", out var version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number != FormatVersion
            || !root.TryGetProperty("keys", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            problems.Add($"Write {{ \"formatVersion\": {FormatVersion}, \"keys\": [ … ] }}.");
            return [];
        }

        foreach (var property in root.EnumerateObject().Where(property => property.Name is not ("formatVersion" or "keys")))
        {
            problems.Add($"'{property.Name}' is no field.");
        }

        if (list.GetArrayLength() > ApiKeySet.MaxKeys)
        {
            problems.Add($"There are {list.GetArrayLength()} keys; write at most {ApiKeySet.MaxKeys}.");
            return [];
        }

        var keys = list.EnumerateArray().Select((entry, place) => ReadKey(entry, $"keys[{place}]", problems)).OfType<ApiKey>().ToImmutableArray();
        problems.AddRange(keys.GroupBy(key => key.Name).Where(same => same.Count() > 1).Select(same => $"Two keys have the name '{same.Key}'."));
        problems.AddRange(keys.GroupBy(key => Convert.ToHexString(key.Hash)).Where(same => same.Count() > 1)
            .Select(same => $"The keys {string.Join(" and ", same.Select(key => $"'{key.Name}'"))} are the same."));
        return keys;
    }

    private static ApiKey? ReadKey(JsonElement entry, string where, List<string> problems)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            problems.Add($"{where} is no object.");
            return null;
        }

        var before = problems.Count;
        problems.AddRange(entry.EnumerateObject().Where(property => property.Name is not ("name" or "sha256" or "scopes" or "expires"))
            .Select(property => $"{where} has '{property.Name}', which is no field."));
        var name = ReadText(entry, "name");
        if (name is null || Core.Problems.Name.FindProblem(name) is not null)
        {
            problems.Add($"{where}.name: {Core.Problems.Name.Remedy}");
        }

        var hash = new byte[SHA256.HashSizeInBytes];
        if (ReadText(entry, "sha256") is not { Length: 2 * SHA256.HashSizeInBytes } hex || Convert.FromHexString(hex, hash, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            problems.Add($"{where}.sha256: Write the SHA-256 of the key, {2 * SHA256.HashSizeInBytes} hexadecimal digits.");
        }

        var scopes = ReadScopes(entry);
        if (scopes.IsEmpty)
        {
            problems.Add($"{where}.scopes: Write one or more of {string.Join(", ", Scopes.All)}.");
        }

        var expires = ReadTime(ReadText(entry, "expires"));
        if (expires is null && entry.TryGetProperty("expires", out _))
        {
            problems.Add($"{where}.expires: Write a time of RFC 3339, as in '2030-01-31T00:00:00Z'.");
        }

        return problems.Count == before ? new ApiKey(name!, hash, scopes, expires) : null;
    }

    /// <summary>Reads a time of RFC 3339, or null when it is none.</summary>
    public static DateTimeOffset? ReadTime(string? text) =>
        DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static string? ReadText(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ImmutableArray<string> ReadScopes(JsonElement entry)
    {
        if (!entry.TryGetProperty("scopes", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        var scopes = list.EnumerateArray().Select(scope => scope.ValueKind == JsonValueKind.String ? scope.GetString()! : "").ToImmutableArray();
        return scopes.All(Scopes.All.Contains) ? scopes.Distinct().ToImmutableArray() : [];
    }
}
