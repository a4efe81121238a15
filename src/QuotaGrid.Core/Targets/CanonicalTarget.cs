namespace QuotaGrid.Core.Targets;

/// <summary>
/// A target in the one form that all its spellings share. Lives only inside a gateway process, between reading a request
/// and making its <see cref="Fingerprint"/>; it has no text form on purpose.
/// </summary>
public readonly struct CanonicalTarget
{
    /// <summary>The longest text that is read as a target, in UTF-8 bytes.</summary>
    public const int MaxBytes = 256;

    private CanonicalTarget(TargetSpace space, ulong number, string? text)
    {
        Space = space;
        Number = number;
        Text = text;
    }

    /// <summary>The space that the target belongs to.</summary>
    public TargetSpace Space { get; }

    /// <summary>The number, in spaces of numbers.</summary>
    internal ulong Number { get; }

    /// <summary>The text, in the opaque space.</summary>
    internal string? Text { get; }

    /// <summary>Whether another target is the one before or after, in a space that has an order.</summary>
    public bool IsNeighbourOf(in CanonicalTarget other) => Text is null && other.Text is null && Space == other.Space && (Number - other.Number is 1 or ulong.MaxValue);

    /// <summary>Reads what was asked for as a target.</summary>
    /// <param name="space">The space that the capability's targets belong to.</param>
    /// <param name="defaultRegion">For <see cref="TargetSpace.E164"/>, the country of numbers without a country code, or null to refuse them.</param>
    /// <param name="text">What was asked for.</param>
    /// <param name="target">The target.</param>
    /// <param name="problem">What is wrong with the text, without repeating it.</param>
    /// <returns>Whether the text names a target.</returns>
    public static bool TryRead(TargetSpace space, string? defaultRegion, string? text, out CanonicalTarget target, out string? problem)
    {
        target = default;
        if (string.IsNullOrEmpty(text))
        {
            problem = "The target is missing or empty.";
            return false;
        }

        if (text.Length > MaxBytes)
        {
            problem = $"The target has {text.Length} characters; at most {MaxBytes} UTF-8 bytes are read.";
            return false;
        }

        switch (space)
        {
            case TargetSpace.E164:
                problem = E164Numbers.Read(text, defaultRegion, out var phoneNumber);
                target = new CanonicalTarget(space, phoneNumber, null);
                break;
            case TargetSpace.Integer:
                problem = Integers.Read(text, out var integer);
                target = new CanonicalTarget(space, integer, null);
                break;
            case TargetSpace.Opaque:
                problem = OpaqueTexts.FindProblem(text);
                target = new CanonicalTarget(space, 0, text);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(space), space, "Not a target space.");
        }

        return problem is null;
    }
}
