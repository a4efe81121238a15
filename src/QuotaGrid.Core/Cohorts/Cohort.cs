using System.Globalization;
using Orleans;
using QuotaGrid.Core.Problems;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Cohorts;

/// <summary>
/// The identities that share an attribute: a network prefix, an AS number, a client fingerprint, an app build, the hour of signing up. The text is <c>network:203.0.113.0/24</c>.
/// </summary>
[GenerateSerializer, Immutable, Alias("quotagrid.Cohort")]
public readonly record struct Cohort
{
    /// <summary>The longest value, in characters.</summary>
    public const int MaxValueLength = 128;

    /// <summary>The kind of the one cohort that everybody is in. No attribute can be called so.</summary>
    public const string EverybodyKind = "everybody";

    /// <summary>The kind of cohorts by the hour in which an identity was first seen, in UTC. The grain knows it; no gateway sends it.</summary>
    public const string SignUpHourKind = "signup-hour";

    private const char Separator = ':';

    private Cohort(string kind, string value) => (Kind, Value) = (kind, value);

    /// <summary>Everybody.</summary>
    public static Cohort Everybody { get; } = new(EverybodyKind, "all");

    /// <summary>Which attribute it is: a <see cref="Name"/>.</summary>
    [Id(0)]
    public string Kind { get; }

    /// <summary>What they share of it: 1 to <see cref="MaxValueLength"/> printable ASCII characters without spaces.</summary>
    [Id(1)]
    public string Value { get; }

    /// <summary>Names the identities that share an attribute.</summary>
    /// <param name="kind">Which attribute.</param>
    /// <param name="value">What they share of it.</param>
    /// <param name="field">The field to name in an error.</param>
    /// <exception cref="InvalidValueException">The kind is no name, or the value is empty, too long, or has other characters.</exception>
    public static Cohort Of(string? kind, string? value, string field = "attributes")
    {
        if (Name.FindProblem(kind) is { } problem)
        {
            throw new InvalidValueException(new(field, problem, Name.Remedy));
        }

        if (FindProblem(value) is { } detail)
        {
            throw new InvalidValueException(new($"{field}.{kind}", detail, $"Send 1 to {MaxValueLength} printable ASCII characters without spaces, or leave the attribute out."));
        }

        return new Cohort(kind!, value!);
    }

    /// <summary>Those who were first seen in the same hour.</summary>
    public static Cohort OfSignUpHour(Instant firstSeen) => new(SignUpHourKind, firstSeen.ToDateTimeOffset().ToString("yyyy-MM-ddTHH", CultureInfo.InvariantCulture));

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="InvalidValueException">The text is not that.</exception>
    public static Cohort Parse(string? text, string field = "cohort")
    {
        var at = text?.IndexOf(Separator, StringComparison.Ordinal) ?? -1;
        return at < 0
            ? throw new InvalidValueException(new(field, "The cohort has no ':'.", "Write the attribute's name, ':' and its value, as in 'asn:64500'."))
            : Of(text![..at], text[(at + 1)..], field);
    }

    /// <inheritdoc />
    public override string ToString() => $"{Kind}{Separator}{Value}";

    /// <summary>Says what is wrong with a value, or null when it is well formed.</summary>
    private static string? FindProblem(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return "The value is missing or empty.";
        }

        if (value.Length > MaxValueLength)
        {
            return $"The value has {value.Length} characters.";
        }

        foreach (var c in value)
        {
            if (c is <= ' ' or > '~')
            {
                return $"The value has the character U+{(int)c:X4}.";
            }
        }

        return null;
    }
}
