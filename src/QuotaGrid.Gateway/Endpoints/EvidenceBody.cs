using QuotaGrid.Core.Evidence;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>What an identity's lookups show, counted since it was first seen.</summary>
/// <param name="FirstSeen">Its first request.</param>
/// <param name="LastSeen">Its latest request.</param>
/// <param name="Requests">Requests decided.</param>
/// <param name="Asked">Targets asked for.</param>
/// <param name="Denied">Targets denied, or in the shadow stage those that would have been.</param>
/// <param name="Novel">Targets admitted that were new to it.</param>
/// <param name="Found">Admitted targets that the backend found.</param>
/// <param name="Missing">Admitted targets that the backend did not find.</param>
/// <param name="Unmatched">Reported outcomes of targets that it was not admitted to, or in the shadow stage would not have been.</param>
public sealed record EvidenceBody(
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    long Requests,
    long Asked,
    long Denied,
    long Novel,
    long Found,
    long Missing,
    long Unmatched)
{
    internal static EvidenceBody From(LookupEvidence evidence) => new(
        evidence.FirstSeen.ToDateTimeOffset(),
        evidence.LastSeen.ToDateTimeOffset(),
        evidence.Requests,
        evidence.Asked,
        evidence.Denied,
        evidence.Novel,
        evidence.Found,
        evidence.Missing,
        evidence.Unmatched);
}
