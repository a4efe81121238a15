using Orleans;
using QuotaGrid.Core.Policies;

namespace QuotaGrid.Core.Leases;

/// <summary>
/// Permits of all limits of a policy at once, by what they pay for. Every velocity limit of a unit and every novel limit charges the same for the same request, so a
/// gateway needs one number for each of the three, whatever the number of limits.
/// </summary>
/// <param name="Items">Of each velocity limit that charges items, 0 to <see cref="Most"/>.</param>
/// <param name="Requests">Of each velocity limit that charges requests, 0 to <see cref="Most"/>.</param>
/// <param name="Novel">Of each novel limit, 0 to <see cref="Most"/>.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.Permits")]
public readonly record struct Permits([property: Id(0)] int Items, [property: Id(1)] int Requests, [property: Id(2)] int Novel)
{
    /// <summary>The most permits of a kind that one lease holds.</summary>
    public const int Most = (1 << 21) - 1;

    /// <summary>Whether there are none.</summary>
    public bool IsNone => this == default;

    /// <summary>What they come to of a limit; 0 of one of which none are lent.</summary>
    public int Of(Limit limit) => (limit.Kind, limit.Unit) switch
    {
        (LimitKind.Velocity, LimitUnit.Items) => Items,
        (LimitKind.Velocity, _) => Requests,
        (LimitKind.Novel, _) => Novel,
        _ => 0,
    };

    /// <summary>Kind by kind the smaller number.</summary>
    public static Permits Min(Permits left, Permits right) =>
        new(Math.Min(left.Items, right.Items), Math.Min(left.Requests, right.Requests), Math.Min(left.Novel, right.Novel));

    /// <summary>Kind by kind the larger number.</summary>
    public static Permits Max(Permits left, Permits right) =>
        new(Math.Max(left.Items, right.Items), Math.Max(left.Requests, right.Requests), Math.Max(left.Novel, right.Novel));

    /// <summary>Kind by kind the sum, at most <see cref="Most"/>.</summary>
    public static Permits operator +(Permits left, Permits right) =>
        Min(new(left.Items + right.Items, left.Requests + right.Requests, left.Novel + right.Novel), new(Most, Most, Most));

    /// <summary>Kind by kind the difference, at least 0.</summary>
    public static Permits operator -(Permits left, Permits right) =>
        Max(new(left.Items - right.Items, left.Requests - right.Requests, left.Novel - right.Novel), default);
}
