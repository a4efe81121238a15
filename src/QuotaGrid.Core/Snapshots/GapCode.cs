namespace QuotaGrid.Core.Snapshots;

/// <summary>
/// How a set of whole numbers from [0, universe) is stored once its size is known: in ascending order, each as the gap to the one before in a Golomb-Rice code
/// (Golomb, "Run-length encodings", 1966; Rice, "Some practical universal noiseless coding techniques", 1979).
/// </summary>
/// <remarks>
/// The gaps of n numbers that are uniform over U are geometric: a gap of g has the probability p(1 - p)^g with p = n/U, for which Golomb's code is the best of
/// all prefix codes. Rice's restriction of it divides by a power of two, 2^k: the quotient in unary, the remainder in k bits.
/// With x = (1 - p)^(2^k) a number takes k + 1/(1 - x) bits in the mean, so k + 1 is no better than k when x^2 + x &lt;= 1, that is x &lt;= 1/phi = 0.618.
/// The least such k is taken; then x is from 1/phi^2 to 1/phi, and a number takes log2(U/n) + 1.47 to 1.57 bits where n is much less than U. The entropy of the
/// gap is log2(U/n) + log2(e) = log2(U/n) + 1.44. Whatever the numbers are, the quotients of a set sum to at most U/2^k, which is less than 2.1n.
/// </remarks>
internal static class GapCode
{
    /// <summary>The number of remainder bits, k, for a set. Follows from what the reader knows, so it is not stored.</summary>
    /// <param name="universe">Up to 2^32.</param>
    /// <param name="count">1 up to the universe.</param>
    public static int RemainderBits(ulong universe, int count)
    {
        // 2^k >= ln(phi) / -ln(1 - p), where ln(phi) is 13/27 and 1 / -ln(1 - p) is 1/p - 1/2. In whole numbers, because a format must not hang on how
        // a machine rounds; that costs less than a thousandth of a bit in a thin set and at most 0.022 in a dense one.
        var (dividend, divisor) = (13 * ((2 * universe) - (ulong)count), 54 * (ulong)count);
        return dividend <= divisor ? 0 : (int)ulong.Log2((dividend - 1) / divisor) + 1;
    }
}
