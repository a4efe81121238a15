using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace QuotaGrid.Grains.Alerts;

/// <summary>The signature of an event by which its receiver knows that it is ours: that of Standard Webhooks (https://www.standardwebhooks.com), version 1.</summary>
internal static class WebhookSignature
{
    /// <summary>The header with the event's id, the same at each attempt.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>The header with the time of the attempt, in seconds since 1970.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>The header with the signature.</summary>
    public const string SignatureHeader = "webhook-signature";

    /// <summary>The signature: <c>v1,</c> and the base64 of the HMAC-SHA256 over id, time and body, with dots between them.</summary>
    public static string Of(ReadOnlySpan<byte> secret, string id, long unixSeconds, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{unixSeconds}.")), .. body];
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, signed))}";
    }
}
