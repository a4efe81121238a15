using System.Net;
using System.Text.Json;

namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>An answer over HTTP.</summary>
public sealed record HttpReply(HttpStatusCode Status, string? ContentType, IReadOnlyDictionary<string, string> Headers, string Text)
{
    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonElement.Parse(Text);

    /// <summary>The decision's outcome.</summary>
    public string Outcome => Json.GetProperty("outcome").GetString()!;

    /// <summary>The limit that denied, or null.</summary>
    public string? Limit => Json.GetProperty("limit").GetString();

    /// <summary>The permit of a request in flight, or null.</summary>
    public string? Hold => Json.TryGetProperty("hold", out var hold) ? hold.GetString() : null;

    /// <summary>Seconds to wait.</summary>
    public double RetryAfter => Json.GetProperty("retryAfter").GetDouble();

    /// <summary>The places of the allowed targets.</summary>
    public int[] Allowed => Places("allowed");

    /// <summary>The places of the denied targets.</summary>
    public int[] Denied => Places("denied");

    /// <summary>The identity's one capability.</summary>
    public JsonElement Capability => Assert.Single(Json.GetProperty("capabilities").EnumerateArray());

    /// <summary>The fields that a problem document names.</summary>
    public string[] ErrorFields => [.. Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()!)];

    /// <summary>What remains of a limit, of a decision or of the identity's one capability.</summary>
    public long Remaining(string limit)
    {
        var limits = Json.TryGetProperty("limits", out var own) ? own : Capability.GetProperty("limits");
        return limits.EnumerateArray().Single(one => one.GetProperty("name").GetString() == limit).GetProperty("remaining").GetInt64();
    }

    /// <summary>A count of the identity's evidence.</summary>
    public long Evidence(string count) => Capability.GetProperty("evidence").GetProperty(count).GetInt64();

    private int[] Places(string name) => [.. Json.GetProperty(name).EnumerateArray().Select(place => place.GetInt32())];
}
