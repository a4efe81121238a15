using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace QuotaGrid.Core.Targets;

/// <summary>Asks the processor to bring memory into its cache while other work goes on. A hint: where there is none, nothing happens.</summary>
internal static class CacheLine
{
    private const int Bytes = 64;

    /// <summary>Asks for memory from a place on.</summary>
    /// <param name="place">The place.</param>
    /// <param name="bytes">How much. Memory behind the end of an object may be asked for: nothing is read.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch<T>(ref T place, int bytes = 1)
    {
        if (Sse.IsSupported)
        {
            // The collector may move the object meanwhile. Then the hint is about the wrong memory, and harmless.
            var address = (byte*)Unsafe.AsPointer(ref place);
            for (var ahead = 0; ahead < bytes; ahead += Bytes)
            {
                Sse.Prefetch0(address + ahead);
            }
        }
    }
}
