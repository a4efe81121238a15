namespace QuotaGrid.Core.Leases;

/// <summary>Whether a holder can decide a request by itself.</summary>
public enum LocalAnswerKind
{
    /// <summary>It cannot: the identity's grain has to be asked. Nothing was spent.</summary>
    Ask = 0,

    /// <summary>All of it is admitted and paid for.</summary>
    Admitted = 1,

    /// <summary>All of it is denied, as the grain would: the identity has no permit left.</summary>
    Denied = 2,
}
