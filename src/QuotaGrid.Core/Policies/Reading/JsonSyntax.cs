using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Policies.Reading;

/// <summary>
/// The text under the values: UTF-8, JSON with comments and trailing commas, strings that are Unicode. Whatever is wrong here is one
/// problem, because nothing after it can be read.
/// </summary>
internal static class JsonSyntax
{
    private static readonly JsonDocumentOptions DocumentOptions =
        new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private static readonly JsonReaderOptions ReaderOptions =
        new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Parses a document, with or without a byte order mark.</summary>
    /// <exception cref="InvalidPolicyException">The text is too long or malformed. Lines and columns count from 1.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> document)
    {
        if (document.Length > PolicyBounds.MaxDocumentBytes)
        {
            throw ProblemList.Single(
                $"The document has {document.Length} bytes.", $"Write at most {PolicyBounds.MaxDocumentBytes} bytes.");
        }

        var text = document.Span.StartsWith(Encoding.UTF8.Preamble) ? document[Encoding.UTF8.Preamble.Length..] : document;
        if (FindInvalidByte(text.Span) is { } invalid)
        {
            throw ProblemList.Single(
                $"The document is not UTF-8: {PositionOf(text.Span, invalid)} has the byte 0x{text.Span[invalid]:X2}.",
                "Save it as UTF-8.");
        }

        var json = ParseTokens(text);
        if (FindBrokenString(text.Span) is { } broken)
        {
            json.Dispose();
            throw ProblemList.Single(
                $"The JSON is malformed at {PositionOf(text.Span, broken)}: the string escapes half of a surrogate pair.",
                "Write the character itself, or both halves.");
        }

        return json;
    }

    private static JsonDocument ParseTokens(ReadOnlyMemory<byte> text)
    {
        try
        {
            return JsonDocument.Parse(text, DocumentOptions);
        }
        catch (JsonException malformed)
        {
            var offset = OffsetOf(text.Span, malformed.LineNumber ?? 0, malformed.BytePositionInLine ?? 0);
            throw ProblemList.Single(
                $"The JSON is malformed at {PositionOf(text.Span, offset)}: {Reword(malformed.Message)}",
                "Correct the syntax there.");
        }
    }

    private static int? FindInvalidByte(ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
        {
            return null;
        }

        var offset = 0;
        while (Rune.DecodeFromUtf8(text[offset..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            offset += length;
        }

        return offset;
    }

    // JsonDocument lets "\ud800" pass and throws when the string is read; found here, no later step needs to expect it.
    private static int? FindBrokenString(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, ReaderOptions);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                try
                {
                    reader.GetString();
                }
                catch (InvalidOperationException)
                {
                    return (int)reader.TokenStartIndex;
                }
            }
        }

        return null;
    }

    private static int OffsetOf(ReadOnlySpan<byte> text, long line, long byteInLine)
    {
        var start = 0;
        for (; line > 0 && text[start..].IndexOf((byte)'\n') is >= 0 and var end; line--)
        {
            start += end + 1;
        }

        return (int)Math.Min(start + byteInLine, text.Length);
    }

    private static string PositionOf(ReadOnlySpan<byte> text, int offset)
    {
        var before = text[..offset];
        var line = before.Count((byte)'\n') + 1;
        var column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        return $"line {line}, column {column}";
    }

    // JsonException ends its message in a position that counts from 0, and may begin it with all the text up to the document's end.
    private static string Reword(string message)
    {
        var position = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var cause = position < 0 ? message : message[..position];
        var quoteEnd = cause.LastIndexOf("' is ", StringComparison.Ordinal);
        return cause[0] == '\'' && quoteEnd > 0 ? QuotedText.Of(cause[1..quoteEnd]) + cause[(quoteEnd + 1)..] : cause;
    }
}
