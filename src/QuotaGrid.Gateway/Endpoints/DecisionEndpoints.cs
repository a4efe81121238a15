using Microsoft.AspNetCore.Http;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;
using QuotaGrid.Gateway.Admission;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>What the HTTP endpoints do.</summary>
internal static class DecisionEndpoints
{
    private const int MaxAttributes = 16;
    private const int MaxAttributeLength = 256;
    private const string IdentitiesPath = "/v1/identities/";

    public static async Task<IResult> DecideAsync(HttpContext context, QuotaGridClient client)
    {
        var (body, problem) = await BodyReader.ReadAsync(context, QuotaGridJson.Default.DecisionRequestBody);
        if (body is null)
        {
            return problem!;
        }

        var fields = new FieldReader();
        var request = Read(body, fields);
        if (fields.Failed)
        {
            return Problems.Invalid(fields.Problems);
        }

        return await AnswerAsync(context, async () =>
        {
            var decision = await client.DecideAsync(request, context.RequestAborted);
            RateLimitHeaders.Write(context.Response, decision);
            return Results.Json(DecisionBody.From(decision), QuotaGridJson.Default.DecisionBody);
        });
    }

    /// <summary>Reads a request for a decision, which can be used if <paramref name="fields"/> has no problem.</summary>
    internal static DecisionRequest Read(DecisionRequestBody body, FieldReader fields)
    {
        var identity = fields.Read(body.Identity, "identity", Identity.Parse);
        var capability = fields.Read(body.Capability, "capability", Capability.Parse);
        var plan = fields.Read(body.Plan, "plan", Plan.Parse);
        Tenant? tenant = body.Tenant is null ? null : fields.Read(body.Tenant, "tenant", Tenant.Parse);
        var whole = fields.IsSecond(body.Admission, "admission", "partial", "whole");
        var targets = fields.Texts(body.Targets, "targets", required: true);
        var attributes = ReadAttributes(body.Attributes, fields);
        return new DecisionRequest(identity, capability, targets)
        {
            Plan = plan,
            Tenant = tenant,
            Attributes = attributes,
            Admission = whole ? Core.Decisions.Admission.Whole : Core.Decisions.Admission.Partial,
        };
    }

    public static async Task<IResult> ReportOutcomesAsync(HttpContext context, QuotaGridClient client)
    {
        var (body, problem) = await BodyReader.ReadAsync(context, QuotaGridJson.Default.OutcomeRequestBody);
        if (body is null)
        {
            return problem!;
        }

        var fields = new FieldReader();
        var identity = fields.Read(body.Identity, "identity", Identity.Parse);
        var capability = fields.Read(body.Capability, "capability", Capability.Parse);
        var found = fields.Texts(body.Found, "found", required: false);
        var missing = fields.Texts(body.Missing, "missing", required: false);
        if (fields.Failed)
        {
            return Problems.Invalid(fields.Problems);
        }

        return await AnswerAsync(context, async () =>
            await client.ReportOutcomesAsync(identity, capability, found, missing, context.RequestAborted)
                ? Results.Accepted()
                : Problems.Unavailable(context, "Too many outcome reports wait already; this one was dropped."));
    }

    public static async Task<IResult> DescribeAsync(HttpContext context, QuotaGridClient client, TimeProvider time)
    {
        var fields = new FieldReader();
        var identity = fields.Read(IdentityOfPath(context), "identity", Identity.Parse);
        if (fields.Failed)
        {
            return Problems.Invalid(fields.Problems);
        }

        return await AnswerAsync(context, async () =>
        {
            var report = await client.DescribeAsync(identity, context.RequestAborted);
            return report.Capabilities.IsEmpty
                ? Results.Problem(
                    type: ProblemTypes.IdentityUnknown,
                    title: "Nothing is known of the identity.",
                    detail: "It never asked for anything here.",
                    statusCode: StatusCodes.Status404NotFound)
                : Results.Json(IdentityBody.From(report, time.GetUtcNow()), QuotaGridJson.Default.IdentityBody);
        });
    }

    /// <summary>Answers, with a problem document for what may go wrong on the way.</summary>
    internal static async Task<IResult> AnswerAsync(HttpContext context, Func<Task<IResult>> answer)
    {
        try
        {
            return await answer();
        }
        catch (InvalidValueException e)
        {
            return Problems.Invalid(e.Problem);
        }
        catch (QuotaUnavailableException e)
        {
            return Problems.Unavailable(context, e.Message);
        }
    }

    // From the request line, because routing leaves an escaped slash escaped and nothing else.
    private static string IdentityOfPath(HttpContext context)
    {
        var target = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        var path = target.Split('?', 2)[0];
        var start = path.IndexOf(IdentitiesPath, StringComparison.OrdinalIgnoreCase);
        return start < 0 ? "" : Uri.UnescapeDataString(path[(start + IdentitiesPath.Length)..]);
    }

    private static Dictionary<string, string> ReadAttributes(Dictionary<string, string?>? attributes, FieldReader fields)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        if (attributes is null)
        {
            return read;
        }

        if (attributes.Count > MaxAttributes)
        {
            fields.Add("attributes", $"There are {attributes.Count} attributes.", $"Send at most {MaxAttributes}.");
            return read;
        }

        foreach (var (name, value) in attributes)
        {
            if (Name.FindProblem(name) is { } problem)
            {
                fields.Add("attributes", problem, Name.Remedy);
            }
            else if (string.IsNullOrEmpty(value) || value.Length > MaxAttributeLength)
            {
                fields.Add($"attributes.{name}", $"The value has {value?.Length ?? 0} characters.", $"Send 1 to {MaxAttributeLength}, or leave the attribute out.");
            }
            else
            {
                read[name] = value;
            }
        }

        return read;
    }
}
