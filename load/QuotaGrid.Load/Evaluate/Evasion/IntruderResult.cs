using QuotaGrid.Load.Evaluate.Honest;

namespace QuotaGrid.Load.Evaluate.Evasion;

/// <summary>What came of attackers among honest people.</summary>
/// <param name="Honest">Of honest people.</param>
/// <param name="Victims">Whose contacts the attackers asked for.</param>
/// <param name="ConvictedVictims">The victims who were held for enumerators.</param>
/// <param name="ConvictedPoisoners">The share of their attackers who were.</param>
/// <param name="ConvictedHidden">The share of those who hid behind what many share who were.</param>
public sealed record IntruderResult(HonestResult Honest, int Victims, int ConvictedVictims, double ConvictedPoisoners, double ConvictedHidden)
{
    private static readonly (string Group, double Most)[] Cohorts = [(HonestResult.All, 1e-4), ("operatoraddress", 1e-4), ("newphone", 1e-3)];

    /// <summary>As evasions, with what was denied to honest people beyond what would have been without attackers.</summary>
    /// <param name="alone">The same honest people without attackers.</param>
    public IReadOnlyList<EvasionResult> Evasions(HonestResult alone)
    {
        ArgumentNullException.ThrowIfNull(alone);
        return
        [
            new("poisoning", $"{IntruderRun.PoisonersPerVictim} identities with all that gateways know of a victim ask for its contacts and then sweep around them; {Victims} victims, half of them new",
            [
                new("victims.convicted", ConvictedVictims, "{identity}", 0),
                new("attackers.convicted", Math.Round(100 * ConvictedPoisoners, 2), "%", null),
            ]),
            new("hiding", $"up to {IntruderRun.Hidden:N0} identities sweep at the address of the largest operator and on the newest phone: honest people denied beyond those who are without them, as a share of the group",
            [
                .. Cohorts.Select(cohort => new EvasionFigure($"{cohort.Group}.denied.extra", Extra(cohort.Group, alone), "1", cohort.Most)),
                new("attackers.convicted", Math.Round(100 * ConvictedHidden, 2), "%", null),
            ]),
        ];
    }

    private double Extra(string group, HonestResult alone) => Math.Max(0, Of(Honest, group) - Of(alone, group));

    private static double Of(HonestResult honest, string group) => honest.Groups.Single(one => one.Name == group).DeniedShare;
}
