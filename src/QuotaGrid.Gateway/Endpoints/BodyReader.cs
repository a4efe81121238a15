using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>Reads the JSON body of a request, or says why it cannot be read.</summary>
public static partial class BodyReader
{
    /// <summary>The largest body, in bytes: 10,000 targets of 256 bytes fit.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Reads a body.</summary>
    /// <returns>The body, or the problem to answer.</returns>
    internal static async ValueTask<(T? Body, IResult? Problem)> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        var request = context.Request;
        if (!request.HasJsonContentType())
        {
            return (null, Problems.Invalid(
                new ValueProblem("Content-Type", $"The content type is '{request.ContentType}'.", "Send application/json."), StatusCodes.Status415UnsupportedMediaType));
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bound)
        {
            bound.MaxRequestBodySize = MaxBytes;
        }

        try
        {
            var body = await JsonSerializer.DeserializeAsync(request.Body, type, context.RequestAborted);
            return body is null ? (null, Problems.Invalid(new ValueProblem("body", "The body is null.", "Send a JSON object."))) : (body, null);
        }
        catch (BadHttpRequestException e)
        {
            var problem = e.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? new ValueProblem("body", $"The body has over {MaxBytes} bytes.", "Send fewer targets in one request.")
                : new ValueProblem("body", "The body did not arrive whole or in time.", "Send it again.");
            return (null, Problems.Invalid(problem, e.StatusCode));
        }
        catch (JsonException e)
        {
            return (null, Problems.Invalid(Describe(e)));
        }
    }

    // Only the place: the reader's own message may quote what stands there, and that may be a target.
    private static ValueProblem Describe(JsonException e)
    {
        var line = (e.LineNumber + 1)?.ToString(CultureInfo.InvariantCulture) ?? "?";
        var column = (e.BytePositionInLine + 1)?.ToString(CultureInfo.InvariantCulture) ?? "?";
        // Only what the JSON reader itself refused has its exception inside.
        var detail = e.InnerException is JsonException
            ? "The body is not JSON, or ends too early"
            : "This field is unknown, stands twice, or has a value of the wrong type";
        return new ValueProblem(
            PlaceOf(e.Path ?? ""),
            $"{detail} (line {line}, byte {column}).",
            "Send a JSON object with the fields of the OpenAPI document.");
    }

    // As far as it is made of what looks like our fields: a name may be a target, where somebody sent an object instead of an array.
    private static string PlaceOf(string path) => FieldPath().Match(path).Value.TrimStart('$', '.') is { Length: > 0 } field ? field : "body";

    [GeneratedRegex(@"^\$(\.[A-Za-z]{1,32}(?![^.\[])|\[[0-9]+\])*", RegexOptions.CultureInvariant)]
    private static partial Regex FieldPath();
}
