namespace QuotaGrid.Gateway.Endpoints;

/// <summary>The types of problem documents (RFC 9457). Clients may switch on them; they do not change.</summary>
public static class ProblemTypes
{
    /// <summary>The request cannot be used: see its <c>errors</c>. Sending it again is of no use.</summary>
    public const string InvalidRequest = "urn:quotagrid:problem:invalid-request";

    /// <summary>The caller is not known: no identity to charge.</summary>
    public const string IdentityMissing = "urn:quotagrid:problem:identity-missing";

    /// <summary>The caller of this service showed no key or token that is valid.</summary>
    public const string Unauthenticated = "urn:quotagrid:problem:unauthenticated";

    /// <summary>The caller's key or token does not have the scope that this needs.</summary>
    public const string ScopeMissing = "urn:quotagrid:problem:scope-missing";

    /// <summary>Nothing is known of the identity.</summary>
    public const string IdentityUnknown = "urn:quotagrid:problem:identity-unknown";

    /// <summary>The policies in force have no such budget.</summary>
    public const string BudgetUnknown = "urn:quotagrid:problem:budget-unknown";

    /// <summary>Nothing is done about the identity for sweeping the capability.</summary>
    public const string NotContained = "urn:quotagrid:problem:not-contained";

    /// <summary>There is no such campaign, or no longer.</summary>
    public const string CampaignUnknown = "urn:quotagrid:problem:campaign-unknown";

    /// <summary>That the client passed a challenge lifts nothing: what is done about it is no challenge, or it passed too many lately.</summary>
    public const string ChallengeOfNoUse = "urn:quotagrid:problem:challenge-of-no-use";

    /// <summary>The hold is no longer held: it was released, or its lease ended.</summary>
    public const string HoldUnknown = "urn:quotagrid:problem:hold-unknown";

    /// <summary>A limit denied the request (draft-ietf-httpapi-ratelimit-headers).</summary>
    public const string QuotaExceeded = "https://iana.org/assignments/http-problem-types#quota-exceeded";

    /// <summary>The request is denied for what the identity did, or those like it, and not by a limit (draft-ietf-httpapi-ratelimit-headers).</summary>
    public const string AbnormalUsageDetected = "https://iana.org/assignments/http-problem-types#abnormal-usage-detected";

    /// <summary>Nobody could decide; that is no denial (draft-ietf-httpapi-ratelimit-headers).</summary>
    public const string TemporaryReducedCapacity = "https://iana.org/assignments/http-problem-types#temporary-reduced-capacity";
}
