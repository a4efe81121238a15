using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace QuotaGrid.Load.Reports;

/// <summary>
/// A report as JSON: <c>{ "verb", "seed", "machine", "figures": [ { "name", "value", "unit", "gate", "met" } ] }</c>. Every field is always
/// there; <c>gate</c> and <c>met</c> are null where nothing was promised, <c>value</c> is null where nothing happened.
/// </summary>
[JsonSerializable(typeof(Report))]
public sealed partial class ReportJson : JsonSerializerContext
{
    // For people and for tools that read JSON, never for a web page: '+' and '(' need no escape.
    private static readonly ReportJson Readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Writes a report as text, with a line break at the end.</summary>
    public static string Write(Report report) => JsonSerializer.Serialize(report, Readable.Report) + "\n";
}
