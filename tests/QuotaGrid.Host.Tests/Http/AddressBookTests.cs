using System.Net;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Http;

/// <summary>The session of the README: a person and an enumerator, with the built-in policy.</summary>
public sealed class AddressBookTests(SharedHost shared)
{
    private const string Novel = "novel-30d";

    [Fact]
    public async Task AnAddressBookPassesAndCostsNothingWhenItIsSentAgain()
    {
        var http = (await shared.GetAsync()).Http;
        var book = UsNumbers.Take(0, 300);

        var first = await http.DecideAsync("person", book);
        var again = await http.DecideAsync("person", book);

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal(("allowed", 300), (first.Outcome, first.Allowed.Length));
        Assert.Equal(4_700, first.Remaining(Novel));
        Assert.Equal(("allowed", 300), (again.Outcome, again.Allowed.Length));
        Assert.Equal(4_700, again.Remaining(Novel));
        var known = await http.SeeEvidenceAsync("person", "requests", 2);
        Assert.Equal(300, known.Capability.GetProperty("knownTargets").GetInt32());
        Assert.Equal(
            (2, 600, 300, 0), (known.Evidence("requests"), known.Evidence("asked"), known.Evidence("novel"), known.Evidence("denied")));
    }

    [Fact]
    public async Task AnEnumeratorIsDeniedAfterFiveThousandAndAgainWhenItAsksAgain()
    {
        var http = (await shared.GetAsync()).Http;
        for (var batch = 0; batch < 5; batch++)
        {
            var passed = await http.DecideAsync("enumerator", UsNumbers.Take(10_000 + (batch * 1_000), 1_000));
            Assert.Equal(("allowed", 4_000 - (batch * 1_000L)), (passed.Outcome, passed.Remaining(Novel)));
        }

        var beyond = UsNumbers.Take(15_000, 1_000);
        var denied = await http.DecideAsync("enumerator", beyond);
        var again = await http.DecideAsync("enumerator", beyond);

        foreach (var reply in new[] { denied, again })
        {
            Assert.Equal(HttpStatusCode.OK, reply.Status);
            Assert.Equal(("denied", Novel, 1_000), (reply.Outcome, reply.Limit, reply.Denied.Length));
            Assert.Equal(0, reply.Remaining(Novel));
            // One permit comes back every 30 days / 5,000 = 518.4 s, counted from the first request.
            Assert.InRange(reply.RetryAfter, 400, 518.4);
            Assert.Equal(Math.Ceiling(reply.RetryAfter), double.Parse(reply.Headers["Retry-After"]));
        }

        var known = await http.SeeEvidenceAsync("enumerator", "requests", 7);
        Assert.Equal(5_000, known.Capability.GetProperty("knownTargets").GetInt32());
        Assert.Equal((7_000, 5_000, 2_000), (known.Evidence("asked"), known.Evidence("novel"), known.Evidence("denied")));
    }

    [Fact]
    public async Task WhatIsKnownPassesWhenNothingNovelDoes()
    {
        var http = (await shared.GetAsync()).Http;
        var known = UsNumbers.Take(20_000, 5_000);
        await http.DecideAsync("full", known);

        var mixed = await http.DecideAsync("full", [known[0], UsNumbers.Take(30_000, 1)[0], known[4_999]]);

        Assert.Equal(("partial", Novel), (mixed.Outcome, mixed.Limit));
        Assert.Equal([0, 2], mixed.Allowed);
        Assert.Equal([1], mixed.Denied);
    }

    [Fact]
    public async Task ATargetThatStandsTwiceInABatchIsNovelOnceAndTwoItems()
    {
        var http = (await shared.GetAsync()).Http;

        var reply = await http.DecideAsync("twice", ["+12125550100", "+1 (212) 555-0100", "+12125550101"]);

        Assert.Equal([0, 1, 2], reply.Allowed);
        Assert.Equal((4_998, 19_997), (reply.Remaining(Novel), reply.Remaining("items-4h")));
    }

    [Fact]
    public async Task TheRateLimitFieldsStateEveryLimit()
    {
        var http = (await shared.GetAsync()).Http;

        var reply = await http.DecideAsync("fields", UsNumbers.Take(0, 2));

        Assert.Equal(
            "\"items-4h\";q=20000;w=14400, \"novel-30d\";q=5000;w=2592000, \"distinct-24h\";q=10000;w=86400", reply.Headers["RateLimit-Policy"]);
        // A distinct limit's window ends with a bucket of the horizon, up to 30 days / 240 = 3 hours later than a day.
        Assert.Matches("^\"items-4h\";r=19998;t=1, \"novel-30d\";r=4998;t=519, \"distinct-24h\";r=9998;t=(8[6-9]|9[0-9])[0-9]{3}$", reply.Headers["RateLimit"]);
        Assert.DoesNotContain("Retry-After", reply.Headers.Keys);
    }
}
