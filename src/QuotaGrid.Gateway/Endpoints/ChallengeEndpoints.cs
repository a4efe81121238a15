using Microsoft.AspNetCore.Http;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Identities;
using QuotaGrid.Gateway.Admission;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>What the HTTP endpoint of challenges does.</summary>
internal static class ChallengeEndpoints
{
    public static async Task<IResult> ReportAsync(HttpContext context, QuotaGridClient client)
    {
        var (body, problem) = await BodyReader.ReadAsync(context, QuotaGridJson.Default.ChallengeRequestBody);
        if (body is null)
        {
            return problem!;
        }

        var fields = new FieldReader();
        var identity = fields.Read(body.Identity, "identity", Identity.Parse);
        var capability = fields.Read(body.Capability, "capability", Capability.Parse);
        var challenge = fields.Read(body.Id, "id", ChallengeId.Parse);
        if (body.Passed is null)
        {
            fields.Add("passed", "The field is missing.", "Send true or false.");
        }

        if (fields.Failed)
        {
            return Problems.Invalid(fields.Problems);
        }

        if (body.Passed == false)
        {
            client.FailChallenge();
            return Results.NoContent();
        }

        return await DecisionEndpoints.AnswerAsync(context, async () => await client.PassChallengeAsync(identity, capability, challenge, context.RequestAborted) switch
        {
            ChallengeResult.Lifted => Results.NoContent(),
            ChallengeResult.NotContained => Problems.NotContained(),
            var refused => Problems.ChallengeOfNoUse(refused),
        });
    }
}
