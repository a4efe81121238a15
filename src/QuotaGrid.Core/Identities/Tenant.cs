using Orleans;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Identities;

/// <summary>
/// Whom several identities belong to: a customer of the API who has many keys. An opaque string of the form of an
/// <see cref="Identity"/>; two tenants are the same when their bytes are the same.
/// </summary>
[GenerateSerializer, Immutable, Alias("quotagrid.Tenant")]
public readonly record struct Tenant
{
    /// <summary>The longest tenant, in UTF-8 bytes.</summary>
    public const int MaxBytes = OpaqueName.MaxBytes;

    private Tenant(string value) => Value = value;

    /// <summary>The tenant as the gateway named it.</summary>
    [Id(0)]
    public string Value { get; }

    /// <summary>Takes a tenant as it is, without trimming or case folding.</summary>
    /// <param name="text">The tenant.</param>
    /// <param name="field">The field to name in an error.</param>
    /// <exception cref="InvalidValueException">The text is missing, empty, too long, not valid Unicode, or has control characters.</exception>
    public static Tenant Parse(string? text, string field = "tenant") =>
        OpaqueName.FindProblem(text, "tenant") is { } detail
            ? throw new InvalidValueException(new(field, detail, $"Send {OpaqueName.Form}."))
            : new Tenant(text!);

    /// <inheritdoc />
    public override string ToString() => Value;
}
