using QuotaGrid.Host.Secrets;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Secrets;

/// <summary>Which file is taken for a secret, and which not.</summary>
public sealed class SecretFileTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Secret => Path.Combine(_directory.Path, "secret.key");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(UnixFileMode.UserRead)]
    [InlineData(OwnerOnly)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupRead)]
    [InlineData(OwnerOnly | UnixFileMode.GroupRead)]
    public void ASecretMayBeReadByItsOwnerAndItsGroup(UnixFileMode mode)
    {
        Write(Convert.ToBase64String(new byte[32]), mode);

        Assert.Equal(new byte[32], SecretFile.Read(Secret));
    }

    [Fact]
    public void ASecretMayBeMountedAsKubernetesDoes()
    {
        Write(Convert.ToBase64String(new byte[32]), UnixFileMode.UserRead | UnixFileMode.GroupRead);
        var link = Path.Combine(_directory.Path, "mounted.key");
        File.CreateSymbolicLink(link, "secret.key");

        Assert.Equal(new byte[32], SecretFile.Read(link));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.OtherExecute)]
    public void ASecretThatItsGroupMayChangeOrOthersMayUseIsRefused(UnixFileMode mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        Write(Convert.ToBase64String(new byte[32]), OwnerOnly | UnixFileMode.GroupRead | mode);

        var refused = Assert.Throws<SecretFileException>(() => SecretFile.Read(Secret));

        Assert.Equal($"The secret file '{Secret}' is writable by its group or open to others ({mode}). Run chmod g-w,o= on it.", refused.Message);
    }

    [Theory]
    [InlineData("c2hvcnQ=", "The secret in '{0}' has 5 bytes. It needs at least 16: 'head -c 32 /dev/urandom | base64'.")]
    [InlineData("not base64!", "The secret file '{0}' is not base64. Make one with 'head -c 32 /dev/urandom | base64'.")]
    public async Task AProcessIsRefusedASecretThatIsNone(string text, string message)
    {
        Write(text, OwnerOnly);

        var result = await HostProcess.RunAsync(
            [.. RunningHost.EmbeddedArguments(Path.Combine(_directory.Path, "data"), LoopbackPorts.Find(3)), "--secret-file", Secret], Cancel);

        Assert.Equal((2, "", $"quotagrid: {string.Format(message, Secret)}\n"), result);
    }

    private void Write(string text, UnixFileMode mode)
    {
        File.WriteAllText(Secret, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Secret, mode);
        }
    }
}
