using Orleans;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Policies;

/// <summary>
/// Which of a capability's policies an identity is under, as the gateway knows it (free, partner, business). Form: <see cref="Name"/>.
/// </summary>
[GenerateSerializer, Immutable, Alias("quotagrid.Plan")]
public readonly record struct Plan
{
    /// <summary>The plan of a request that names none: <c>default</c>.</summary>
    public static readonly Plan Default = new("default");

    private Plan(string value) => Value = value;

    /// <summary>The plan's name.</summary>
    [Id(0)]
    public string Value { get; }

    /// <summary>Takes a plan's name; null means <see cref="Default"/>.</summary>
    /// <param name="text">The name, or null.</param>
    /// <param name="field">The field to name in an error.</param>
    /// <exception cref="InvalidValueException">The text does not have the form of a <see cref="Name"/>.</exception>
    public static Plan Parse(string? text, string field = "plan") =>
        text is null
            ? Default
            : Name.FindProblem(text) is { } detail
                ? throw new InvalidValueException(new(field, detail, Name.Remedy))
                : new Plan(text);

    /// <inheritdoc />
    public override string ToString() => Value;
}
