using System.Collections.Immutable;
using System.Text.Json;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Policies.Reading;

/// <summary>
/// Reads the properties of one JSON object. Whatever is wrong with a property is added to the problems, and its value is null; the
/// next property is read all the same, so that every problem is found at once.
/// </summary>
internal sealed class ObjectReader
{
    private readonly Dictionary<string, JsonElement> _properties;
    private readonly ProblemList _problems;

    private ObjectReader(string path, Dictionary<string, JsonElement> properties, ProblemList problems)
    {
        Path = path;
        _properties = properties;
        _problems = problems;
    }

    /// <summary>The object's JSON path.</summary>
    public string Path { get; }

    /// <summary>Opens an object, and reports properties that are not known or stand more than once. Null when it is no object.</summary>
    public static ObjectReader? Open(JsonElement element, string path, ImmutableArray<string> known, ProblemList problems)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            problems.Add(path, $"The value is {JsonText.Describe(element)}.", $"Write an object with the properties {Join(known, "and")}.");
            return null;
        }

        var properties = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            var count = counts[property.Name] = counts.GetValueOrDefault(property.Name) + 1;
            if (count == 1)
            {
                properties.Add(property.Name, property.Value);
            }
        }

        foreach (var (name, count) in counts)
        {
            if (!known.Contains(name))
            {
                problems.Add(JsonText.PathOf(path, name), $"The property {QuotedText.Of(name)} is unknown.", RemedyForUnknown(name, known));
            }

            if (count > 1)
            {
                problems.Add(
                    JsonText.PathOf(path, name), $"The property {QuotedText.Of(name)} stands {count} times.", "Keep one of them.");
            }
        }

        return new ObjectReader(path, properties, problems);
    }

    /// <summary>Names as a sentence lists them: <c>'a', 'b' or 'c'</c>.</summary>
    public static string Join(IEnumerable<string> names, string conjunction)
    {
        var quoted = names.Select(name => $"'{name}'").ToArray();
        return quoted.Length == 1 ? quoted[0] : $"{string.Join(", ", quoted[..^1])} {conjunction} {quoted[^1]}";
    }

    /// <summary>Whether the property stands in the object, whatever its value.</summary>
    public bool Has(string property) => _properties.ContainsKey(property);

    /// <summary>Reports a property that has no place here, if it is there.</summary>
    public void Refuse(string property, string reason, string remedy)
    {
        if (_properties.TryGetValue(property, out var element))
        {
            _problems.Add(PathOf(property), $"{reason} The {property} is {JsonText.Describe(element)}.", remedy);
        }
    }

    /// <summary>Reads a required <see cref="Name"/>.</summary>
    public string? ReadName(string property)
    {
        if (ReadText(property, Name.Remedy) is not { } text)
        {
            return null;
        }

        if (Name.FindProblem(text) is not { } detail)
        {
            return text;
        }

        _problems.Add(PathOf(property), $"{detail} It is {QuotedText.Of(text)}.", Name.Remedy);
        return null;
    }

    /// <summary>Reads a required text of any content.</summary>
    public string? ReadText(string property, string remedy)
    {
        if (!TryFind(property, remedy, out var element))
        {
            return null;
        }

        if (element.ValueKind == JsonValueKind.String)
        {
            return element.GetString()!;
        }

        Report(property, element, remedy);
        return null;
    }

    /// <summary>Reads a required word out of a few.</summary>
    public T? ReadWord<T>(string property, ImmutableArray<(string Word, T Value)> words)
        where T : struct, Enum
    {
        var remedy = $"Write {Join(words.Select(word => word.Word), "or")}.";
        if (ReadText(property, remedy) is not { } text)
        {
            return null;
        }

        foreach (var (word, value) in words)
        {
            if (text == word)
            {
                return value;
            }
        }

        ReportValue(property, text, remedy);
        return null;
    }

    /// <summary>Reads a required whole number within bounds.</summary>
    public long? ReadInteger(string property, long least, long most)
    {
        var remedy = least == most ? $"Write {least}." : $"Write a whole number from {least} to {most}.";
        if (!TryFind(property, remedy, out var element))
        {
            return null;
        }

        if (element.ValueKind != JsonValueKind.Number)
        {
            Report(property, element, remedy);
            return null;
        }

        if (element.TryGetInt64(out var value) && value >= least && value <= most)
        {
            return value;
        }

        ReportValue(property, element.GetRawText(), remedy);
        return null;
    }

    /// <summary>Reads a required duration within bounds.</summary>
    public TimeSpan? ReadDuration(string property, TimeSpan least, TimeSpan most)
    {
        var remedy = $"Write a duration from '{DurationText.Format(least)}' to '{DurationText.Format(most)}'. {DurationText.Remedy}";
        if (ReadText(property, remedy) is not { } text)
        {
            return null;
        }

        if (DurationText.TryParse(text, out var duration) && duration >= least && duration <= most)
        {
            return duration;
        }

        ReportValue(property, text, remedy);
        return null;
    }

    /// <summary>Reads a required array. The elements are returned even when their number is out of bounds, which is reported.</summary>
    public ImmutableArray<JsonElement>? ReadArray(string property, int least, int most)
    {
        var remedy = $"Write an array of {least} to {most} elements.";
        if (!TryFind(property, remedy, out var element))
        {
            return null;
        }

        if (element.ValueKind != JsonValueKind.Array)
        {
            _problems.Add(PathOf(property), $"The value is {JsonText.Describe(element)}.", remedy);
            return null;
        }

        var elements = element.EnumerateArray().ToImmutableArray();
        if (elements.Length < least || elements.Length > most)
        {
            _problems.Add(PathOf(property), $"The array has '{elements.Length}' elements.", remedy);
        }

        return elements;
    }

    /// <summary>Opens a required object.</summary>
    public ObjectReader? ReadObject(string property, ImmutableArray<string> known) =>
        TryFind(property, $"Write an object with the properties {Join(known, "and")}.", out var element)
            ? Open(element, PathOf(property), known, _problems)
            : null;

    /// <summary>Reports a value of the right type that cannot be used.</summary>
    public void ReportValue(string property, string value, string remedy) =>
        _problems.Add(PathOf(property), $"The {property} is {QuotedText.Of(value)}.", remedy);

    /// <summary>The JSON path of a property.</summary>
    public string PathOf(string property) => JsonText.PathOf(Path, property);

    private bool TryFind(string property, string remedy, out JsonElement element)
    {
        if (_properties.TryGetValue(property, out element))
        {
            return true;
        }

        _problems.Add(PathOf(property), $"The property '{property}' is missing.", remedy);
        return false;
    }

    private void Report(string property, JsonElement element, string remedy) =>
        _problems.Add(PathOf(property), $"The {property} is {JsonText.Describe(element)}.", remedy);

    private static string RemedyForUnknown(string name, ImmutableArray<string> known)
    {
        var all = $"The known properties are {Join(known, "and")}.";
        return NearestName.Find(name, known.AsSpan()) is { } nearest
            ? $"Did you mean '{nearest}'? {all}"
            : $"Remove it. {all}";
    }
}
