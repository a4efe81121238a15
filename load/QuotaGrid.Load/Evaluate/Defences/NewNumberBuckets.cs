using QuotaGrid.Load.Evaluate.People;

namespace QuotaGrid.Load.Evaluate.Defences;

/// <summary>
/// A bucket of new numbers for each identity. What the client's token covers, all that it asked for since it last began anew, is free; a request with more new numbers than the bucket has is denied
/// wholly. Who lost the token, as by reinstalling, pays for everything again.
/// </summary>
public sealed class NewNumberBuckets : IDefence
{
    /// <summary>The new numbers that may be asked for at once.</summary>
    public const int Size = 50_000;

    /// <summary>Those that may be asked for in an hour after that.</summary>
    public const int PerHour = 6;

    private readonly TokenBucket[] _buckets;
    private readonly NumberSet?[] _covered;
    private readonly double[] _covers;
    private readonly float[] _new;

    /// <summary>Makes full buckets.</summary>
    public NewNumberBuckets(int identities)
    {
        (_buckets, _covered, _new) = (new TokenBucket[identities], new NumberSet?[identities], new float[identities]);
        _covers = new double[identities];
    }

    /// <inheritdoc />
    public void Decide(in ContactRequest request, Span<ulong> allowed)
    {
        var identity = request.Identity;

        // A full book comes in several requests at the same second: the token is lost before the first of them.
        if (_covered[identity] is not { } covered || (request.Kind == ContactKind.Full && request.Second != _covers[identity]))
        {
            _covered[identity] = covered = new NumberSet();
            _covers[identity] = request.Second;
        }

        var count = 0;
        foreach (var target in request.Targets)
        {
            count += covered.Contains(target) ? 0 : 1;
        }

        _new[identity] += count;
        if (_buckets[identity].TryTakeAll(count, Size, PerHour / 3_600.0, request.Second))
        {
            ItemBits.AddFirst(allowed, request.Targets.Length);
            if (count > 0)
            {
                foreach (var target in request.Targets)
                {
                    covered.Add(target);
                }
            }
        }
    }

    /// <inheritdoc />
    public Standing StandingOf(int identity) => new(_new[identity]);

    /// <inheritdoc />
    public void Retire(int identity) => _covered[identity] = null;

    /// <inheritdoc />
    public IDefence Branch(int identities) => new NewNumberBuckets(identities);
}
