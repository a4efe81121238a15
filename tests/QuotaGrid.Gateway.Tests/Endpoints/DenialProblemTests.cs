using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Gateway.Admission;
using QuotaGrid.Gateway.Endpoints;

namespace QuotaGrid.Gateway.Tests.Endpoints;

/// <summary>What a client is told that is denied for what it did, and not by a limit.</summary>
public sealed class DenialProblemTests
{
    private static readonly GatewayDecision Denied = new()
    {
        Outcome = Outcome.Denied,
        Allowed = ItemSet.All(1).Complement(),
        Invalid = [],
        Stage = Stage.Enforced,
        Policy = "some",
        PolicyVersion = 1,
        Limits = [],
        Limit = "novel-30d",
        RetryAfter = TimeSpan.FromSeconds(1.5),
    };

    [Theory]
    [InlineData(ContainmentAction.Tighten, "tighten", "Asking again is of use later.")]
    [InlineData(ContainmentAction.Challenge, "challenge", "Prove that you are who you say, as this service tells you to.")]
    [InlineData(ContainmentAction.Block, "block", "Asking again is of use later.")]
    public async Task AContainmentIsAbnormalUsageAndSaysWhatIsDone(ContainmentAction action, string word, string detail)
    {
        var problem = await ProblemOf(Problems.Denied(Denied with { Action = action, Limit = null }));

        Assert.Equal("https://iana.org/assignments/http-problem-types#abnormal-usage-detected", problem.GetProperty("type").GetString());
        Assert.Equal((429, word, detail, 1.5), (problem.GetProperty("status").GetInt32(), Text(problem, "action"), Text(problem, "detail"), problem.GetProperty("retryAfter").GetDouble()));
        Assert.False(problem.TryGetProperty("violated-policies", out _));
    }

    [Fact]
    public async Task ALimitIsStillAnExceededQuota() =>
        Assert.Equal("https://iana.org/assignments/http-problem-types#quota-exceeded", Text(await ProblemOf(Problems.Denied(Denied)), "type"));

    [Theory]
    [InlineData(ChallengeResult.Exhausted, "The identity passed 3 challenges within 30 days. What is done about it ends by itself, or when an operator pardons it.")]
    [InlineData(ChallengeResult.NotChallenged, "What is done about the identity is no challenge. It ends by itself, or when an operator pardons it.")]
    public async Task APassedChallengeThatLiftsNothingIsAConflictThatSaysWhy(ChallengeResult result, string detail)
    {
        var problem = await ProblemOf(Problems.ChallengeOfNoUse(result));

        Assert.Equal((409, "urn:quotagrid:problem:challenge-of-no-use", detail), (problem.GetProperty("status").GetInt32(), Text(problem, "type"), Text(problem, "detail")));
    }

    private static string? Text(JsonElement problem, string property) => problem.GetProperty(property).GetString();

    private static async Task<JsonElement> ProblemOf(IResult result)
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = services, Response = { Body = body } };
        await result.ExecuteAsync(context);
        return JsonDocument.Parse(body.ToArray()).RootElement;
    }
}
