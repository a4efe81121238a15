using System.Globalization;

namespace QuotaGrid.Load.Evaluate.Reporting;

/// <summary>Figures as people read them.</summary>
public static class Words
{
    /// <summary>A span of seconds: <c>12 s</c>, <c>3.4 h</c>, <c>never</c>.</summary>
    public static string Time(double? seconds) => seconds switch
    {
        null => "never",
        < 100 => Number(seconds.Value, "0.#") + " s",
        < 6_000 => Number(seconds.Value / 60, "0.#") + " min",
        < 172_800 => Number(seconds.Value / 3_600, "0.#") + " h",
        _ => Number(seconds.Value / 86_400, "0.#") + " d",
    };

    /// <summary>A share: <c>0</c>, <c>3.2e-5</c>, <c>4.1 %</c>.</summary>
    public static string Share(double? share) => share switch
    {
        null => "-",
        0 => "0",
        < 1e-3 => Number(share.Value, "0.0e-0"),
        _ => Number(100 * share.Value, "0.##") + " %",
    };

    /// <summary>A number under a format.</summary>
    public static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
