using System.Text;

namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>
/// Reads what these tests need of an OTLP trace export: fields by their numbers, as in opentelemetry/proto/trace/v1/trace.proto. Every level of it
/// is a message of length-delimited fields; the others are walked over.
/// </summary>
public static class TracePayload
{
    private const int ResourceSpans = 1;
    private const int ScopeSpans = 2;
    private const int Scope = 1;
    private const int ScopeName = 1;
    private const int Spans = 2;
    private const int TraceId = 1;
    private const int SpanId = 2;
    private const int ParentSpanId = 4;
    private const int SpanName = 5;
    private const int SpanKind = 6;

    /// <summary>The spans of an export.</summary>
    public static IReadOnlyList<ExportedSpan> Read(byte[] payload) =>
    [
        .. from resource in Walk(payload)
           where resource.Number == ResourceSpans
           from scope in Walk(resource.Bytes)
           where scope.Number == ScopeSpans
           let fields = Walk(scope.Bytes).ToArray()
           let name = TextOf(Walk(fields.Single(field => field.Number == Scope).Bytes), ScopeName)
           from span in fields
           where span.Number == Spans
           select ReadSpan(name, [.. Walk(span.Bytes)]),
    ];

    private static ExportedSpan ReadSpan(string source, Field[] fields) => new(
        source,
        TextOf(fields, SpanName),
        (SpanRole)fields.FirstOrDefault(field => field.Number == SpanKind).Value,
        IdOf(fields, TraceId),
        IdOf(fields, SpanId),
        IdOf(fields, ParentSpanId));

    private static string TextOf(IEnumerable<Field> fields, int number) => Encoding.UTF8.GetString(fields.Single(field => field.Number == number).Bytes);

    private static string IdOf(Field[] fields, int number) => Convert.ToHexString(fields.FirstOrDefault(field => field.Number == number).Bytes ?? []);

    private static IEnumerable<Field> Walk(byte[] message)
    {
        var place = 0;
        while (place < message.Length)
        {
            var tag = ReadVarint(message, ref place);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    yield return new Field(number, ReadVarint(message, ref place), []);
                    break;
                case 1:
                    place += sizeof(ulong);
                    break;
                case 2:
                    var length = (int)ReadVarint(message, ref place);
                    yield return new Field(number, 0, message[place..(place + length)]);
                    place += length;
                    break;
                case 5:
                    place += sizeof(uint);
                    break;
                default:
                    throw new InvalidDataException($"Field {number} has the wire type {tag & 7}, which OTLP does not use.");
            }
        }
    }

    private static ulong ReadVarint(byte[] message, ref int place)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[place++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }

    private readonly record struct Field(int Number, ulong Value, byte[] Bytes);
}
