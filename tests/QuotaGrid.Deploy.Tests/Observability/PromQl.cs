using System.Text.RegularExpressions;

namespace QuotaGrid.Deploy.Tests.Observability;

/// <summary>The metrics and labels that a PromQL expression names; roughly, by what stands where.</summary>
internal static partial class PromQl
{
    /// <summary>The metrics.</summary>
    public static string[] Metrics(string expression) =>
        [.. Name().Matches(Grouping().Replace(Range().Replace(Matchers().Replace(expression, " "), " "), " ")).Select(match => match.Value).Where(IsMetric).Distinct()];

    /// <summary>The labels by which is matched or grouped.</summary>
    public static string[] Labels(string expression) =>
    [
        .. Matchers().Matches(expression).SelectMany(match => Label().Matches(match.Value)).Select(match => match.Groups[1].Value)
            .Concat(Grouping().Matches(expression).SelectMany(match => match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries)))
            .Distinct(),
    ];

    // Functions end with a parenthesis and are no match; what is left beside metrics are words between operands.
    private static bool IsMetric(string name) => name is not ("and" or "or" or "unless" or "bool" or "offset" or "on" or "ignoring");

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Matchers();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Range();

    [GeneratedRegex(@"\b(?:by|without)\s*\(([^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\b([a-zA-Z_]\w*)\s*(?:=~|!~|!=|=)")]
    private static partial Regex Label();

    [GeneratedRegex(@"(?<![\w.])[a-zA-Z_]\w*\b(?!\s*\()")]
    private static partial Regex Name();
}
