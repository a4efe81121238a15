using System.Security.Cryptography;

namespace QuotaGrid.Grains.Hosting;

/// <summary>Names that no two processes ever choose both.</summary>
internal static class RandomId
{
    /// <summary>Another one.</summary>
    public static ulong Next() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
}
