using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using QuotaGrid.Host.Settings;

namespace QuotaGrid.Host.Commands;

/// <summary><c>quotagrid health</c>: asks a running process how it is, where there is no other client to ask with.</summary>
internal static class HealthCommand
{
    private const string LivePath = "/healthz/live";
    private const int Unhealthy = 1;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public static Command Create()
    {
        var url = new Option<string?>("--url") { Description = $"The URL to ask; without it {LivePath} of the first http one of QUOTAGRID_URLS, else of its default." };
        var command = new Command("health", "Asks a running process whether it is live (or what else the URL tells). Exit code 0: it is; 1: it is not, or nobody answers.") { url };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var healthy = false;
            var code = await CommandErrors.ReportAsync(async () => healthy = await AskAsync(Choose(arguments.GetValue(url)), isOwn: arguments.GetValue(url) is null, cancellationToken));
            return code != 0 ? code : healthy ? 0 : Unhealthy;
        });
        return command;
    }

    [SuppressMessage("Security", "CA5359", Justification = "It is the process of this machine, which answers at a name that its certificate is not for; and nothing is told to it.")]
    private static async Task<bool> AskAsync(Uri url, bool isOwn, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        if (isOwn)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        }

        using var http = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(url, cancellationToken);
            await Console.Out.WriteLineAsync($"{url}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}");
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            await Console.Out.WriteLineAsync($"{url}: no answer ({e.Message})");
            return false;
        }
    }

    private static Uri Choose(string? given)
    {
        if (given is not null)
        {
            return Uri.TryCreate(given, UriKind.Absolute, out var named) && named.Scheme is "http" or "https"
                ? named
                : throw new SettingsException([$"--url is '{given}'. Write it as http://localhost:8080{LivePath}."]);
        }

        var setting = SettingNames.All.Single(setting => setting.Name == "urls");
        var urls = (Environment.GetEnvironmentVariable(setting.EnvironmentVariable) ?? setting.Default!).Split(';');
        var address = Parse(urls.FirstOrDefault(url => url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)) ?? urls[0], setting.EnvironmentVariable);

        // Who listens everywhere listens here too.
        var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
        return new Uri($"{address.Scheme}://{host}:{address.Port}{LivePath}");
    }

    private static BindingAddress Parse(string url, string variable)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            throw new SettingsException([$"{variable} has the URL '{url}'. Write it as http://*:8080, or name what to ask with --url."]);
        }
    }
}
