using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Orleans;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Containment;

/// <summary>Names a challenge that a client was set, so that its being passed counts once, however often it is reported. Whoever sets the challenge names it.</summary>
/// <param name="Value">Of the name: the first 64 bits of its SHA-256.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.ChallengeId")]
public readonly record struct ChallengeId([property: Id(0)] ulong Value)
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 128;

    /// <summary>Takes a challenge's name.</summary>
    /// <param name="text">The name.</param>
    /// <param name="field">The field to name in an error.</param>
    /// <exception cref="InvalidValueException">The name is missing, empty or too long, or has other characters than printable ASCII.</exception>
    public static ChallengeId Parse(string? text, string field = "id")
    {
        var detail = string.IsNullOrEmpty(text) ? "The id is missing or empty."
            : text.Length > MaxLength ? $"The id has {text.Length} characters."
            : text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? "The id has characters that are not printable ASCII."
            : null;
        return detail is null
            ? new ChallengeId(BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.ASCII.GetBytes(text!))))
            : throw new InvalidValueException(new(field, detail, $"Send the challenge's own id, 1 to {MaxLength} printable ASCII characters: another one for each challenge, the same one when a report is sent again."));
    }
}
