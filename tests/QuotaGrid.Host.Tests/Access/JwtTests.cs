using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Access;

/// <summary>Who may do what over HTTP, with a token of an issuer.</summary>
public sealed class JwtTests(GuardedHost guarded) : IClassFixture<GuardedHost>, IDisposable
{
    private readonly RSA _stranger = RSA.Create(2048);

    private TokenIssuer Issuer => guarded.Issuer;

    public void Dispose() => _stranger.Dispose();

    [Theory]
    [InlineData("decide")]
    [InlineData("openid decide read")]
    public async Task ATokenMayDoWhatItsScopesSay(string scope)
    {
        Assert.Equal(HttpStatusCode.BadRequest, await DecideAsync(Issuer.Token(scope)));
        Assert.Equal(HttpStatusCode.BadRequest, await DecideAsync(Issuer.Token(scope, scopeClaim: "scp")));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("DELETE", "/v1/containments?identity=nobody&capability=contacts.lookup", Issuer.Token(scope)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("decided")]
    [InlineData("Decide")]
    [InlineData("read,decide")]
    public async Task ATokenWithoutTheScopeIsForbidden(string scope) => Assert.Equal(HttpStatusCode.Forbidden, await DecideAsync(Issuer.Token(scope)));

    [Fact]
    public async Task ATokenCannotNameItsScopesInOurOwnWords() =>
        Assert.Equal(HttpStatusCode.Forbidden, await DecideAsync(Issuer.Token("decide", scopeClaim: "quotagrid.scope")));

    [Fact]
    public async Task ATokenOfAnotherTimeAudienceOrIssuerIsNotTaken()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await DecideAsync(Issuer.Token("decide", expires: TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1))));
        Assert.Equal(HttpStatusCode.Unauthorized, await DecideAsync(Issuer.Token("decide", audience: "another")));
        Assert.Equal(HttpStatusCode.Unauthorized, await DecideAsync(Issuer.Token("decide", issuer: "https://login.example.com")));
    }

    [Fact]
    public async Task ATokenThatTheIssuerDidNotSignIsNotTaken()
    {
        var valid = Issuer.Token("decide");
        var asSecret = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(Issuer.PublicKey)) { KeyId = "first" };

        Assert.Equal(HttpStatusCode.Unauthorized, await DecideAsync(Issuer.Unsigned("decide")));
        Assert.Equal(HttpStatusCode.Unauthorized, await DecideAsync(valid[..valid.LastIndexOf('.')] + "."));
        Assert.Equal(HttpStatusCode.Unauthorized, await DecideAsync(valid[..^2] + (valid.EndsWith("AA", StringComparison.Ordinal) ? "BB" : "AA")));
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            await DecideAsync(Issuer.Token("decide", signing: new SigningCredentials(new RsaSecurityKey(_stranger) { KeyId = "first" }, SecurityAlgorithms.RsaSha256))));
        Assert.Equal(HttpStatusCode.Unauthorized, await DecideAsync(Issuer.Token("decide", signing: new SigningCredentials(asSecret, SecurityAlgorithms.HmacSha256))));
    }

    [Fact]
    public async Task AnIssuerThatCannotBeReachedRefusesNobodyAndIsAskedAgain()
    {
        using var directory = new TemporaryDirectory();
        var authority = RunningHost.UrlOf(LoopbackPorts.Find(1)[0]);
        await using var host = await RunningHost.StartEmbeddedAsync(
            Path.Combine(directory.Path, "data"), LoopbackPorts.Find(3), TestContext.Current.CancellationToken, ["--jwt-authority", authority, "--jwt-audience", "quotagrid"]);

        var reply = await host.Http.SendAsync(HttpMethod.Post, "/v1/decisions", "{}", ("Authorization", $"Bearer {Issuer.Token("decide")}"));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "application/problem+json"), (reply.Status, reply.ContentType));
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Http.SendAsync(HttpMethod.Post, "/v1/decisions", "{}")).Status);
    }

    private Task<HttpStatusCode> DecideAsync(string token) => AskAsync("POST", "/v1/decisions", token);

    private async Task<HttpStatusCode> AskAsync(string method, string path, string token) =>
        (await guarded.Host.Http.SendAsync(new HttpMethod(method), path, "{}", ("Authorization", $"Bearer {token}"))).Status;
}
