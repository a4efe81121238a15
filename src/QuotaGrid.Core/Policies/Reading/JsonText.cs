using System.Text.Json;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Policies.Reading;

/// <summary>How JSON values and places are named in problems.</summary>
internal static class JsonText
{
    /// <summary>A value with its type, for where the type is wrong: <c>the text '5'</c>, <c>the number '5'</c>, <c>an array</c>.</summary>
    public static string Describe(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => $"the text {QuotedText.Of(element.GetString()!)}",
        JsonValueKind.Number => $"the number {QuotedText.Of(element.GetRawText())}",
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        _ => $"'{element.GetRawText()}'",
    };

    /// <summary>The path of a property: <c>$.a.b</c>, or <c>$.a['b c']</c> when the name is no identifier.</summary>
    public static string PathOf(string path, string property) =>
        property.Length is > 0 and <= QuotedText.MaxShown && property.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$')
            ? $"{path}.{property}"
            : $"{path}[{QuotedText.Of(property)}]";
}
