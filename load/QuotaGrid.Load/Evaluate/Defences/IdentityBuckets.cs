namespace QuotaGrid.Load.Evaluate.Defences;

/// <summary>A token bucket for each identity, one token an item; of a batch it admits what fits.</summary>
public sealed class IdentityBuckets : IDefence
{
    /// <summary>The items that may be asked for at once, and within <see cref="RefillSeconds"/>.</summary>
    public const int Size = 20_000;

    /// <summary>The seconds in which a bucket refills.</summary>
    public const int RefillSeconds = 4 * 3_600;

    private readonly TokenBucket[] _buckets;
    private readonly float[] _asked;

    /// <summary>Makes full buckets.</summary>
    public IdentityBuckets(int identities) => (_buckets, _asked) = (new TokenBucket[identities], new float[identities]);

    /// <inheritdoc />
    public void Decide(in ContactRequest request, Span<ulong> allowed)
    {
        var taken = _buckets[request.Identity].Take(request.Targets.Length, Size, (double)Size / RefillSeconds, request.Second);
        ItemBits.AddFirst(allowed, taken);
        _asked[request.Identity] += request.Targets.Length;
    }

    /// <inheritdoc />
    public Standing StandingOf(int identity) => new(_asked[identity]);

    /// <inheritdoc />
    public IDefence Branch(int identities) => new IdentityBuckets(identities);
}
