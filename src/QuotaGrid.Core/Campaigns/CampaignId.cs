using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orleans;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Problems;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Campaigns;

/// <summary>Names a campaign. Its text is 16 hexadecimal digits.</summary>
/// <param name="Value">Of what was convicted first, the first 64 bits of its SHA-256: whoever judges the same convictions names the same campaign.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.CampaignId")]
public readonly record struct CampaignId([property: Id(0)] ulong Value)
{
    private const int Digits = 16;

    /// <summary>Names the campaign that a conviction is the first of.</summary>
    internal static CampaignId Of(Capability capability, Identity identity, Instant since) => new(BinaryPrimitives.ReadUInt64LittleEndian(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{capability}\n{since.UnixNanos}\n{identity}")))));

    /// <summary>Reads the text of a campaign.</summary>
    /// <param name="text">The text.</param>
    /// <param name="field">The field to name in an error.</param>
    /// <exception cref="InvalidValueException">The text is none that <see cref="ToString"/> makes.</exception>
    public static CampaignId Parse(string? text, string field = "campaign") =>
        text?.Length == Digits && text.All(char.IsAsciiHexDigitLower)
            ? new CampaignId(ulong.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))
            : throw new InvalidValueException(new(field, $"The campaign is {QuotedText.Of(text ?? "")}.", $"Send {Digits} lower-case hexadecimal digits, as 'GET /v1/campaigns' shows them."));

    /// <inheritdoc />
    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
