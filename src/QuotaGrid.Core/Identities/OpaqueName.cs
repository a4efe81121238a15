using System.Text;

namespace QuotaGrid.Core.Identities;

/// <summary>
/// The form of names that are somebody else's and taken as they are (<see cref="Identity"/>, <see cref="Tenant"/>): 1 to 256 UTF-8 bytes without
/// control characters.
/// </summary>
internal static class OpaqueName
{
    /// <summary>The longest name, in UTF-8 bytes.</summary>
    public const int MaxBytes = 256;

    /// <summary>What to send instead of a name that does not have the form, without an end, so that more can follow.</summary>
    public const string Form = "1 to 256 UTF-8 bytes without control characters";

    /// <summary>Says what is wrong with a name, or null when it has the form.</summary>
    /// <param name="text">The name.</param>
    /// <param name="what">What it names, for the message.</param>
    public static string? FindProblem(string? text, string what)
    {
        if (string.IsNullOrEmpty(text))
        {
            return $"The {what} is missing or empty.";
        }

        // A UTF-16 unit makes at most three bytes, so a text this long cannot fit and need not be counted.
        if (text.Length > MaxBytes)
        {
            return $"The {what} has {text.Length} characters and more than {MaxBytes} UTF-8 bytes.";
        }

        foreach (var rune in text.EnumerateRunes())
        {
            // An unpaired surrogate enumerates as the replacement character; a genuine U+FFFD carries nothing worth keeping either.
            if (rune == Rune.ReplacementChar)
            {
                return $"The {what} is not valid Unicode.";
            }

            if (Rune.IsControl(rune))
            {
                return $"The {what} has the control character U+{rune.Value:X4}.";
            }
        }

        var bytes = Encoding.UTF8.GetByteCount(text);
        return bytes > MaxBytes ? $"The {what} has {bytes} UTF-8 bytes." : null;
    }
}
