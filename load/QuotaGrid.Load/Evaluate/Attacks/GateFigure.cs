namespace QuotaGrid.Load.Evaluate.Attacks;

/// <summary>A figure of an attack that something may be promised of.</summary>
public enum GateFigure
{
    /// <summary>Registered numbers answered, as a share of all.</summary>
    Exposed,

    /// <summary>Time to the first alert.</summary>
    Detection,

    /// <summary>Registered numbers answered for each puppet.</summary>
    UsefulPerPuppet,

    /// <summary>Puppets that alerts named within seven days, as a share of all.</summary>
    Recall,
}
