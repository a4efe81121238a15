using System.Diagnostics;

namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>The executable as the commit before this one makes it, built in a checkout of its own. Where nothing of it has changed since, it is this one.</summary>
internal sealed class PreviousBuild : IAsyncDisposable
{
    private const string Commit = "HEAD~1";

    private static readonly string? Repository = Above(AppContext.BaseDirectory);

    private readonly string? _checkout;

    private PreviousBuild(string program, string? checkout) => (Program, _checkout) = (program, checkout);

    /// <summary>The executable.</summary>
    public string Program { get; }

    /// <summary>Makes it; null where there is no commit before this one to be had, as in a source archive or a clone of one commit.</summary>
    public static async Task<PreviousBuild?> MakeAsync(CancellationToken cancellationToken)
    {
        if (Repository is null || await RunAsync("git", ["-C", Repository, "rev-parse", "--verify", "--quiet", Commit], cancellationToken) != 0)
        {
            return null;
        }

        if (await RunAsync("git", ["-C", Repository, "diff", "--quiet", Commit, "--", "src"], cancellationToken) == 0)
        {
            return new PreviousBuild(HostProcess.Program, checkout: null);
        }

        var checkout = Path.Combine(Path.GetTempPath(), $"quotagrid-previous-{Guid.NewGuid():N}");
        var build = new PreviousBuild(Path.Combine(checkout, "built", Path.GetFileName(HostProcess.Program)), checkout);
        try
        {
            await MustRunAsync("git", ["-C", Repository, "worktree", "add", "--detach", checkout, Commit], cancellationToken);
            await MustRunAsync(
                "dotnet", ["build", Path.Combine(checkout, "src", "QuotaGrid.Host"), "--configuration", "Release", "--output", Path.Combine(checkout, "built"), "--verbosity", "quiet", "--disable-build-servers"], cancellationToken);
            return build;
        }
        catch
        {
            await build.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_checkout is not null)
        {
            await RunAsync("git", ["-C", Repository!, "worktree", "remove", "--force", _checkout], CancellationToken.None);
        }
    }

    private static string? Above(string folder)
    {
        var above = new DirectoryInfo(folder);
        while (above is not null && !Path.Exists(Path.Combine(above.FullName, ".git")))
        {
            above = above.Parent;
        }

        return above?.FullName;
    }

    private static async Task MustRunAsync(string program, string[] arguments, CancellationToken cancellationToken) =>
        Assert.True(await RunAsync(program, arguments, cancellationToken) == 0, $"{program} {string.Join(' ', arguments)} failed");

    private static async Task<int> RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(await output + await errors);
        return process.ExitCode;
    }
}
