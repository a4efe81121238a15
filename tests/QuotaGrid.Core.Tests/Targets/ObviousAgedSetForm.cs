using System.Text;

namespace QuotaGrid.Core.Tests.Targets;

/// <summary>The stored form of an aged set as its description says it, bit by bit in a text, with logarithms: slow, and shares nothing with the codec.</summary>
internal static class ObviousAgedSetForm
{
    private static readonly double LogPhi = Math.Log((1 + Math.Sqrt(5)) / 2);

    public static string Hex(AgedSet set)
    {
        var bits = new StringBuilder();
        var count = set.Numbers.Length;
        Gamma(bits, count + 1);
        if (count > 0)
        {
            var groups = Enumerable.Range(0, count).GroupBy(i => set.Ages[i], i => (ulong)set.Numbers[i]).OrderBy(group => group.Key).ToList();
            Gamma(bits, groups.Count);
            Set(bits, 255, groups.Select(group => group.Key - 1UL));
            Set(bits, (ulong)count - 1, Enumerable.Range(1, groups.Count - 1).Select(i => (ulong)groups.Take(i).Sum(group => group.Count()) - 1));
            groups.ForEach(group => Set(bits, set.Universe, group.Order()));
        }

        var padded = bits.ToString().PadRight((bits.Length + 7) / 8 * 8, '0');
        return string.Concat(padded.Chunk(8).Select(eight => Convert.ToByte(new string([.. eight.Reverse()]), 2).ToString("X2", null)));
    }

    private static void Gamma(StringBuilder bits, int number)
    {
        var binary = Convert.ToString(number, 2);
        bits.Append('0', binary.Length - 1).Append('1').Append([.. binary[1..].Reverse()]);
    }

    private static void Set(StringBuilder bits, ulong universe, IEnumerable<ulong> numbers)
    {
        var list = numbers.ToList();
        var shift = 0;
        while (list.Count > 0 && Math.Pow(2, shift) < LogPhi * (((double)universe / list.Count) - 0.5))
        {
            shift++;
        }

        var next = 0UL;
        foreach (var number in list)
        {
            var gap = number - next;
            bits.Append('0', (int)(gap >> shift)).Append('1');
            for (var bit = 0; bit < shift; bit++)
            {
                bits.Append((gap >> bit) % 2);
            }

            next = number + 1;
        }
    }
}
