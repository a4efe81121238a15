using Microsoft.AspNetCore.Http;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>Reads the fields of a body and gathers what is wrong, so that a caller is told everything at once.</summary>
internal sealed class FieldReader
{
    private readonly List<ValueProblem> _problems = [];

    /// <summary>What was wrong so far.</summary>
    public IReadOnlyList<ValueProblem> Problems => _problems;

    /// <summary>Whether something was wrong.</summary>
    public bool Failed => _problems.Count > 0;

    /// <summary>Reads a field by its own rules.</summary>
    public T Read<T>(string? text, string field, Func<string?, string, T> parse)
        where T : struct
    {
        try
        {
            return parse(text, field);
        }
        catch (InvalidValueException e)
        {
            _problems.Add(e.Problem);
            return default;
        }
    }

    /// <summary>Reads one of two words; null means the first.</summary>
    public bool IsSecond(string? text, string field, string first, string second)
    {
        if (text is not null && text != first && text != second)
        {
            Add(field, $"The value is neither '{first}' nor '{second}'.", "Write one of them, or leave the field out.");
        }

        return text == second;
    }

    /// <summary>Reads an array of texts.</summary>
    public IReadOnlyList<string> Texts(string?[]? texts, string field, bool required)
    {
        if (texts is null)
        {
            if (required)
            {
                Add(field, "The field is missing.", "Send an array of texts.");
            }

            return [];
        }

        var missing = Array.IndexOf(texts, null);
        if (missing >= 0)
        {
            Add($"{field}[{missing}]", "The value is null.", "Send texts only.");
        }

        return texts!;
    }

    /// <summary>Refuses a parameter of the query that stands there several times: they would be bound as one text with commas, which may be somebody else.</summary>
    public void CheckOnce(HttpContext context, string field)
    {
        if (context.Request.Query[field].Count is > 1 and var count)
        {
            Add(field, $"The parameter stands {count} times.", "Send it once.");
        }
    }

    /// <summary>Adds a problem.</summary>
    public void Add(string field, string detail, string remedy) => _problems.Add(new ValueProblem(field, detail, remedy));
}
