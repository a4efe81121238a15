using System.Globalization;

namespace QuotaGrid.Load.Live;

/// <summary>Reads metrics in Prometheus' text format, as <c>/metrics</c> has them.</summary>
public static class PrometheusText
{
    /// <summary>Adds up the samples of a metric; 0 when there are none.</summary>
    /// <param name="text">The metrics of a process.</param>
    /// <param name="metric">The name, with <c>_total</c> where the format adds it.</param>
    /// <param name="label">A label that a sample must have, as it is written (<c>quotagrid_result="answered"</c>), or null for all.</param>
    public static double Sum(string text, string metric, string? label = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(metric);
        var sum = 0.0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(metric, StringComparison.Ordinal) && line.Length > metric.Length && line[metric.Length] is '{' or ' ')
            {
                sum += label is null || line.Contains(label, StringComparison.Ordinal) ? ValueOf(line, metric.Length) : 0;
            }
        }

        return sum;
    }

    // After the labels, in which there may be spaces and braces, and before an optional time.
    private static double ValueOf(ReadOnlySpan<char> line, int nameLength)
    {
        var rest = line[nameLength] == '{' ? line[(line.LastIndexOf('}') + 1)..] : line[nameLength..];
        var value = rest.Trim();
        var end = value.IndexOf(' ');
        return double.Parse(end < 0 ? value : value[..end], CultureInfo.InvariantCulture);
    }
}
