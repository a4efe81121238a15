using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace QuotaGrid.Load.Evaluate.Reporting;

/// <summary>Turns the Markdown that <see cref="EvaluationTable"/> writes into HTML: headings, paragraphs, lists, code and tables, and no more.</summary>
public static partial class MarkdownPage
{
    /// <summary>Writes the HTML.</summary>
    public static string Write(string markdown)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        var text = new StringBuilder();
        foreach (var block in markdown.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(block => block.Trim('\n')))
        {
            AppendBlock(text, block);
        }

        return text.ToString();
    }

    private static void AppendBlock(StringBuilder text, string block)
    {
        if (block.StartsWith('#'))
        {
            var level = block.TakeWhile(c => c == '#').Count();
            text.Append(CultureInfo.InvariantCulture, $"<h{level}>{Inline(block[level..].Trim())}</h{level}>\n");
        }
        else if (block.StartsWith("    ", StringComparison.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"<pre>{WebUtility.HtmlEncode(block.Trim())}</pre>\n");
        }
        else if (block.StartsWith("- ", StringComparison.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"<ul>{string.Concat(block.Split('\n').Select(line => $"<li>{Inline(line[2..])}</li>"))}</ul>\n");
        }
        else if (block.StartsWith('|'))
        {
            AppendTable(text, block.Split('\n'));
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"<p>{Inline(block)}</p>\n");
        }
    }

    private static void AppendTable(StringBuilder text, string[] lines)
    {
        var isNumber = Cells(lines[1]).Select(cell => cell.EndsWith(':')).ToArray();
        text.Append(CultureInfo.InvariantCulture, $"<div class=\"wide\"><table><thead>{Row("th", lines[0], isNumber)}</thead><tbody>");
        foreach (var line in lines.Skip(2))
        {
            text.Append(Row("td", line, isNumber));
        }

        text.Append("</tbody></table></div>\n");
    }

    private static string Row(string tag, string line, bool[] isNumber) =>
        $"<tr>{string.Concat(Cells(line).Select((cell, i) => $"<{tag}{(isNumber[i] ? " class=\"n\"" : "")}>{Inline(cell)}</{tag}>"))}</tr>\n";

    private static string[] Cells(string line) => [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];

    private static string Inline(string text) =>
        Strong().Replace(Code().Replace(WebUtility.HtmlEncode(text), "<code>$1</code>"), "<strong>$1</strong>");

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\*\*([^*]*)\*\*")]
    private static partial Regex Strong();
}
