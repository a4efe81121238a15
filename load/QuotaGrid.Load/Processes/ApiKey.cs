using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace QuotaGrid.Load.Processes;

/// <summary>An API key of one run, with which the runner uses the gateways that it starts.</summary>
public sealed class ApiKey
{
    private const int Bytes = 32;

    private static readonly string[] Scopes = ["decide", "read"];

    /// <summary>What is sent.</summary>
    public string Text { get; } = "qg_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Writes the file that lets it in.</summary>
    public Task WriteAsync(string path, CancellationToken cancellationToken) => File.WriteAllTextAsync(path, ToFile(), cancellationToken);

    /// <summary>The content of the file that lets it in.</summary>
    public string ToFile()
    {
        var entry = new { name = "run", sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text))), scopes = Scopes };
        return JsonSerializer.Serialize(new { formatVersion = 1, keys = new[] { entry } });
    }
}
