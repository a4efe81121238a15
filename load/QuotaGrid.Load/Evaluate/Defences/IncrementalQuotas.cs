using QuotaGrid.Load.Evaluate.People;

namespace QuotaGrid.Load.Evaluate.Defences;

/// <summary>
/// Two quotas for each identity, in windows that begin with the first use: numbers asked for in full, which a client does at first and when it lost what it knew, and numbers
/// added since. A client that knows what it sent does not send it again. What the first quota does not cover the second may.
/// </summary>
public sealed class IncrementalQuotas : IDefence
{
    /// <summary>The numbers of each window.</summary>
    public const int Quota = 20_000;

    private const int FullSeconds = 10 * 24 * 3_600;
    private const int IncrementSeconds = 24 * 3_600;

    private readonly (double Start, int Used)[] _full;
    private readonly (double Start, int Used)[] _increments;
    private readonly NumberSet?[] _known;
    private readonly float[] _new;

    /// <summary>Makes one that knows no identity.</summary>
    public IncrementalQuotas(int identities)
    {
        (_full, _increments) = (new (double Start, int Used)[identities], new (double Start, int Used)[identities]);
        (_known, _new) = (new NumberSet?[identities], new float[identities]);
    }

    /// <inheritdoc />
    public void Decide(in ContactRequest request, Span<ulong> allowed)
    {
        var identity = request.Identity;
        var known = _known[identity] ??= new NumberSet();
        for (var i = 0; i < request.Targets.Length; i++)
        {
            var target = request.Targets[i];
            if (request.Kind != ContactKind.Full && known.Contains(target))
            {
                ItemBits.Add(allowed, i);
                continue;
            }

            _new[identity]++;
            if ((request.Kind == ContactKind.Full && TryUse(ref _full[identity], FullSeconds, request.Second))
                || TryUse(ref _increments[identity], IncrementSeconds, request.Second))
            {
                ItemBits.Add(allowed, i);
                known.Add(target);
            }
        }
    }

    /// <inheritdoc />
    public Standing StandingOf(int identity) => new(_new[identity]);

    /// <inheritdoc />
    public void Retire(int identity) => _known[identity] = null;

    /// <inheritdoc />
    public IDefence Branch(int identities) => new IncrementalQuotas(identities);

    private static bool TryUse(ref (double Start, int Used) window, int seconds, double second)
    {
        if (window.Used > 0 && second >= window.Start + seconds)
        {
            window.Used = 0;
        }

        if (window.Used == Quota)
        {
            return false;
        }

        window = (window.Used == 0 ? second : window.Start, window.Used + 1);
        return true;
    }
}
