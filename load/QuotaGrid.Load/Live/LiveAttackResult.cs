namespace QuotaGrid.Load.Live;

/// <summary>What came of one attack.</summary>
/// <param name="Scenario">The attack.</param>
/// <param name="Puppets">The puppets that asked for anything.</param>
/// <param name="Asked">Lookups that they asked for.</param>
/// <param name="Admitted">Lookups that were admitted.</param>
/// <param name="Exposed">Registered numbers that were answered, each once.</param>
/// <param name="Registered">The registered numbers of the whole plan.</param>
/// <param name="Detection">Seconds to the first alert; null when there was none.</param>
/// <param name="Containment">Seconds of the attack until 90 % of the puppets that asked had been told that something is done about them; null when that never was.</param>
/// <param name="Convicted">Puppets that were convicted.</param>
/// <param name="Contained">Puppets that were told that something is done about them, because they were convicted or because of a campaign.</param>
/// <param name="Seconds">How long it took, in seconds.</param>
public sealed record LiveAttackResult(
    LiveScenario Scenario, int Puppets, long Asked, long Admitted, long Exposed, long Registered, double? Detection, double? Containment, int Convicted, int Contained, double Seconds)
{
    /// <summary>E: the share of the plan's registered numbers that was answered, as if there were as many puppets as the exam has.</summary>
    public double Share => Exposed * Scenario.Scale / Registered;

    /// <summary>Registered numbers that a puppet was answered.</summary>
    public double UsefulPerPuppet => (double)Exposed / Math.Max(1, Puppets);

    /// <summary>Seconds of the attack to the first alert.</summary>
    public double? DetectionInAttack => Detection * Scenario.Speed;
}
