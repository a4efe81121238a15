using System.Net;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Http;

public sealed class OutcomeTests(SharedHost shared)
{
    [Fact]
    public async Task OutcomesAreAcceptedAndShowUpInTheEvidence()
    {
        var http = (await shared.GetAsync()).Http;
        var asked = UsNumbers.Take(0, 5);
        await http.DecideAsync("reported", asked);

        var reply = await http.ReportAsync("reported", found: asked[..2], missing: asked[2..]);

        Assert.Equal((HttpStatusCode.Accepted, ""), (reply.Status, reply.Text));
        var known = await http.SeeEvidenceAsync("reported", "missing", 3);
        Assert.Equal((2, 3, 0), (known.Evidence("found"), known.Evidence("missing"), known.Evidence("unmatched")));
    }

    [Fact]
    public async Task OutcomesOfTargetsThatWereNotAdmittedAreCountedAsUnmatched()
    {
        var http = (await shared.GetAsync()).Http;
        await http.DecideAsync("unmatched", UsNumbers.Take(0, 1));

        var reply = await http.ReportAsync("unmatched", found: UsNumbers.Take(0, 2), missing: UsNumbers.Take(2, 3));

        Assert.Equal(HttpStatusCode.Accepted, reply.Status);
        var known = await http.SeeEvidenceAsync("unmatched", "unmatched", 4);
        Assert.Equal((1, 0), (known.Evidence("found"), known.Evidence("missing")));
    }

    [Theory]
    [InlineData("tenant/acct/42")]
    [InlineData("/leading//and/trailing/")]
    [InlineData("100%")]
    [InlineData("%2F")]
    [InlineData("two words")]
    [InlineData("a+b?c=d&e#f")]
    [InlineData("Zoë 世界 🙂")]
    [InlineData("back\\slash;and:colon")]
    [InlineData("00000000-0000-0000-0000-00000000002a")]
    public async Task AnIdentityOfAnyCharactersIsShown(string identity)
    {
        var http = (await shared.GetAsync()).Http;
        await http.DecideAsync(identity, UsNumbers.Take(0, 3));

        var known = await http.DescribeAsync(identity);

        Assert.Equal((HttpStatusCode.OK, identity), (known.Status, known.Json.GetProperty("identity").GetString()));
        Assert.Equal((1, 3), (known.Evidence("requests"), known.Evidence("asked")));
    }

    [Fact]
    public async Task IdentitiesThatDifferInCaseAreTwo()
    {
        var http = (await shared.GetAsync()).Http;
        await http.DecideAsync("2a", UsNumbers.Take(0, 1));

        Assert.Equal(HttpStatusCode.NotFound, (await http.DescribeAsync("2A")).Status);
    }

    [Fact]
    public async Task AnIdentityIsShownWithoutItsTargets()
    {
        var http = (await shared.GetAsync()).Http;
        await http.DecideAsync("private", ["+12125558143"]);

        Assert.DoesNotContain("12125558143", (await http.DescribeAsync("private")).Text);
    }
}
