using System.Runtime.InteropServices;

namespace QuotaGrid.Load.Evaluate.Defences;

/// <summary>The bucket of <see cref="IdentityBuckets"/> for each network address instead.</summary>
public sealed class AddressBuckets : IDefence
{
    private readonly Dictionary<int, TokenBucket> _buckets = [];
    private readonly float[] _asked;

    /// <summary>Makes full buckets.</summary>
    public AddressBuckets(int identities) => _asked = new float[identities];

    /// <inheritdoc />
    public void Decide(in ContactRequest request, Span<ulong> allowed)
    {
        ref var bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(_buckets, request.Attributes.Address, out _);
        var taken = bucket.Take(request.Targets.Length, IdentityBuckets.Size, (double)IdentityBuckets.Size / IdentityBuckets.RefillSeconds, request.Second);
        ItemBits.AddFirst(allowed, taken);
        _asked[request.Identity] += request.Targets.Length;
    }

    /// <inheritdoc />
    public Standing StandingOf(int identity) => new(_asked[identity]);

    /// <inheritdoc />
    public IDefence Branch(int identities) => new AddressBuckets(identities);
}
