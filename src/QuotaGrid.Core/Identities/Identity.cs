using System.Text;
using Orleans;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Identities;

/// <summary>
/// The API client that is limited: an account, a device, an API key. An opaque string of 1 to 256 UTF-8 bytes without control
/// characters; two identities are the same when their bytes are the same.
/// </summary>
[GenerateSerializer, Immutable, Alias("quotagrid.Identity")]
public readonly record struct Identity
{
    /// <summary>The longest identity, in UTF-8 bytes.</summary>
    public const int MaxBytes = 256;

    private Identity(string value) => Value = value;

    /// <summary>The identity as the gateway named it.</summary>
    [Id(0)]
    public string Value { get; }

    /// <summary>Takes an identity as it is, without trimming or case folding.</summary>
    /// <param name="text">The identity.</param>
    /// <param name="field">The field to name in an error.</param>
    /// <exception cref="InvalidValueException">The text is missing, empty, too long, not valid Unicode, or has control characters.</exception>
    public static Identity Parse(string? text, string field = "identity") =>
        FindProblem(text) is { } detail
            ? throw new InvalidValueException(new(field, detail, $"Send 1 to {MaxBytes} UTF-8 bytes without control characters."))
            : new Identity(text!);

    /// <inheritdoc />
    public override string ToString() => Value;

    private static string? FindProblem(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "The identity is missing or empty.";
        }

        // A UTF-16 unit makes at most three bytes, so a text this long cannot fit and need not be counted.
        if (text.Length > MaxBytes)
        {
            return $"The identity has {text.Length} characters and more than {MaxBytes} UTF-8 bytes.";
        }

        foreach (var rune in text.EnumerateRunes())
        {
            // An unpaired surrogate enumerates as the replacement character; a genuine U+FFFD carries nothing worth keeping either.
            if (rune == Rune.ReplacementChar)
            {
                return "The identity is not valid Unicode.";
            }

            if (Rune.IsControl(rune))
            {
                return $"The identity has the control character U+{rune.Value:X4}.";
            }
        }

        var bytes = Encoding.UTF8.GetByteCount(text);
        return bytes > MaxBytes ? $"The identity has {bytes} UTF-8 bytes." : null;
    }
}
