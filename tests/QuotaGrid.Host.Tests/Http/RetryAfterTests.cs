using System.Diagnostics;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Http;

public sealed class RetryAfterTests(SmallPolicyHost small) : IClassFixture<SmallPolicyHost>
{
    private const int Attempts = 5;
    private const double SecondsPerPermit = 2;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>
    /// The permits come back in the server's time and the test waits in its own, so it brackets: the server denied between the test's sending and its receiving. What
    /// is asked after the wait from receiving on is late enough for sure; what is answered before the wait from sending on is too early for sure, and so is a
    /// second permit before two more seconds. An attempt that a busy machine moved out of these brackets says nothing, and is made again by another identity.
    /// </summary>
    [Fact]
    public async Task AfterRetryAfterExactlyOneMoreIsAdmittedAndASecondEarlierNone()
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var identity = $"waits-{attempt}";
            var clock = Stopwatch.StartNew();
            Assert.Equal("allowed", (await AskAsync(identity, "a", "b", "c", "d", "e")).Outcome);
            var sent = clock.Elapsed;
            var denied = await AskAsync(identity, "f", "g");
            var received = clock.Elapsed;
            if (sent.TotalSeconds > SecondsPerPermit / 2)
            {
                continue;
            }

            Assert.Equal(("denied", "novel-10s"), (denied.Outcome, denied.Limit));
            Assert.InRange(denied.RetryAfter, SecondsPerPermit - received.TotalSeconds, SecondsPerPermit);
            var wait = TimeSpan.FromSeconds(denied.RetryAfter);

            await UntilAsync(clock, sent + wait - TimeSpan.FromSeconds(1));
            var early = await AskAsync(identity, "f", "g");
            var earlyEnough = clock.Elapsed < sent + wait;

            await UntilAsync(clock, received + wait);
            var inTime = await AskAsync(identity, "f", "g");
            var beforeTheNext = clock.Elapsed < sent + wait + TimeSpan.FromSeconds(SecondsPerPermit);

            if (earlyEnough && beforeTheNext)
            {
                Assert.Equal("denied", early.Outcome);
                Assert.Equal("partial", inTime.Outcome);
                Assert.Equal([0], inTime.Allowed);
                Assert.Equal([1], inTime.Denied);
                return;
            }
        }

        Assert.Skip($"This machine was too busy to tell seconds apart, {Attempts} times.");
    }

    /// <summary>Another permit grows in 90 days / 98 = 79,346.9 s; refilling it would take 30 days.</summary>
    [Fact]
    public async Task AFirstSyncAllowanceThatIsEarnedIsSmallAtFirstAndTheWaitIsForItsGrowth()
    {
        var reply = await small.Host.Http.DecideAsync("new", ["a", "b", "c"], SmallPolicyHost.Earned);

        Assert.Equal(("partial", "novel-30d", 0L), (reply.Outcome, reply.Limit, reply.Remaining("novel-30d")));
        Assert.Equal([0, 1], reply.Allowed);
        Assert.InRange(reply.RetryAfter, 79_346.9, 79_347);
    }

    [Fact]
    public void TheBannerNamesTheUrlTheDataDirectoryAndThePoliciesThatWereGiven()
    {
        Assert.Contains($"\n  http       {small.Host.Url}/v1/decisions (OpenAPI at {small.Host.Url}/openapi/v1.json)\n", small.Host.Process.Output);
        Assert.Contains($"\n  storage    SQLite in {Path.Combine(small.Data, "quotagrid.db")}\n", small.Host.Process.Output);
        Assert.Contains("\n  policies   version 1: small for accounts.lookup (enforced, fails open), earned for earned.lookup (enforced, fails closed), reports for reports.lookup (enforced, fails closed), shared for shared.lookup (enforced, fails closed)\n", small.Host.Process.Output);
        Assert.True(File.Exists(Path.Combine(small.Data, "quotagrid.db")));
    }

    private static async Task UntilAsync(Stopwatch clock, TimeSpan when)
    {
        while (clock.Elapsed < when)
        {
            // A timer may come early by its granularity, so the clock has the last word.
            await Task.Delay(when - clock.Elapsed + TimeSpan.FromMilliseconds(1), TimeProvider.System, Cancel);
        }
    }

    private Task<HttpReply> AskAsync(string identity, params string[] targets) => small.Host.Http.DecideAsync(identity, targets, SmallPolicyHost.Capability);
}
