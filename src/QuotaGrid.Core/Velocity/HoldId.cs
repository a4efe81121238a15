using System.Globalization;
using Orleans;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Velocity;

/// <summary>
/// Names one acquisition of <see cref="InFlightPermits"/>. No two ever have the same, so that whoever comes too late releases nobody else's permits. Its text is
/// 16 hexadecimal digits, of which callers know nothing but that they give them back as they got them.
/// </summary>
/// <param name="Value">A positive number: the order of acquisition above, the place in the table in the lowest 14 bits.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.HoldId")]
public readonly record struct HoldId([property: Id(0)] long Value)
{
    private const int Digits = 16;
    private const string Remedy = "Send the 'hold' of the decision as it was.";

    /// <summary>Reads the text of a hold.</summary>
    /// <param name="text">The text.</param>
    /// <param name="field">The field to name in an error.</param>
    /// <exception cref="InvalidValueException">The text is none that <see cref="ToString"/> makes.</exception>
    public static HoldId Parse(string? text, string field = "hold")
    {
        if (string.IsNullOrEmpty(text))
        {
            throw new InvalidValueException(new(field, "The hold is missing or empty.", Remedy));
        }

        if (text.Length != Digits)
        {
            throw new InvalidValueException(new(field, $"The hold has {text.Length} characters, not {Digits}.", Remedy));
        }

        foreach (var letter in text)
        {
            if (!char.IsAsciiHexDigitLower(letter))
            {
                throw new InvalidValueException(new(field, $"The hold has the character U+{(int)letter:X4}, which is no lower-case hexadecimal digit.", Remedy));
            }
        }

        var value = long.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return value > 0 ? new HoldId(value) : throw new InvalidValueException(new(field, "No hold has this number.", Remedy));
    }

    /// <inheritdoc />
    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
