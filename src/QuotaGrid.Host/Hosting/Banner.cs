using System.Globalization;
using System.Text;
using QuotaGrid.Contracts.Policies;
using QuotaGrid.Core.Policies;
using QuotaGrid.Host.Access;
using QuotaGrid.Host.Settings;

namespace QuotaGrid.Host.Hosting;

/// <summary>What a process says when it has started: what runs where.</summary>
internal static class Banner
{
    public static string Write(HostSettings settings, IEnumerable<string> urls, PoliciesInForce? policies, IEnumerable<(string Name, string Text)> more)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"QuotaGrid {Product.Version}, role {settings.Role.ToString().ToLowerInvariant()}, cluster {settings.Cluster}");
        foreach (var url in urls)
        {
            Line(text, "http", settings.Role == Role.Silo ? $"{url}/healthz/ready" : $"{url}/v1/decisions (OpenAPI at {url}/openapi/v1.json)");
            Line(text, "metrics", $"{url}/metrics");
            if (settings.Role != Role.Edge && (settings.Access.IsOpen || settings.Access.HasCredentials))
            {
                Line(text, "dashboard", settings.Access.IsOpen ? $"{url}/dashboard (from this machine only)" : $"{url}/dashboard (scope {Scopes.Admin})");
            }
        }

        if (settings.Role != Role.Edge)
        {
            Line(text, "silo", $"port {settings.SiloPort} between silos, port {settings.GatewayPort} for gateways");
        }

        foreach (var (name, line) in more)
        {
            Line(text, name, line);
        }

        Line(text, "policies", policies is null
            ? "none yet; not ready until a silo publishes them"
            : $"version {policies.Version}: {string.Join(", ", policies.Set.Policies.Select(Describe))}");
        return text.ToString();
    }

    private static string Describe(Policy policy) =>
        $"{policy.Name} for {policy.Capability} ({policy.Stage.ToString().ToLowerInvariant()}, fails {policy.FailMode.ToString().ToLowerInvariant()})";

    private static void Line(StringBuilder text, string name, string line) => text.AppendLine(CultureInfo.InvariantCulture, $"  {name,-11}{line}");
}
