using System.Globalization;
using System.Text;

namespace QuotaGrid.Core.Problems;

/// <summary>Texts from outside as messages show them: quoted, on one line, and short.</summary>
internal static class QuotedText
{
    /// <summary>How much of a text is shown, in Unicode scalar values.</summary>
    public const int MaxShown = 64;

    /// <summary>Quotes a text: <c>'text'</c>. Characters that would not show as themselves become <c>\u000A</c>.</summary>
    public static string Of(string text)
    {
        var shown = new StringBuilder("'");
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (count++ == MaxShown)
            {
                return shown.Append("...'").ToString();
            }

            if (IsShownAsItself(rune))
            {
                shown.Append(rune);
            }
            else
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
            }
        }

        return shown.Append('\'').ToString();
    }

    private static bool IsShownAsItself(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control
            or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned);
}
