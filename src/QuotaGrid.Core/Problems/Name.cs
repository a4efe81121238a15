namespace QuotaGrid.Core.Problems;

/// <summary>
/// The form shared by every name that operators choose (capabilities, plans, policies, limits): 1 to 64 characters, lower-case
/// ASCII letters and digits, with single dots, dashes or underscores between them. Such a name is safe as a metric tag,
/// a header token and a file name.
/// </summary>
public static class Name
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>The form as a regular expression, for schemas and messages.</summary>
    public const string Pattern = "^[a-z0-9]+([._-][a-z0-9]+)*$";

    /// <summary>What to do about a name that does not have the form.</summary>
    public const string Remedy = "Write 1 to 64 lower-case letters and digits, with single '.', '-' or '_' between them.";

    /// <summary>Says what is wrong with a name, or null when it is well formed.</summary>
    public static string? FindProblem(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "The name is missing or empty.";
        }

        if (text.Length > MaxLength)
        {
            return $"The name has {text.Length} characters.";
        }

        var afterSeparator = true;
        foreach (var c in text)
        {
            var separator = c is '.' or '-' or '_';
            if (!separator && c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9')))
            {
                return $"The name has the character U+{(int)c:X4}.";
            }

            if (separator && afterSeparator)
            {
                return $"The name has a '{c}' without a letter or digit before it.";
            }

            afterSeparator = separator;
        }

        return afterSeparator ? $"The name ends in '{text[^1]}'." : null;
    }
}
