using System.Net;
using System.Text;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Access;

/// <summary>Who may do what over HTTP, with an API key.</summary>
public sealed class AccessTests(GuardedHost guarded) : IClassFixture<GuardedHost>
{
    private const string Who = "identity=nobody&capability=contacts.lookup";

    // Where the caller is let in, what is asked for is refused or not there, so that nothing is changed.
    public static TheoryData<string, string, string, HttpStatusCode> Operations => new()
    {
        { "POST", "/v1/decisions", "decide", HttpStatusCode.BadRequest },
        { "POST", "/v1/outcomes", "decide", HttpStatusCode.BadRequest },
        { "PUT", $"/v1/holds/x?{Who}", "decide", HttpStatusCode.BadRequest },
        { "DELETE", $"/v1/holds/x?{Who}", "decide", HttpStatusCode.BadRequest },
        { "POST", "/v1/challenges", "decide", HttpStatusCode.BadRequest },
        { "GET", "/v1/campaigns", "read", HttpStatusCode.OK },
        { "GET", "/v1/campaigns/x", "read", HttpStatusCode.BadRequest },
        { "DELETE", "/v1/campaigns/x", "admin", HttpStatusCode.BadRequest },
        { "PUT", "/v1/campaigns/x", "admin", HttpStatusCode.BadRequest },
        { "GET", "/v1/identities/nobody", "read", HttpStatusCode.NotFound },
        { "GET", "/v1/budgets?tenant=nobody", "read", HttpStatusCode.NotFound },
        { "PUT", $"/v1/containments?{Who}", "admin", HttpStatusCode.BadRequest },
        { "DELETE", $"/v1/containments?{Who}", "admin", HttpStatusCode.NotFound },
        { "GET", "/dashboard", "admin", HttpStatusCode.OK },
        { "GET", "/dashboard/DashboardCounters", "admin", HttpStatusCode.OK },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task AnOperationNeedsAKeyOfItsScope(string method, string path, string scope, HttpStatusCode letIn)
    {
        foreach (var (name, key) in guarded.Keys)
        {
            var reply = await SendAsync(method, path, ("X-API-Key", key));

            Assert.Equal((name, name == "expired" ? HttpStatusCode.Unauthorized : name == scope || name == "all" ? letIn : HttpStatusCode.Forbidden), (name, reply.Status));
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task NobodyIsLetInWithoutAKeyThatIsKnown(string method, string path, string scope, HttpStatusCode letIn)
    {
        var key = guarded.Keys["all"];
        (string Name, string Value)[][] sent =
        [
            [],
            [("X-API-Key", "")],
            [("X-API-Key", KeyFile.NewKey())],
            [("X-API-Key", key[..^1])],
            [("X-API-Key", key.ToUpperInvariant())],
            [("X-API-Key", key), ("X-API-Key", key)],
            [("X-API-Key", KeyFile.NewKey()), ("Authorization", $"Bearer {key}")],
            [("Authorization", "Bearer")],
            [("Authorization", $"Bearer {KeyFile.NewKey()}")],
            [("Authorization", "Bearer not.a.token")],
            [("Authorization", $"Token {key}")],
            [("Authorization", key)],
            [("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"x:{KeyFile.NewKey()}"))}")],
        ];
        foreach (var headers in sent)
        {
            var reply = await SendAsync(method, path, headers);

            Assert.Equal((HttpStatusCode.Unauthorized, "application/problem+json"), (reply.Status, reply.ContentType));
            Assert.Equal("urn:quotagrid:problem:unauthenticated", reply.Json.GetProperty("type").GetString());
            Assert.StartsWith("Bearer realm=\"quotagrid\"", reply.Headers["WWW-Authenticate"]);
        }

        Assert.NotEqual(HttpStatusCode.Unauthorized, letIn);
        Assert.NotEmpty(scope);
    }

    [Fact]
    public async Task AKeyIsTakenAsABearerTokenToo() =>
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync("POST", "/v1/decisions", ("Authorization", $"bearer {guarded.Keys["decide"]}"))).Status);

    [Fact]
    public async Task WhoMayNotDoSomethingIsToldWhichScopeItNeeds()
    {
        var reply = await SendAsync("GET", "/v1/identities/nobody", ("X-API-Key", guarded.Keys["decide"]));

        Assert.Equal((HttpStatusCode.Forbidden, "application/problem+json"), (reply.Status, reply.ContentType));
        Assert.Equal("urn:quotagrid:problem:scope-missing", reply.Json.GetProperty("type").GetString());
        Assert.Equal("It needs the scope 'read', which the key or token does not have.", reply.Json.GetProperty("detail").GetString());
        Assert.Equal("Bearer realm=\"quotagrid\", error=\"insufficient_scope\", scope=\"read\"", reply.Headers["WWW-Authenticate"]);
    }

    [Fact]
    public async Task ABrowserIsAskedForTheKeyAsAPasswordOnTheDashboardOnly()
    {
        var basic = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"anybody:{guarded.Keys["admin"]}"))}";
        var asked = await SendAsync("GET", "/dashboard");

        Assert.Equal("Bearer realm=\"quotagrid\", Basic realm=\"quotagrid\", charset=\"UTF-8\"", asked.Headers["WWW-Authenticate"]);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("GET", "/dashboard/DashboardCounters", ("Authorization", basic))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync("DELETE", $"/v1/containments?{Who}", ("Authorization", basic))).Status);
    }

    [Theory]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    [InlineData("/metrics")]
    [InlineData("/openapi/v1.json")]
    public async Task HealthMetricsAndTheDocumentAreForEveryone(string path) => Assert.Equal(HttpStatusCode.OK, (await SendAsync("GET", path)).Status);

    [Fact]
    public async Task TheOpenApiDocumentNamesTheScopeOfEachOperation()
    {
        var document = (await SendAsync("GET", "/openapi/v1.json")).Json;

        var scopes = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(verb => (
                $"{verb.Name.ToUpperInvariant()} {path.Name.Split('{')[0]}",
                string.Join(';', verb.Value.GetProperty("security").EnumerateArray().Select(way => string.Join(',', way.EnumerateObject().Select(one => $"{one.Name} {one.Value[0]}")))))));
        var expected = Operations.Select(row => row.Data).Where(row => !row.Item2.StartsWith("/dashboard", StringComparison.Ordinal))
            .Select(row => ($"{row.Item1} {row.Item2.Split('?')[0].Replace("nobody", "", StringComparison.Ordinal).Replace("/x", "/", StringComparison.Ordinal)}", $"apiKey {row.Item3};bearer {row.Item3}"));
        Assert.Equal(expected.Order(), scopes.Order());
        Assert.Equal(["apiKey", "bearer"], document.GetProperty("components").GetProperty("securitySchemes").EnumerateObject().Select(scheme => scheme.Name));
    }

    private Task<HttpReply> SendAsync(string method, string path, params (string Name, string Value)[] headers) =>
        guarded.Host.Http.SendAsync(new HttpMethod(method), path, method == "POST" ? "{}" : null, headers);
}
