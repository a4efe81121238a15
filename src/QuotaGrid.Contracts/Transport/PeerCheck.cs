using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace QuotaGrid.Contracts.Transport;

/// <summary>Judges the certificate of the other side of one connection, and keeps why it was refused.</summary>
/// <param name="name">The DNS name that it must be for.</param>
/// <param name="isRequired">Whether there must be one.</param>
internal sealed class PeerCheck(string name, bool isRequired)
{
    /// <summary>Why it was refused, or null. In words of ours: what a stranger's certificate says does not come into the log.</summary>
    public string? Problem { get; private set; }

    /// <summary>What the TLS library asks.</summary>
    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Problem = Find(certificate, chain, errors);
        return Problem is null;
    }

    private string? Find(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 shown)
        {
            return isRequired ? "it shows no certificate" : null;
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            var words = string.Join(", ", (chain?.ChainStatus ?? []).Select(status => status.Status).Distinct());
            return $"its certificate is not valid by the authorities here ({words})";
        }

        // Of the library's own check of names only this is left; it would take wildcards.
        return shown.MatchesHostname(name, allowWildcards: false, allowCommonName: false) ? null : $"its certificate is not for '{name}'";
    }
}
