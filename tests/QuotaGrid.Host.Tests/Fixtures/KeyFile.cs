using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>Files of API keys, made without the product's code.</summary>
public static class KeyFile
{
    /// <summary>A key that nobody else has.</summary>
    public static string NewKey() => "qg_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Writes a file with these keys.</summary>
    public static void Write(string path, params (string Name, string Key, string[] Scopes, string? Expires)[] keys)
    {
        var entries = keys.Select(key =>
        {
            var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key.Key)));
            var entry = new Dictionary<string, object> { ["name"] = key.Name, ["sha256"] = hash, ["scopes"] = key.Scopes };
            if (key.Expires is not null)
            {
                entry["expires"] = key.Expires;
            }

            return entry;
        });
        File.WriteAllText(path, JsonSerializer.Serialize(new { formatVersion = 1, keys = entries }));
    }
}
