using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Policies.Reading;

/// <summary>Finds values that stand twice where each must be another.</summary>
internal static class UniqueValues
{
    /// <summary>Reports every value that stood before; null values were reported already.</summary>
    /// <param name="values">The JSON path and the value of each place, in the order of the document.</param>
    /// <param name="what">What the values are, for the message.</param>
    /// <param name="problems">Where problems go.</param>
    public static void Check(IEnumerable<(string Path, string? Value)> values, string what, ProblemList problems)
    {
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, value) in values)
        {
            if (value is not null && !first.TryAdd(value, path))
            {
                problems.Add(path, $"The {what} {QuotedText.Of(value)} stands at {first[value]} already.", $"Write another {what}.");
            }
        }
    }
}
