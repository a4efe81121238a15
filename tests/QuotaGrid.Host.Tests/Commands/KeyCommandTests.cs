using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Commands;

/// <summary>Makes keys, and what files of them may look like.</summary>
public sealed class KeyCommandTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Keys => Path.Combine(_directory.Path, "keys.json");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task AKeyThatWasMadeIsTakenUntilItsEntryIsGone()
    {
        var made = await HostProcess.RunAsync(["key", "create", "--name", "gateway-1", "--scopes", "decide, read", "--expires", "2999-12-31T00:00:00Z"], Cancel);

        Assert.Equal((0, ""), (made.Code, made.Errors));
        var lines = made.Output.Split('\n');
        var (key, entry) = (lines[0]["key    ".Length..], JsonElement.Parse(lines[1]["entry  ".Length..]));
        Assert.Matches("^qg_[A-Za-z0-9_-]{43}$", key);
        Assert.Equal(
            $$"""{"name":"gateway-1","sha256":"{{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}}","scopes":["decide","read"],"expires":"2999-12-31T00:00:00Z"}""",
            entry.GetRawText());

        await File.WriteAllTextAsync(Keys, $$"""{ "formatVersion": 1, "keys": [ {{entry.GetRawText()}} ] }""", Cancel);
        await using var host = await RunningHost.StartEmbeddedAsync(Path.Combine(_directory.Path, "data"), LoopbackPorts.Find(3), Cancel, ["--api-keys", Keys], key: key);
        Assert.Equal(HttpStatusCode.OK, (await host.Http.DecideAsync("somebody", ["+12125550100"])).Status);

        // What is no file of keys changes nothing, and is said.
        await File.WriteAllTextAsync(Keys, "no JSON", Cancel);
        await Eventually.SeeAsync(
            "the file is refused", Deadline, () => Task.FromResult(host.Process.Output.Contains("The changed api-keys cannot be used; what was in force stays.") ? host : null), Cancel);
        Assert.Equal(HttpStatusCode.OK, (await host.Http.DecideAsync("somebody", ["+12125550100"])).Status);

        await File.WriteAllTextAsync(Keys, """{ "formatVersion": 1, "keys": [] }""", Cancel);
        await Eventually.SeeAsync(
            "the key is not taken any more",
            Deadline,
            async () => (await host.Http.DecideAsync("somebody", ["+12125550100"])).Status == HttpStatusCode.Unauthorized ? host : null,
            Cancel);
        Assert.Equal(1, await host.Http.MetricAsync("quotagrid_file_reloads_total", "quotagrid_file=\"api-keys\",quotagrid_result=\"loaded\""));
        Assert.Equal(1, await host.Http.MetricAsync("quotagrid_file_reloads_total", "quotagrid_file=\"api-keys\",quotagrid_result=\"refused\""));
        Assert.DoesNotContain(key, host.Process.Everything);
    }

    [Fact]
    public async Task EverythingWrongWithAKeyIsSaidAtOnce()
    {
        var result = await HostProcess.RunAsync(["key", "create", "--name", "My Key", "--scopes", "decide,write", "--expires", "soon"], Cancel);

        Assert.Equal(
            (2, "",
                """
                quotagrid: --name is 'My Key'. The name has the character U+004D. Write 1 to 64 lower-case letters and digits, with single '.', '-' or '_' between them.
                --scopes is 'decide,write'. Write one or more of decide, read, admin, with ',' between them.
                --expires is 'soon'. Write a time of RFC 3339, as in '2030-01-31T00:00:00Z'.

                """),
            result);
    }

    [Fact]
    public async Task EverythingWrongWithAFileOfKeysIsSaidAtOnce()
    {
        var hash = new string('a', 64);
        await File.WriteAllTextAsync(
            Keys,
            $$"""
            { "formatVersion": 1, "colour": "red", "keys": [
              { "name": "My Key", "sha256": "hunter2", "scopes": [], "expires": "soon", "key": "hunter2" },
              { "name": "a", "sha256": "{{hash}}", "scopes": ["decide"] },
              { "name": "a", "sha256": "{{hash}}", "scopes": ["read"] },
              "hunter2" ] }
            """,
            Cancel);

        var result = await ServeAsync();

        Assert.Equal(
            (2, "",
                $"quotagrid: The file '{Keys}' has no API keys that can be used. 'colour' is no field. keys[0] has 'key', which is no field. "
                + "keys[0].name: Write 1 to 64 lower-case letters and digits, with single '.', '-' or '_' between them. keys[0].sha256: Write the SHA-256 of the key, 64 hexadecimal digits. "
                + "keys[0].scopes: Write one or more of decide, read, admin. keys[0].expires: Write a time of RFC 3339, as in '2030-01-31T00:00:00Z'. keys[3] is no object. "
                + "Two keys have the name 'a'. The keys 'a' and 'a' are the same. 'quotagrid key create' writes entries.\n"),
            result);
    }

    [Theory]
    [InlineData("{ \"formatVersion\": 1, \"keys\": [\n hunter2 ] }", "Line 2 is no JSON.")]
    [InlineData("[]", "Write { \"formatVersion\": 1, \"keys\": [ … ] }.")]
    [InlineData("""{ "formatVersion": 2, "keys": [] }""", "Write { \"formatVersion\": 1, \"keys\": [ … ] }.")]
    public async Task AFileThatIsNoneIsRefusedAndNotRepeated(string text, string problem)
    {
        await File.WriteAllTextAsync(Keys, text, Cancel);

        Assert.Equal(
            (2, "", $"quotagrid: The file '{Keys}' has no API keys that can be used. {problem} 'quotagrid key create' writes entries.\n"), await ServeAsync());
    }

    private Task<(int Code, string Output, string Errors)> ServeAsync() =>
        HostProcess.RunAsync([.. RunningHost.EmbeddedArguments(Path.Combine(_directory.Path, "data"), LoopbackPorts.Find(3)), "--api-keys", Keys], Cancel);
}
