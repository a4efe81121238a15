using Orleans;

namespace QuotaGrid.Core.Problems;

/// <summary>A value from outside that cannot be used. Nothing was charged and nothing was kept.</summary>
[GenerateSerializer, Alias("quotagrid.InvalidValueException")]
public sealed class InvalidValueException : Exception
{
    /// <summary>Creates the exception for one problem.</summary>
    public InvalidValueException(ValueProblem problem)
        : base(problem.ToString()) => Problem = problem;

    /// <summary>The field, what is wrong with its value, and the remedy.</summary>
    [Id(0)]
    public ValueProblem Problem { get; }
}
