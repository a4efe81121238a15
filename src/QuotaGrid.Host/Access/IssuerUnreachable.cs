namespace QuotaGrid.Host.Access;

/// <summary>Says of a request that its token could not be judged, because the issuer's keys could not be had. That is no refusal.</summary>
internal sealed class IssuerUnreachable;
