using Orleans;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Identities;

/// <summary>
/// The API client that is limited: an account, a device, an API key. An opaque string of 1 to 256 UTF-8 bytes without control
/// characters; two identities are the same when their bytes are the same.
/// </summary>
[GenerateSerializer, Immutable, Alias("quotagrid.Identity")]
public readonly record struct Identity
{
    /// <summary>The longest identity, in UTF-8 bytes.</summary>
    public const int MaxBytes = OpaqueName.MaxBytes;

    private Identity(string value) => Value = value;

    /// <summary>The identity as the gateway named it.</summary>
    [Id(0)]
    public string Value { get; }

    /// <summary>Takes an identity as it is, without trimming or case folding.</summary>
    /// <param name="text">The identity.</param>
    /// <param name="field">The field to name in an error.</param>
    /// <exception cref="InvalidValueException">The text is missing, empty, too long, not valid Unicode, or has control characters.</exception>
    public static Identity Parse(string? text, string field = "identity") =>
        OpaqueName.FindProblem(text, "identity") is { } detail
            ? throw new InvalidValueException(new(field, detail, $"Send {OpaqueName.Form}."))
            : new Identity(text!);

    /// <inheritdoc />
    public override string ToString() => Value;
}
