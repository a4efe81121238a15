using System.Collections.Immutable;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Policies.Reading;

/// <summary>The problems found in a document so far. Past <see cref="PolicyBounds.MaxProblems"/> they are only counted.</summary>
internal sealed class ProblemList
{
    private readonly List<ValueProblem> _problems = [];
    private int _leftOut;

    /// <summary>Whether nothing was found wrong.</summary>
    public bool IsEmpty => _problems.Count == 0;

    /// <summary>Keeps a problem.</summary>
    public void Add(string field, string detail, string remedy)
    {
        if (_problems.Count < PolicyBounds.MaxProblems)
        {
            _problems.Add(new ValueProblem(field, detail, remedy));
        }
        else
        {
            _leftOut++;
        }
    }

    /// <summary>All problems as the exception that reports them.</summary>
    public InvalidPolicyException ToException() => new(
        _leftOut == 0
            ? [.. _problems]
            : [.. _problems, new ValueProblem("$", $"The document has {_leftOut} more problems.", "Mend the ones above first.")]);

    /// <summary>The exception for a document that cannot be read as far as its values.</summary>
    public static InvalidPolicyException Single(string detail, string remedy) =>
        new(ImmutableArray.Create(new ValueProblem("$", detail, remedy)));
}
