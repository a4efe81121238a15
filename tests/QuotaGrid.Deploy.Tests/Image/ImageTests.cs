using System.Diagnostics;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using QuotaGrid.Deploy.Tests.Fixtures;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Deploy.Tests.Image;

/// <summary>The image, built by the Dockerfile's own steps as far as a machine without a Docker engine can, and started from its own file tree, which nobody can write to.</summary>
public sealed class ImageTests : IDisposable
{
    private static readonly TimeSpan BuildPatience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(90);

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Scripts => Repository.PathOf("tests/QuotaGrid.Deploy.Tests/Image");

    public void Dispose()
    {
        // The mounts ended with the processes that had them; what is left belongs to more than one account.
        using var remove = Process.Start("rm", ["-rf", _directory.Path]);
        remove.WaitForExit();
    }

    [Fact]
    public async Task TheImageIsBuiltAndStartsAndIsHealthy()
    {
        Assert.SkipUnless(Environment.UserName == "root", "A chroot needs root.");
        Assert.SkipUnless(File.Exists("/usr/bin/buildah"), "buildah is not installed; tests/run.sh installs it.");

        var folder = Path.Combine(_directory.Path, "image");
        var (code, tree) = await RunAsync("bash", [Path.Combine(Scripts, "image.sh"), Repository.PathOf(""), folder], BuildPatience);
        var log = Path.Combine(folder, "build.log");
        Assert.True(code == 0, File.Exists(log) ? await File.ReadAllTextAsync(log, Cancel) : tree);

        AssertConfiguration(JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "image.json"), Cancel)).RootElement.GetProperty("Docker").GetProperty("config"));
        Assert.False(Path.Exists(Path.Combine(tree, "bin/sh")), "The image has a shell.");
        Assert.False(Path.Exists(Path.Combine(tree, "app/runtimes")), "The image has libraries for other systems.");
        Assert.All(["quotagrid.dll", "QuotaGrid.Core.dll", "Orleans.Runtime.dll", "Npgsql.dll"], name => Assert.True(IsCompiledAhead(Path.Combine(tree, "app", name)), $"{name} waits for the compiler."));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000).UtcDateTime, File.GetLastWriteTimeUtc(Path.Combine(tree, "app/quotagrid.dll")));
        await StartAsync(tree);
    }

    // What Kubernetes and Docker go by.
    private static void AssertConfiguration(JsonElement config)
    {
        Assert.Equal("10001:10001", config.GetProperty("User").GetString());
        Assert.Equal(["dotnet", "/app/quotagrid.dll"], Texts(config.GetProperty("Entrypoint")));
        Assert.Equal(["serve", "--data", "/data/quotagrid"], Texts(config.GetProperty("Cmd")));
        Assert.Equal(["CMD", "dotnet", "/app/quotagrid.dll", "health"], Texts(config.GetProperty("Healthcheck").GetProperty("Test")));
        Assert.Equal(["11111/tcp", "30000/tcp", "8080/tcp"], config.GetProperty("ExposedPorts").EnumerateObject().Select(port => port.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["/data"], config.GetProperty("Volumes").EnumerateObject().Select(volume => volume.Name));
        Assert.Equal("test", config.GetProperty("Labels").GetProperty("org.opencontainers.image.revision").GetString());
        Assert.Contains("DOTNET_EnableDiagnostics=0", Texts(config.GetProperty("Env")));
        Assert.Contains("QUOTAGRID_URLS=http://*:8080", Texts(config.GetProperty("Env")));
    }

    private async Task StartAsync(string tree)
    {
        var ports = LoopbackPorts.Find(3);
        var data = Path.Combine(_directory.Path, "data");
        var url = RunningHost.UrlOf(ports[0]);
        using var process = Process.Start(InImage(
            tree, data, "serve", "--data", "/data/quotagrid", "--urls", url, "--silo-port", $"{ports[1]}", "--gateway-port", $"{ports[2]}"))!;
        try
        {
            using var http = new QuotaGridHttp(new Uri(url));
            await Eventually.SeeAsync(
                "the image is ready",
                StartPatience,
                async () =>
                {
                    Assert.False(process.HasExited);
                    return await http.IsReadyAsync() ? http : null;
                },
                Cancel);
            Assert.Equal("allowed", (await http.DecideAsync("image", UsNumbers.Take(0, 10))).Outcome);

            // The image's own way to ask.
            using var health = Process.Start(InImage(tree, data, "health", "--url", $"{url}/healthz/live"))!;
            await health.WaitForExitAsync(Cancel);
            Assert.Equal(0, health.ExitCode);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        Assert.True(File.Exists(Path.Combine(data, "quotagrid/quotagrid.db")));
    }

    private static ProcessStartInfo InImage(string tree, string data, params string[] arguments)
    {
        var start = new ProcessStartInfo("unshare", ["--mount", "--kill-child", "bash", Path.Combine(Scripts, "start.sh"), tree, data, .. arguments]);
        foreach (var inherited in start.Environment.Keys.Where(name => name.StartsWith("QUOTAGRID_", StringComparison.Ordinal) || name.StartsWith("DOTNET_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(inherited);
        }

        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return start;
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments, TimeSpan patience)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(Cancel);
            await process.WaitForExitAsync(Cancel).WaitAsync(patience, TimeProvider.System, Cancel);
            return (process.ExitCode, (await output).Trim());
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static bool IsCompiledAhead(string assembly)
    {
        using var reader = new PEReader(File.OpenRead(assembly));
        return reader.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(one => one.GetString()!)];
}
