using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Http;

/// <summary>Whatever is wrong with a request is said, nothing is charged, and the target that it carried is nowhere to be seen.</summary>
public sealed class BadRequestTests(SharedHost shared)
{
    private const string Target = "+12125557143";
    private const string InvalidRequest = "urn:quotagrid:problem:invalid-request";

    public static TheoryData<string, string, string[]> BadDecisions => new()
    {
        { "no targets", Body("bad-0", """ "targets": [] """), ["targets"] },
        { "targets left out", Body("bad-1", """ "plan": "default" """), ["targets"] },
        { "no JSON", $"identity=bad&targets={Target}", ["body"] },
        { "nothing", "", ["body"] },
        { "null", "null", ["body"] },
        { "an array", $"[\"{Target}\"]", ["body"] },
        { "an end that is missing", $"{{\"identity\":\"bad-2\",\"capability\":\"contacts.lookup\",\"targets\":[\"{Target}\"", ["targets[1]"] },
        { "an unknown field", Body("bad-3", $"\"target\": \"{Target}\""), ["target"] },
        { "a field in other letters", Body("bad-4", $"\"Targets\": [\"{Target}\"]"), ["Targets"] },
        { "a field that is a target", Body("bad-5", $"\"{Target}\": true"), ["body"] },
        { "targets as fields", Body("bad-6", $"\"targets\": {{ \"{Target}\": true }}"), ["targets"] },
        { "an attribute that is a target", Body("bad-7", $"\"attributes\": {{ \"{Target}\": 1 }}"), ["attributes"] },
        { "a repeated field", Body("bad-8", $"\"targets\": [\"{Target}\"], \"identity\": \"bad-8\""), ["identity"] },
        { "a number as identity", $"{{\"identity\":7,\"capability\":\"contacts.lookup\",\"targets\":[\"{Target}\"]}}", ["identity"] },
        { "a text as targets", Body("bad-9", $"\"targets\": \"{Target}\""), ["targets"] },
        { "a number as target", Body("bad-10", "\"targets\": [12125557143]"), ["targets[0]"] },
        { "null as target", Body("bad-11", $"\"targets\": [\"{Target}\", null]"), ["targets[1]"] },
        { "targets that cannot be read", Body("bad-12", $"\"targets\": [\"{Target}9999999999\"]"), ["targets"] },
        { "an unreadable target in a whole batch", Body("bad-13", $"\"targets\": [\"{Target}\", \"{Target}9999999999\"], \"admission\": \"whole\""), ["targets[1]"] },
        { "an unknown capability", Body("bad-14", Targets, "other.lookup"), ["capability"] },
        { "an unknown plan", Body("bad-15", $"{Targets}, \"plan\": \"gold\""), ["plan"] },
        { "no identity", $"{{\"capability\":\"contacts.lookup\",{Targets}}}", ["identity"] },
        { "an empty identity", Body("", Targets), ["identity"] },
        { "an identity with a control character", Body("bad\\u0007", Targets), ["identity"] },
        { "an identity of 257 bytes", Body(new string('i', 257), Targets), ["identity"] },
        { "an identity of 129 letters of two bytes", Body(new string('é', 129), Targets), ["identity"] },
        { "an empty tenant", Body("bad-18", $"{Targets}, \"tenant\": \"\""), ["tenant"] },
        { "a tenant with a control character", Body("bad-19", $"{Targets}, \"tenant\": \"a\\u0007\""), ["tenant"] },
        { "a tenant of 257 bytes", Body("bad-25", $"{Targets}, \"tenant\": \"{new string('t', 255)}é\""), ["tenant"] },
        { "a number as tenant", Body("bad-26", $"{Targets}, \"tenant\": 7"), ["tenant"] },
        { "17 attributes", Body("bad-16", $"{Targets}, \"attributes\": {Attributes(17)}"), ["attributes"] },
        { "an attribute too long", Body("bad-17", $"{Targets}, \"attributes\": {{ \"network\": \"{new string('n', 257)}\" }}"), ["attributes.network"] },
        { "everything at once", Body("", $"{Targets}, \"plan\": \"A\", \"tenant\": \"\", \"admission\": \"half\"", "B"), ["identity", "capability", "plan", "tenant", "admission"] },
    };

    public static TheoryData<string, string, string[]> BadOutcomes => new()
    {
        { "no targets", Body("bad-20", "\"found\": []"), ["found"] },
        { "no JSON", Target, ["body"] },
        { "an unknown field", Body("bad-21", Targets), ["targets"] },
        { "a target that cannot be read", Body("bad-22", $"\"found\": [], \"missing\": [\"{Target}9999999999\"]"), ["missing[0]"] },
        { "an unknown capability", Body("bad-23", $"\"found\": [\"{Target}\"]", "other.lookup"), ["capability"] },
        { "null as target", Body("bad-24", "\"missing\": [null]"), ["missing[0]"] },
    };

    private static string Targets => $"\"targets\": [\"{Target}\"]";

    [Theory]
    [MemberData(nameof(BadDecisions))]
    public Task ABadDecisionRequestIsRefusedAndChargesNothing(string what, string body, string[] fields) => RefuseAsync("/v1/decisions", what, body, fields);

    [Theory]
    [MemberData(nameof(BadOutcomes))]
    public Task ABadOutcomeReportIsRefusedAndCountsNothing(string what, string body, string[] fields) => RefuseAsync("/v1/outcomes", what, body, fields);

    [Theory]
    [InlineData(10_001)]
    [InlineData(100_001)]
    public async Task TooManyTargetsAreRefused(int count)
    {
        var host = await shared.GetAsync();

        var reply = await host.Http.DecideAsync($"many-{count}", UsNumbers.Take(100_000, count));

        AssertProblem(reply, HttpStatusCode.BadRequest, ["targets"]);
        var error = Assert.Single(reply.Json.GetProperty("errors").EnumerateArray());
        Assert.Equal($"There are {count} targets.", error.GetProperty("detail").GetString());
        Assert.Equal("Send at most 10000 in one request, and the rest in further ones.", error.GetProperty("remedy").GetString());
        await AssertUnknownAsync(host, $"many-{count}");
    }

    [Fact]
    public async Task WhatWasChargedBeforeIsUnchangedByARefusedRequest()
    {
        var host = await shared.GetAsync();
        await host.Http.DecideAsync("charged", UsNumbers.Take(0, 10));
        var before = (await host.Http.DescribeAsync("charged")).Capability.GetProperty("evidence").GetRawText();

        await host.Http.DecideAsync("charged", UsNumbers.Take(0, 10_001));
        await host.Http.PostAsync("/v1/decisions", Body("charged", $"{Targets}, \"plan\": \"gold\""));

        Assert.Equal(before, (await host.Http.DescribeAsync("charged")).Capability.GetProperty("evidence").GetRawText());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task ABodyOfAnotherContentTypeIsRefused(string type)
    {
        var host = await shared.GetAsync();
        using var content = new StringContent(Body("typed", Targets), new MediaTypeHeaderValue(type));

        var reply = await host.Http.PostAsync("/v1/decisions", content);

        AssertProblem(reply, HttpStatusCode.UnsupportedMediaType, ["Content-Type"]);
        await AssertUnknownAsync(host, "typed");
    }

    [Fact]
    public async Task ABodyWithoutAContentTypeIsRefused()
    {
        var host = await shared.GetAsync();
        using var content = new StringContent(Body("untyped", Targets));
        content.Headers.ContentType = null;

        var reply = await host.Http.PostAsync("/v1/decisions", content);

        AssertProblem(reply, HttpStatusCode.UnsupportedMediaType, ["Content-Type"]);
        await AssertUnknownAsync(host, "untyped");
    }

    [Fact]
    public async Task ARequestWithoutABodyIsRefused()
    {
        var reply = await (await shared.GetAsync()).Http.PostAsync("/v1/decisions", content: null);

        AssertProblem(reply, HttpStatusCode.UnsupportedMediaType, ["Content-Type"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ABodyOfOverFourMebibytesIsRefusedHoweverItIsSent(bool chunked)
    {
        var host = await shared.GetAsync();
        // A length is refused before anything is read, and a sender that sends on finds the connection closed; so it asks first. In chunks the bound is noticed
        // on the way, just before the end.
        var body = Body("large", $"{Targets}, \"plan\": \"{new string('p', (4 * 1024 * 1024) + 1)}\"");
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        var reply = await host.Http.PostAsync("/v1/decisions", content, chunked, asking: !chunked);

        AssertProblem(reply, HttpStatusCode.RequestEntityTooLarge, ["body"]);
        await AssertUnknownAsync(host, "large");
    }

    [Theory]
    [InlineData("/v1/decisions", HttpStatusCode.MethodNotAllowed)]
    [InlineData("/v1/identities/", HttpStatusCode.BadRequest)]
    [InlineData("/v1/budgets", HttpStatusCode.BadRequest)]
    [InlineData("/v1/budgets?tenant=", HttpStatusCode.BadRequest)]
    [InlineData("/v1/budgets?capability=no%20name", HttpStatusCode.BadRequest)]
    [InlineData("/v1/budgets?tenant=a&tenant=b", HttpStatusCode.BadRequest)]
    [InlineData("/v1/budgets?tenant=a&capability=contacts.lookup", HttpStatusCode.BadRequest)]
    [InlineData("/v1/budgets?tenant=nobody", HttpStatusCode.NotFound)]
    [InlineData("/v2/decisions", HttpStatusCode.NotFound)]
    public async Task AnAddressThatAnswersNothingSaysSoWithAProblemDocument(string path, HttpStatusCode status)
    {
        var reply = await (await shared.GetAsync()).Http.GetAsync(path);

        Assert.Equal((status, "application/problem+json"), (reply.Status, reply.ContentType));
    }

    private static string Body(string identity, string fields, string capability = QuotaGridHttp.Contacts) =>
        $$"""{"identity":"{{identity}}","capability":"{{capability}}",{{fields}}}""";

    private static string Attributes(int count) => JsonSerializer.Serialize(Enumerable.Range(0, count).ToDictionary(place => $"a{place}", _ => "v"));

    private async Task RefuseAsync(string path, string what, string body, string[] fields)
    {
        var host = await shared.GetAsync();

        var reply = await host.Http.PostAsync(path, body);

        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {reply.Text}");
        AssertProblem(reply, HttpStatusCode.BadRequest, fields);
        await AssertNowhereAsync(host, reply);
        if (body.Split("bad-") is [_, var rest, ..])
        {
            await AssertUnknownAsync(host, $"bad-{rest.Split('"')[0]}");
        }
    }

    private static void AssertProblem(HttpReply reply, HttpStatusCode status, string[] fields)
    {
        Assert.Equal((status, "application/problem+json"), (reply.Status, reply.ContentType));
        Assert.Equal(InvalidRequest, reply.Json.GetProperty("type").GetString());
        Assert.Equal((int)status, reply.Json.GetProperty("status").GetInt32());
        Assert.Equal(fields, reply.ErrorFields);
    }

    private static async Task AssertUnknownAsync(RunningHost host, string identity)
    {
        var reply = await host.Http.DescribeAsync(identity);
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (reply.Status, reply.ContentType));
        Assert.Equal("urn:quotagrid:problem:identity-unknown", reply.Json.GetProperty("type").GetString());
    }

    private static async Task AssertNowhereAsync(RunningHost host, HttpReply reply)
    {
        // The digits alone, because a plus sign is escaped in JSON.
        var digits = Target[1..];
        Assert.DoesNotContain(digits, reply.Text);
        Assert.DoesNotContain(digits, host.Process.Everything);
        Assert.DoesNotContain(digits, await host.Http.MetricsAsync());
    }
}
