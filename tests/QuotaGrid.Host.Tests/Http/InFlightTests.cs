using System.Net;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Http;

public sealed class InFlightTests(SmallPolicyHost small) : IClassFixture<SmallPolicyHost>
{
    [Fact]
    public async Task ThreeAreInFlightTheFourthIsDeniedAndAReleaseMakesPlace()
    {
        var held = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            held.Add((await AskAsync()).Hold!);
        }

        var denied = await AskAsync();
        Assert.Equal(("denied", "parallel", null), (denied.Outcome, denied.Limit, denied.Hold));
        Assert.InRange(denied.RetryAfter, 3_000, 3_600);
        Assert.Equal("\"parallel\";r=0", denied.Headers["RateLimit"]);
        Assert.Equal(3, held.Distinct().Count());

        var released = await small.Host.Http.ReleaseAsync(held[1], "a/b c", SmallPolicyHost.Parallel);
        Assert.Equal((HttpStatusCode.NoContent, ""), (released.Status, released.Text));
        Assert.Equal(HttpStatusCode.NotFound, (await small.Host.Http.ReleaseAsync(held[1], "a/b c", SmallPolicyHost.Parallel)).Status);
        Assert.Equal("allowed", (await AskAsync()).Outcome);
        Assert.Equal("denied", (await AskAsync()).Outcome);
    }

    private Task<HttpReply> AskAsync() => small.Host.Http.DecideAsync("a/b c", ["1"], SmallPolicyHost.Parallel);
}
