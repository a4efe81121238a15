using System.Globalization;
using System.Text;

namespace QuotaGrid.Load.Faults.Audit;

/// <summary>One request as a gateway process saw it: a line of its log. Times are those of the machine's monotonic clock, which all processes share.</summary>
/// <param name="Identity">Who asked: the place of a <see cref="FaultIdentity"/>.</param>
/// <param name="StartNanos">When it was asked.</param>
/// <param name="EndNanos">When the answer was there, or it was given up.</param>
/// <param name="Items">The items asked for.</param>
/// <param name="Admitted">The items admitted; <see cref="Nobody"/> when nobody answered.</param>
/// <param name="Targets">The targets that were not admitted by this process before, as numbers from 1; negative when they were not admitted now either.</param>
public sealed record Ask(int Identity, long StartNanos, long EndNanos, int Items, int Admitted, IReadOnlyList<long> Targets)
{
    /// <summary>What stands for the admitted items when nobody answered.</summary>
    public const int Nobody = -1;

    /// <summary>Whether a silo or a lease decided.</summary>
    public bool IsAnswered => Admitted != Nobody;

    /// <summary>Reads a line.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Ask Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var words = line.Split(' ').Select(word => long.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        return words.Length < 5
            ? throw new FormatException($"'{line}' is no line of a gateway's log.")
            : new Ask((int)words[0], words[1], words[2], (int)words[3], (int)words[4], words[5..]);
    }

    /// <summary>Writes a line.</summary>
    public string Format()
    {
        var line = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Identity} {StartNanos} {EndNanos} {Items} {Admitted}");
        foreach (var target in Targets)
        {
            line.Append(CultureInfo.InvariantCulture, $" {target}");
        }

        return line.ToString();
    }
}
