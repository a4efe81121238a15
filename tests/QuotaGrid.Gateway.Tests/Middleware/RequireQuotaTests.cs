using System.Net;
using System.Text.Json;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Gateway.Tests.Fixtures;

namespace QuotaGrid.Gateway.Tests.Middleware;

/// <summary>Endpoints under quotas, over real HTTP and in front of real silos.</summary>
public sealed class RequireQuotaTests(SharedGateway shared)
{
    [Theory]
    [InlineData("sub=by-sub", "by-sub")]
    [InlineData("name=by-name", "by-name")]
    [InlineData("name=not-this;sub=by-sub-first", "by-sub-first")]
    public async Task TheIdentityIsThePrincipals(string claims, string identity)
    {
        var response = await shared.Gateway.GetAsync("/accounts/1", claims);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"{identity}: 1", await TextOf(response));
        Assert.Equal(1, await AskedByAsync(identity));
    }

    [Fact]
    public async Task WhoeverIsNotAuthenticatedIsTurnedAwayWhateverHeadersSay()
    {
        var response = await shared.Gateway.GetAsync(
            "/accounts/1", null, ("X-Identity", "forged"), ("X-Forwarded-User", "forged"), ("X-Api-Key", "forged"), ("sub", "forged"));

        var problem = await ProblemOf(response, HttpStatusCode.Unauthorized);
        Assert.Equal("urn:quotagrid:problem:identity-missing", problem.GetProperty("type").GetString());
        Assert.Equal(0, await AskedByAsync("forged"));
    }

    [Fact]
    public async Task AForgedHeaderDoesNotChangeWhoIsCharged()
    {
        await shared.Gateway.GetAsync("/accounts/1", "sub=honest", ("X-Identity", "victim"), ("X-Forwarded-User", "victim"));

        Assert.Equal(1, await AskedByAsync("honest"));
        Assert.Equal(0, await AskedByAsync("victim"));
    }

    [Fact]
    public async Task AnAppThatForgotTheMiddlewareDoesNotAnswerAsIfThereWereNoQuota()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(shared.Grains, enforce: false);

        var response = await gateway.GetAsync("/accounts/1", "sub=anyone");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await gateway.GetAsync("/free", "sub=anyone")).StatusCode);
    }

    [Fact]
    public async Task AnEndpointMayChooseIdentityPlanAndTargets()
    {
        var response = await shared.Gateway.GetAsync("/custom?a=5&b=6", "sub=x;tenant=7;plan=partner");

        Assert.Equal("tenant-7: 5,6", await TextOf(response));
        Assert.Equal("\"items-1d\";q=50;w=86400", Header(response, "RateLimit-Policy"));
        Assert.Equal(2, await AskedByAsync("tenant-7"));
    }

    [Fact]
    public async Task SeveralTargetsAreReadFromTheQueryAndHeadersSayWhatIsLeft()
    {
        var response = await shared.Gateway.GetAsync("/accounts?id=1&id=2&id=3", "sub=query");

        Assert.Equal("query: 1,2,3", await TextOf(response));
        Assert.Equal("\"items-1d\";q=10;w=86400, \"novel-30d\";q=8;w=2592000", Header(response, "RateLimit-Policy"));
        // A permit of the first comes back every 8640 s, of the second every 324000 s.
        Assert.Matches("^\"items-1d\";r=7;t=(8640|86[0-3][0-9]), \"novel-30d\";r=5;t=(324000|3239[0-9][0-9])$", Header(response, "RateLimit"));
        Assert.False(response.Headers.Contains("Retry-After"));
    }

    [Fact]
    public async Task OneTargetThatIsDeniedDeniesAllAndNothingIsCharged()
    {
        await shared.Gateway.GetAsync("/accounts?id=1&id=2&id=3&id=4&id=5", "sub=whole");

        var response = await shared.Gateway.GetAsync("/accounts?id=11&id=12&id=13&id=14", "sub=whole");
        var problem = await ProblemOf(response, HttpStatusCode.TooManyRequests);

        Assert.Equal("https://iana.org/assignments/http-problem-types#quota-exceeded", problem.GetProperty("type").GetString());
        Assert.Equal(["novel-30d"], problem.GetProperty("violated-policies").EnumerateArray().Select(name => name.GetString()));
        var exact = problem.GetProperty("retryAfter").GetDouble();
        Assert.InRange(exact, 323_000, 324_000);
        Assert.Equal($"{Math.Ceiling(exact)}", Header(response, "Retry-After"));
        Assert.StartsWith("\"items-1d\";r=5;", Header(response, "RateLimit"), StringComparison.Ordinal);
        var three = await shared.Gateway.GetAsync("/accounts?id=11&id=12&id=13", "sub=whole");
        Assert.Equal("whole: 11,12,13", await TextOf(three));
    }

    [Fact]
    public async Task ABatchThatNeverFitsSaysSoAndHasNoRetryAfter()
    {
        var response = await shared.Gateway.GetAsync("/accounts?" + string.Join('&', Enumerable.Range(0, 11).Select(id => $"id={id}")), "sub=never");

        var problem = await ProblemOf(response, HttpStatusCode.TooManyRequests);
        Assert.False(response.Headers.Contains("Retry-After"));
        Assert.Equal(JsonValueKind.Null, problem.GetProperty("retryAfter").ValueKind);
        Assert.Contains("larger than the limit", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnEndpointThatLooksMayAdmitInPart()
    {
        var response = await shared.Gateway.GetAsync("/partial?" + string.Join('&', Enumerable.Range(0, 12).Select(id => $"id={id}")), "sub=partial");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("partial: 0,1,2,3,4,5,6,7", await TextOf(response));
    }

    [Theory]
    [InlineData("/accounts/not-a-number", "targets[0]")]
    [InlineData("/accounts?id=1&id=not-a-number", "targets[1]")]
    [InlineData("/accounts?id=", "targets[0]")]
    [InlineData("/accounts", "targets")]
    public async Task ATargetThatCannotBeReadIsABadRequestAndChargesNothing(string path, string field)
    {
        var caller = $"unreadable-{field}-{path.Length}";
        var problem = await ProblemOf(await shared.Gateway.GetAsync(path, $"sub={caller}"), HttpStatusCode.BadRequest);

        Assert.Equal("urn:quotagrid:problem:invalid-request", problem.GetProperty("type").GetString());
        Assert.Equal(field, problem.GetProperty("errors")[0].GetProperty("field").GetString());
        Assert.DoesNotContain("not-a-number", problem.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await AskedByAsync(caller));
    }

    [Fact]
    public async Task ATenantThatCannotBeReadIsABadRequestThatNamesItAndChargesNothing()
    {
        var response = await shared.Gateway.GetAsync("/custom?a=5&b=6", $"sub=x;tenant=customer;plan=partner;customer={new string('c', 257)}");

        var error = (await ProblemOf(response, HttpStatusCode.BadRequest)).GetProperty("errors")[0];
        Assert.Equal("tenant", error.GetProperty("field").GetString());
        Assert.Equal("The tenant has 257 characters and more than 256 UTF-8 bytes.", error.GetProperty("detail").GetString());
        Assert.Equal(0, await AskedByAsync("tenant-customer"));
        Assert.Equal("tenant-customer: 5,6", await TextOf(await shared.Gateway.GetAsync("/custom?a=5&b=6", "sub=x;tenant=customer;plan=partner;customer=c")));
    }

    [Fact]
    public async Task AnEndpointWithoutARequirementIsLeftAlone()
    {
        var response = await shared.Gateway.GetAsync("/free", null);

        Assert.Equal("free", await TextOf(response));
        Assert.False(response.Headers.Contains("RateLimit"));
    }

    [Fact]
    public async Task AnUnknownCapabilityIsABadRequestThatNamesIt()
    {
        var problem = await ProblemOf(await shared.Gateway.GetAsync("/unknown/1", "sub=unknown"), HttpStatusCode.BadRequest);

        Assert.Contains("The capability 'never.defined' is not defined.", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheShadowStageLetsThroughAndRecordsWhatItWouldHaveDenied()
    {
        var response = await shared.Gateway.GetAsync("/custom?a=1&b=2", "sub=x;tenant=shadow;plan=shadow");

        Assert.Equal("tenant-shadow: 1,2", await TextOf(response));
        Assert.False(response.Headers.Contains("Retry-After"));
        var report = await shared.Grains.GetIdentity(Identity.Parse("tenant-shadow")).GetState();
        Assert.Equal((2, 2), (report.Capabilities[0].Evidence.Asked, report.Capabilities[0].Evidence.Denied));
    }

    [Fact]
    public async Task TheServiceEndpointsCanRequireAuthorization()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await shared.Gateway.GetAsync("/v1/identities/anybody", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await shared.Gateway.GetAsync("/v1/identities/anybody", "sub=operator")).StatusCode);
    }

    internal static async Task<JsonElement> ProblemOf(HttpResponseMessage response, HttpStatusCode status)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(await TextOf(response)).RootElement;
    }

    internal static Task<string> TextOf(HttpResponseMessage response) => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));

    private async Task<long> AskedByAsync(string identity) =>
        (await shared.Grains.GetIdentity(Identity.Parse(identity)).GetState()).Capabilities.Sum(capability => capability.Evidence.Asked);
}
