using System.Text.RegularExpressions;

namespace QuotaGrid.Host.Settings;

/// <summary>
/// The variables that Kubernetes puts into every pod for every Service of the namespace. Those of a Service named <c>quotagrid</c> or
/// <c>quotagrid-silo</c> begin as ours do, and one, <c>QUOTAGRID_SILO_PORT</c>, even has the name of a setting. Nobody who runs us wrote them.
/// </summary>
/// <remarks>https://kubernetes.io/docs/tutorials/services/connect-applications-service/#environment-variables</remarks>
internal static partial class ServiceLinks
{
    /// <summary>Whether a variable is such a link, by its name or, where that is not enough, by its value.</summary>
    public static bool Has(string variable, string value) => Name().IsMatch(variable) || (Port().IsMatch(variable) && Endpoint().IsMatch(value));

    // …_SERVICE_HOST, …_SERVICE_PORT, …_SERVICE_PORT_HTTP, …_PORT_8080_TCP, …_PORT_8080_TCP_ADDR
    [GeneratedRegex("^QUOTAGRID_([A-Z0-9_]+_)?(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex("^QUOTAGRID_([A-Z0-9_]+_)?PORT$", RegexOptions.CultureInvariant)]
    private static partial Regex Port();

    [GeneratedRegex("^(tcp|udp|sctp)://", RegexOptions.CultureInvariant)]
    private static partial Regex Endpoint();
}
