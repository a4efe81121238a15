using Orleans;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Coverage;

/// <summary>
/// Where people are alike enough that what is usual is learned of them together: the countries of one calling code, or all targets of a space without countries. The text is
/// <c>e164:49</c>, <c>integer</c> or <c>opaque</c>.
/// </summary>
/// <param name="Code">The calling code, 1 to 999; 0 for opaque targets and 1,000 for whole numbers.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.Market")]
public readonly record struct Market([property: Id(0)] ushort Code)
{
    /// <summary>The highest code.</summary>
    internal const ushort LastCode = Integers;

    private const ushort Integers = 1_000;

    /// <summary>The market of a region.</summary>
    public static Market Of(RegionKey region)
    {
        switch (region.Space)
        {
            case TargetSpace.Integer:
                return new Market(Integers);
            case TargetSpace.Opaque:
                return default;
            default:
                var digits = region.FirstDigits;
                return new Market((ushort)(digits / 100 is 1 or 7 ? digits / 100 : HasTwoDigits(digits / 10) ? digits / 10 : digits));
        }
    }

    /// <inheritdoc />
    public override string ToString() => Code switch { 0 => "opaque", Integers => "integer", _ => $"e164:{Code}" };

    // The calling codes of two digits that ITU-T E.164 assigns; those that begin with 1 and 7 have one, all others three.
    private static bool HasTwoDigits(int code) =>
        code is 20 or 27 or (>= 30 and <= 34) or 36 or 39 or 40 or 41 or (>= 43 and <= 49) or (>= 51 and <= 58) or (>= 60 and <= 66)
            or 81 or 82 or 84 or 86 or (>= 90 and <= 95) or 98;
}
