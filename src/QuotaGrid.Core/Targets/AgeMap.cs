namespace QuotaGrid.Core.Targets;

/// <summary>What each of the 256 ages becomes under another base: 0 stays 0, and what was before the base becomes it.</summary>
internal static class AgeMap
{
    /// <summary>How many ages there are.</summary>
    public const int Count = byte.MaxValue + 1;

    /// <summary>Fills a map for a base that is moved.</summary>
    /// <param name="map">Takes the new age of each age.</param>
    /// <param name="buckets">How many buckets the base moves up; negative when it moves down.</param>
    public static void Rebase(Span<byte> map, long buckets)
    {
        map[0] = 0;
        for (var age = 1; age < Count; age++)
        {
            map[age] = (byte)Math.Clamp(age - buckets, 0, byte.MaxValue);
        }
    }
}
