using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Policies.Reading;

/// <summary>Finds values that stand twice where each must be another.</summary>
internal static class UniqueValues
{
    /// <summary>Reports every value that stood before; null values were reported already.</summary>
    /// <param name="values">The JSON path and the value of each place, in the order of the document.</param>
    /// <param name="what">What the values are, for the message.</param>
    /// <param name="problems">Where problems go.</param>
    /// <param name="others">Values elsewhere that none of these may be. They may stand there more than once.</param>
    public static void Check(
        IEnumerable<(string Path, string? Value)> values, string what, ProblemList problems, IEnumerable<(string Path, string? Value)>? others = null)
    {
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, value) in others ?? [])
        {
            if (value is not null)
            {
                first.TryAdd(value, path);
            }
        }

        foreach (var (path, value) in values)
        {
            if (value is not null && !first.TryAdd(value, path))
            {
                problems.Add(path, $"The {what} {QuotedText.Of(value)} stands at {first[value]} already.", $"Write another {what}.");
            }
        }
    }
}
