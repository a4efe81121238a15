using Orleans;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Capabilities;

/// <summary>
/// What an answer reveals, such as <c>contacts.lookup</c>. Every endpoint that answers the same question shares one capability, so
/// that a limit cannot be walked around through a second endpoint. Form: <see cref="Name"/>.
/// </summary>
[GenerateSerializer, Immutable, Alias("quotagrid.Capability")]
public readonly record struct Capability
{
    private Capability(string value) => Value = value;

    /// <summary>The capability's name.</summary>
    [Id(0)]
    public string Value { get; }

    /// <summary>Takes a capability's name.</summary>
    /// <param name="text">The name.</param>
    /// <param name="field">The field to name in an error.</param>
    /// <exception cref="InvalidValueException">The text does not have the form of a <see cref="Name"/>.</exception>
    public static Capability Parse(string? text, string field = "capability") =>
        Name.FindProblem(text) is { } detail
            ? throw new InvalidValueException(new(field, detail, Name.Remedy))
            : new Capability(text!);

    /// <inheritdoc />
    public override string ToString() => Value;
}
