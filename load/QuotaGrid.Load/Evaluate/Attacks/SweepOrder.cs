namespace QuotaGrid.Load.Evaluate.Attacks;

/// <summary>In which order an attacker goes through a plan.</summary>
public enum SweepOrder
{
    /// <summary>By number; each puppet has a slice of neighbours.</summary>
    InOrder,

    /// <summary>In random order; no two puppets have the same number.</summary>
    Random,

    /// <summary>The densest blocks first, which the attacker knows; neighbours go to different puppets.</summary>
    DensestFirst,
}
