using System.Security.Cryptography;
using QuotaGrid.Contracts.Files;
using QuotaGrid.Contracts.Transport;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Transport;

/// <summary>Which certificates a process starts with, and what it says of others.</summary>
public sealed class TlsFilesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TestAuthority _authority;
    private readonly TestAuthority _other;

    public TlsFilesTests() => (_authority, _other) = (new TestAuthority(_directory.Path, "ours"), new TestAuthority(_directory.Path, "theirs"));

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void WhatWasIssuedForASiloOrAnEdgeIsTaken()
    {
        Assert.Null(Problem(TlsSide.Silo, _authority.Issue(TestAuthority.Silo)));
        Assert.Null(Problem(TlsSide.Edge, _authority.Issue(TestAuthority.Edge)));
        Assert.Null(Problem(TlsSide.Edge, _authority.Issue(TestAuthority.Edge, uses: TestAuthority.Client)));
        Assert.Null(Problem(TlsSide.Edge, (null, null)));
    }

    [Fact]
    public void ACertificateExpiresWhenItSays()
    {
        var own = _authority.Issue(TestAuthority.Silo, until: TimeSpan.FromDays(3));

        var expires = TlsCredentials.Watch(Options(own), TlsSide.Silo, Now).Expires!.Value;

        Assert.InRange(expires - Now, TimeSpan.FromDays(3) - TimeSpan.FromMinutes(5), TimeSpan.FromDays(3));
    }

    [Fact]
    public void ACertificateOfAnotherTimeIsRefused()
    {
        var expired = _authority.Issue(TestAuthority.Silo, until: TimeSpan.FromMinutes(-1));
        var early = _authority.Issue(TestAuthority.Silo, from: TimeSpan.FromHours(1));

        Assert.Matches($"^The certificate in '{expired.Certificate}' expired at .*Z\\. Renew it\\.$", Problem(TlsSide.Silo, expired));
        Assert.Matches($"^The certificate in '{early.Certificate}' is valid from .*Z, and it is .*Z\\. Set the clock, or name another\\.$", Problem(TlsSide.Silo, early));
    }

    [Fact]
    public void ACertificateOfAnotherKindOrAuthorityIsRefused()
    {
        var edge = _authority.Issue(TestAuthority.Edge);
        var serverOnly = _authority.Issue(TestAuthority.Silo, uses: TestAuthority.Server);
        var theirs = _other.Issue(TestAuthority.Silo);
        var wildcard = _authority.Issue("*.quotagrid");

        Assert.Equal(
            $"The certificate in '{edge.Certificate}' is not for the DNS name 'silo.quotagrid'. Issue it with that subject alternative name.", Problem(TlsSide.Silo, edge));
        Assert.Equal(
            $"The certificate in '{wildcard.Certificate}' is not for the DNS name 'silo.quotagrid'. Issue it with that subject alternative name.", Problem(TlsSide.Silo, wildcard));
        Assert.Equal(
            $"The certificate in '{serverOnly.Certificate}' is not issued for server and client authentication by an authority of '{_authority.File}' (NotValidForUsage). "
            + "Name the authority, or have it issued anew.",
            Problem(TlsSide.Silo, serverOnly));
        Assert.StartsWith(
            $"The certificate in '{theirs.Certificate}' is not issued for server and client authentication by an authority of '{_authority.File}' (", Problem(TlsSide.Silo, theirs));
    }

    [Fact]
    public void AKeyMustBelongToItsCertificateAndBeReadable()
    {
        var (certificate, key) = _authority.Issue(TestAuthority.Silo);
        using var another = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var encrypted = _authority.Write("encrypted.key", another.ExportEncryptedPkcs8PrivateKeyPem("hunter2", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1000)));
        string Refusal(string file) =>
            $"The file '{file}' has no private key in PEM form, not encrypted, of the certificate in '{certificate}'. Name the two that belong together.";

        var theirs = _authority.Issue(TestAuthority.Silo).Key;
        Assert.Equal(Refusal(theirs), Problem(TlsSide.Silo, (certificate, theirs)));
        Assert.Equal(Refusal(encrypted), Problem(TlsSide.Silo, (certificate, encrypted)));
        Assert.Equal(Refusal(certificate), Problem(TlsSide.Silo, (certificate, certificate)));
        Assert.Equal($"The file '{key}' has no certificates in PEM form (BEGIN CERTIFICATE). Name one that has.", Problem(TlsSide.Silo, (key, key)));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.OtherRead);
            Assert.Equal($"The file '{key}' is writable by its group or open to others (OtherRead). Run chmod g-w,o= on it.", Problem(TlsSide.Silo, (certificate, key)));
        }
    }

    [Fact]
    public async Task EveryProblemIsNamedAtTheStart()
    {
        var silo = _other.Issue(TestAuthority.Silo);
        var missing = Path.Combine(_directory.Path, "missing.json");

        var result = await HostProcess.RunAsync(
            [
                "serve", "--role", "silo", "--database", "Host=127.0.0.1;Port=1", "--urls", "https://127.0.0.1:1", "--http-certificate", silo.Key, "--http-key", silo.Key,
                .. TestAuthority.Arguments(silo, _authority.File), "--api-keys", missing,
            ],
            TestContext.Current.CancellationToken);

        Assert.Equal((2, ""), (result.Code, result.Output));
        var lines = result.Errors.Split('\n');
        Assert.StartsWith($"quotagrid: The certificate in '{silo.Certificate}' is not issued for ", lines[0]);
        Assert.Equal($"The file '{silo.Key}' has no certificates in PEM form (BEGIN CERTIFICATE). Name one that has.", lines[1]);
        Assert.StartsWith($"The file '{missing}' cannot be read: ", lines[2]);
        Assert.Equal("", Assert.Single(lines[3..]));
    }

    private string? Problem(TlsSide side, (string? Certificate, string? Key) own) =>
        Record.Exception(() => TlsCredentials.Watch(Options(own), side, Now)) switch
        {
            null => null,
            UnusableFileException e => e.Message,
            var e => e.ToString(),
        };

    private TlsOptions Options((string? Certificate, string? Key) own) =>
        new() { AuthoritiesFile = _authority.File, CertificateFile = own.Certificate, KeyFile = own.Key };
}
