namespace QuotaGrid.Load.Evaluate.People;

/// <summary>Why contacts are asked for, as a client could tell its server.</summary>
public enum ContactKind
{
    /// <summary>The whole book again, sent by a client that knows what it sent before.</summary>
    Sync,

    /// <summary>The whole book by a client that knows of nothing before: at sign-up and after reinstalling.</summary>
    Full,

    /// <summary>Up to three numbers that somebody typed or tapped.</summary>
    OneOff,
}
