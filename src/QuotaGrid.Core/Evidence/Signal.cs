namespace QuotaGrid.Core.Evidence;

/// <summary>What tells a sweep from honest look-ups. Each has an e-value of its own; none is sufficient alone.</summary>
public enum Signal
{
    /// <summary>Too many targets that nobody else asked for.</summary>
    Novelty,

    /// <summary>Too many targets that the backend did not find: numbers tried at random.</summary>
    Missing,

    /// <summary>Too few that it did not find: a leaked list.</summary>
    Found,

    /// <summary>Too many targets that are the neighbour of the one before.</summary>
    Order,

    /// <summary>Too many syncs with too much that is new: an address book hardly changes.</summary>
    Churn,
}
