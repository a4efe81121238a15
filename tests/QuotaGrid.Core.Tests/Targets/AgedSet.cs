using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Tests.Targets;

/// <summary>Numbers and their ages, as the codec takes them.</summary>
public sealed record AgedSet(ulong Universe, uint[] Numbers, byte[] Ages)
{
    public const ulong Tokens = 1UL << 32;
    public const ulong Cells = 15_360;

    /// <summary>So many different numbers that are uniform over a universe, with ages from 1 to a number, all from one literal seed.</summary>
    public static AgedSet Random(ulong universe, int count, int ages, int seed)
    {
        var random = new Random(seed);
        var numbers = new HashSet<uint>();
        while (numbers.Count < count)
        {
            numbers.Add((uint)random.NextInt64((long)universe));
        }

        return new AgedSet(universe, [.. numbers], [.. numbers.Select(_ => (byte)random.Next(1, ages + 1))]);
    }

    public byte[] Encode()
    {
        var writer = new SnapshotWriter();
        AgedSetCodec.Write(writer, Universe, Numbers, Ages);
        return writer.ToArray();
    }

    public string EncodeHex() => Convert.ToHexString(Encode());

    public static AgedSet Decode(byte[] bytes, ulong universe, int most)
    {
        var (numbers, ages) = AgedSetCodec.Read(new SnapshotReader(bytes), universe, most);
        return new AgedSet(universe, numbers, ages);
    }

    /// <summary>The same set, in ascending order of its numbers.</summary>
    public AgedSet Sorted()
    {
        var (numbers, ages) = ((uint[])Numbers.Clone(), (byte[])Ages.Clone());
        Array.Sort(numbers, ages);
        return new AgedSet(Universe, numbers, ages);
    }

    /// <summary>The same set, in another order.</summary>
    public AgedSet Shuffled(int seed)
    {
        var order = Enumerable.Range(0, Numbers.Length).ToArray();
        new Random(seed).Shuffle(order);
        return new AgedSet(Universe, [.. order.Select(i => Numbers[i])], [.. order.Select(i => Ages[i])]);
    }
}
