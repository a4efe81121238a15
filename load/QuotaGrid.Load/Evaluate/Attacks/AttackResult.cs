namespace QuotaGrid.Load.Evaluate.Attacks;

/// <summary>What came of one attack on one defence under one seed.</summary>
public sealed record AttackResult
{
    /// <summary>The attack.</summary>
    public required AttackScenario Scenario { get; init; }

    /// <summary>By how much puppets and plan were scaled down.</summary>
    public required double Scale { get; init; }

    /// <summary>Whether it was ended because it took too many lookups, so that it would have got more.</summary>
    public required bool WasCut { get; init; }

    /// <summary>The registered numbers of the swept part of the plan.</summary>
    public required long Registered { get; init; }

    /// <summary>The registered targets that were answered, each once.</summary>
    public required long Exposed { get; init; }

    /// <summary>The share of the registered numbers that was answered.</summary>
    public double Share => Registered == 0 ? 0 : (double)Exposed / Registered;

    /// <summary>Seconds of the attack and the share that was answered by then.</summary>
    public required IReadOnlyList<(double Second, double Share)> Curve { get; init; }

    /// <summary>The puppets that asked for anything.</summary>
    public required int Puppets { get; init; }

    /// <summary>Lookups that were asked for, again after a denial among them.</summary>
    public required long Asked { get; init; }

    /// <summary>Lookups that were admitted.</summary>
    public required long Admitted { get; init; }

    /// <summary>Seconds to the first alert, of a defence without any to the first denial; null when there was none.</summary>
    public required double? Detection { get; init; }

    /// <summary>Seconds until 90 % of the puppets were contained, or denied anything by a defence that contains nobody; null when that never was.</summary>
    public required double? Containment { get; init; }

    /// <summary>The share of the puppets that were alerted of within seven days of the attack; null for a defence without alerts.</summary>
    public required double? Recall { get; init; }

    /// <summary>The score of every puppet at the end.</summary>
    public required IReadOnlyList<float> Scores { get; init; }

    /// <summary>How long the attack lasted, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>For the plan's first region, the admitted targets of each block; before the attack these were what honest people had asked for.</summary>
    public required IReadOnlyList<int> AdmittedOfBlocks { get; init; }
}
