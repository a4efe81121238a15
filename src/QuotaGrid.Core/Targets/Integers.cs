using System.Globalization;

namespace QuotaGrid.Core.Targets;

/// <summary>Reads targets of <see cref="TargetSpace.Integer"/>: decimal digits; leading zeros change nothing.</summary>
internal static class Integers
{
    /// <summary>Reads a number, or says what is wrong with the text.</summary>
    public static string? Read(string text, out ulong number)
    {
        number = 0;

        // Asked first, because the parser lets zero characters at the end pass.
        if (text.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return "The target has characters other than the digits 0 to 9.";
        }

        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            ? null
            : "The target is over 18446744073709551615.";
    }
}
