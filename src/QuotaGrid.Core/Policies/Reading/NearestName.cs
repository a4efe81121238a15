namespace QuotaGrid.Core.Policies.Reading;

/// <summary>Finds what somebody meant to write.</summary>
internal static class NearestName
{
    /// <summary>The most letters to change, add or leave out before a name counts as another name.</summary>
    public const int MaxEdits = 2;

    /// <summary>The known name with the fewest edits (Levenshtein, letter case ignored) to a text, or null when none is near.</summary>
    public static string? Find(string text, ReadOnlySpan<string> known)
    {
        string? nearest = null;
        var fewest = MaxEdits + 1;
        foreach (var name in known)
        {
            // Half of a short name is no typing error: 'plan' does not mean 'name'.
            var edits = Math.Abs(name.Length - text.Length) > MaxEdits ? int.MaxValue : CountEdits(text, name);
            if (edits < fewest && edits * 2 < name.Length)
            {
                (nearest, fewest) = (name, edits);
            }
        }

        return nearest;
    }

    private static int CountEdits(string from, string to)
    {
        var above = new int[to.Length + 1];
        var row = new int[to.Length + 1];
        for (var j = 0; j <= to.Length; j++)
        {
            above[j] = j;
        }

        for (var i = 1; i <= from.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var substitution = char.ToLowerInvariant(from[i - 1]) == char.ToLowerInvariant(to[j - 1]) ? 0 : 1;
                row[j] = Math.Min(above[j - 1] + substitution, Math.Min(above[j], row[j - 1]) + 1);
            }

            (above, row) = (row, above);
        }

        return above[to.Length];
    }
}
