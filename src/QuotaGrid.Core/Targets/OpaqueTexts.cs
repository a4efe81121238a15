using System.Text;

namespace QuotaGrid.Core.Targets;

/// <summary>Checks targets of <see cref="TargetSpace.Opaque"/>, which are taken as they are.</summary>
internal static class OpaqueTexts
{
    /// <summary>Says what is wrong with the text, or null.</summary>
    public static string? FindProblem(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            // An unpaired surrogate enumerates as the replacement character.
            if (rune == Rune.ReplacementChar)
            {
                return "The target is not valid Unicode.";
            }
        }

        var bytes = Encoding.UTF8.GetByteCount(text);
        return bytes > CanonicalTarget.MaxBytes ? $"The target has {bytes} UTF-8 bytes; at most {CanonicalTarget.MaxBytes} are read." : null;
    }
}
