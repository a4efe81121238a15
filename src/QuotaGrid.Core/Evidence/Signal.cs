namespace QuotaGrid.Core.Evidence;

/// <summary>What tells a sweep from honest look-ups. Each has an e-value of its own; none is sufficient alone. The numbers are stored.</summary>
public enum Signal : byte
{
    /// <summary>Too many targets that nobody else asked for.</summary>
    Novelty = 0,

    /// <summary>Too many targets that the backend did not find: numbers tried at random.</summary>
    Missing = 1,

    /// <summary>Too few that it did not find: a leaked list.</summary>
    Found = 2,

    /// <summary>Too many targets that are the neighbour of the one before.</summary>
    Order = 3,

    /// <summary>Too many syncs with too much that is new: an address book hardly changes.</summary>
    Churn = 4,
}
