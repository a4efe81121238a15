using Orleans;

namespace QuotaGrid.Core.Problems;

/// <summary>What is wrong with one value: where it stands, what is wrong, and what to do about it.</summary>
/// <param name="Field">Where the value stands: a JSON path in a document (<c>$.policies[0].limits[1].quota</c>) or a field's name (<c>identity</c>).</param>
/// <param name="Detail">What is wrong with the value. Never contains a target.</param>
/// <param name="Remedy">What to write instead.</param>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.ValueProblem")]
public sealed record ValueProblem([property: Id(0)] string Field, [property: Id(1)] string Detail, [property: Id(2)] string Remedy)
{
    /// <inheritdoc />
    public override string ToString() => $"{Field}: {Detail} {Remedy}";
}
