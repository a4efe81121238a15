using QuotaGrid.Host.Secrets;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Commands;

/// <summary>How the embedded default starts, and what it refuses.</summary>
public sealed class ServeCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_directory.Path, "data");

    private string Secret => Path.Combine(Data, "secret.key");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task TheEmbeddedDefaultSaysWhatRunsWhereAndMakesASecretThatTheNextStartUsesAgain()
    {
        var ports = LoopbackPorts.Find(3);
        byte[] secret;
        await using (var host = await RunningHost.StartEmbeddedAsync(Data, ports, Cancel))
        {
            Assert.EndsWith(Banner(host.Url, ports, $"made in {Secret}, for its owner only; without it every target is new again"), host.Process.Output);
            Assert.Matches("^QuotaGrid [0-9]+\\.[0-9]+\\.[0-9]+, role all, cluster quotagrid\n", host.Process.Output[host.Process.Output.IndexOf("QuotaGrid 0", StringComparison.Ordinal)..]);
            secret = await File.ReadAllBytesAsync(Secret, Cancel);
            Assert.Equal(45, secret.Length);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Secret));
            }

            Assert.DoesNotContain(Convert.ToBase64String(secret)[..40], host.Process.Everything);
            Assert.Equal("", host.Process.Errors);
        }

        await using (var host = await RunningHost.StartEmbeddedAsync(Data, ports, Cancel))
        {
            Assert.EndsWith(Banner(host.Url, ports, Secret), host.Process.Output);
            Assert.Equal(secret, await File.ReadAllBytesAsync(Secret, Cancel));
        }
    }

    [Fact]
    public async Task ASecondProcessIsRefusedTheSameDirectoryAndTheSamePorts()
    {
        var ports = LoopbackPorts.Find(3);
        await using var host = await RunningHost.StartEmbeddedAsync(Data, ports, Cancel);

        var sameData = await HostProcess.RunAsync(RunningHost.EmbeddedArguments(Data, LoopbackPorts.Find(3)), Cancel);
        var samePorts = await HostProcess.RunAsync(RunningHost.EmbeddedArguments(Path.Combine(_directory.Path, "other"), ports), Cancel);

        Assert.Equal(
            (2, "", $"quotagrid: The directory '{Data}' is in use by another quotagrid process. Stop that process, or give this one a directory of its own.\n"),
            sameData);
        Assert.Equal(
            (2, "",
                $"quotagrid: --urls names 127.0.0.1:{ports[0]}, where another process listens. Stop that process, or choose another port.\n"
                + $"--silo-port names 127.0.0.1:{ports[1]}, where another process listens. Stop that process, or choose another port.\n"
                + $"--gateway-port names 127.0.0.1:{ports[2]}, where another process listens. Stop that process, or choose another port.\n"),
            samePorts);
        Assert.True(await host.Http.IsReadyAsync());
    }

    [Fact]
    public async Task AMissingSecretIsNotMadeAnewWhereThereIsStateOfTheOldOne()
    {
        var ports = LoopbackPorts.Find(3);
        await using (var host = await RunningHost.StartEmbeddedAsync(Data, ports, Cancel))
        {
            await host.Http.DecideAsync("person", UsNumbers.Take(0, 10));
            host.Process.Stop();
            await host.Process.WaitForEndAsync(Cancel);
        }

        var aside = Path.Combine(_directory.Path, "aside.key");
        File.Move(Secret, aside);
        var elsewhere = Path.Combine(_directory.Path, "elsewhere.key");

        Assert.Equal((2, "", Refusal(Secret)), await HostProcess.RunAsync(RunningHost.EmbeddedArguments(Data, ports), Cancel));
        Assert.Equal(
            (2, "", Refusal(elsewhere)), await HostProcess.RunAsync([.. RunningHost.EmbeddedArguments(Data, ports), "--secret-file", elsewhere], Cancel));
        Assert.Equal((false, false), (File.Exists(Secret), File.Exists(elsewhere)));

        await using (var host = await RunningHost.StartEmbeddedAsync(Data, ports, Cancel, ["--secret-file", aside]))
        {
            Assert.Equal(4_990, (await host.Http.DecideAsync("person", UsNumbers.Take(0, 10))).Remaining("novel-30d"));
        }

        string Refusal(string secret) =>
            $"quotagrid: The secret file '{secret}' is missing, and the database '{Path.Combine(Data, "quotagrid.db")}' was written with it. "
            + "Put the file back, or begin anew with another data directory: with a new secret every known target would be new again.\n";
    }

    [Fact]
    public async Task TheSecretIsChangedWithoutAKnownTargetBecomingNew()
    {
        var ports = LoopbackPorts.Find(3);
        var (old, next) = (Path.Combine(_directory.Path, "old.key"), Path.Combine(_directory.Path, "new.key"));
        SecretFile.Create(old);
        SecretFile.Create(next);

        Assert.Equal(4_990, await AskAsync(["--secret-file", old], old));
        Assert.Equal(4_990, await AskAsync(["--secret-file", old, "--other-secret-file", next], $"{old}; what is known by that in {next} stays known"));
        Assert.Equal(4_990, await AskAsync(["--secret-file", next, "--other-secret-file", old], $"{next}; what is known by that in {old} stays known"));
        Assert.Equal(4_990, await AskAsync(["--secret-file", next], next));
        Assert.Equal(4_980, await AskAsync(["--secret-file", old], old));

        async Task<long> AskAsync(string[] secrets, string note)
        {
            await using var host = await RunningHost.StartEmbeddedAsync(Data, ports, Cancel, secrets);
            Assert.EndsWith(Banner(host.Url, ports, note), host.Process.Output);
            var remaining = (await host.Http.DecideAsync("person", UsNumbers.Take(0, 10))).Remaining("novel-30d");
            host.Process.Stop();
            await host.Process.WaitForEndAsync(Cancel);
            return remaining;
        }
    }

    [Fact]
    public async Task TheOtherSecretMustBeAnotherOne()
    {
        var secret = Path.Combine(_directory.Path, "some.key");
        SecretFile.Create(secret);

        Assert.Equal(
            (2, "", $"quotagrid: The secret in '{secret}' is that in '{secret}'. Name the file with the other one of the old and the new secret, or remove --other-secret-file.\n"),
            await HostProcess.RunAsync([.. RunningHost.EmbeddedArguments(Data, LoopbackPorts.Find(3)), "--secret-file", secret, "--other-secret-file", secret], Cancel));
    }

    [Fact]
    public async Task ASecretThatCouldNotBeMadeIsMadeByTheNextStart()
    {
        var ports = LoopbackPorts.Find(3);
        var secret = Path.Combine(_directory.Path, "not there", "named.key");
        string[] more = ["--secret-file", secret];

        var refused = await HostProcess.RunAsync([.. RunningHost.EmbeddedArguments(Data, ports), .. more], Cancel);
        Assert.Equal((2, ""), (refused.Code, refused.Output));
        Assert.StartsWith($"quotagrid: The secret file '{secret}' cannot be made: ", refused.Errors);

        Directory.CreateDirectory(Path.GetDirectoryName(secret)!);
        await using var host = await RunningHost.StartEmbeddedAsync(Data, ports, Cancel, more);
        Assert.EndsWith(Banner(host.Url, ports, $"made in {secret}, for its owner only; without it every target is new again"), host.Process.Output);
        Assert.False(File.Exists(Secret));
    }

    private string Banner(string url, int[] ports, string secret) =>
        $"""
        , role all, cluster quotagrid
          http       {url}/v1/decisions (OpenAPI at {url}/openapi/v1.json)
          metrics    {url}/metrics
          dashboard  {url}/dashboard (from this machine only)
          silo       port {ports[1]} between silos, port {ports[2]} for gateways
          storage    SQLite in {Path.Combine(Data, "quotagrid.db")}
          secret     {secret}
          policies   version 1: contacts-default for contacts.lookup (enforced, fails closed)

        """;
}
