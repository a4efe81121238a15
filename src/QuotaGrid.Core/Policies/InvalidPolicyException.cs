using System.Collections.Immutable;
using Orleans;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Policies;

/// <summary>A policy document that cannot be used. Nothing of it is in force.</summary>
[GenerateSerializer, Alias("quotagrid.InvalidPolicyException")]
public sealed class InvalidPolicyException : Exception
{
    /// <summary>Creates the exception for every problem of a document.</summary>
    /// <param name="problems">The problems, at least one.</param>
    public InvalidPolicyException(ImmutableArray<ValueProblem> problems)
        : base(Describe(problems)) => Problems = problems;

    /// <summary>Every problem of the document, each with its JSON path and its remedy.</summary>
    [Id(0)]
    public ImmutableArray<ValueProblem> Problems { get; }

    private static string Describe(ImmutableArray<ValueProblem> problems)
    {
        var count = problems.Length == 1 ? "1 problem" : $"{problems.Length} problems";
        return $"The policy document has {count}:\n{string.Join('\n', problems)}";
    }
}
