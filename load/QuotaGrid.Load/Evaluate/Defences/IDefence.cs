namespace QuotaGrid.Load.Evaluate.Defences;

/// <summary>Whatever decides who may look up what: QuotaGrid, or what one would have instead. Not safe for concurrent use.</summary>
public interface IDefence
{
    /// <summary>Whether <see cref="OnOutcomes"/> is of use, which costs the runner time.</summary>
    bool WantsOutcomes => false;

    /// <summary>Decides one request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="allowed">Takes the items that are admitted, a bit each: <see cref="ContactRequest.MaxWords"/> words, all zero.</param>
    void Decide(in ContactRequest request, Span<ulong> allowed);

    /// <summary>Is told what the backend answered.</summary>
    /// <param name="request">The request that was decided last.</param>
    /// <param name="allowed">The items that were admitted.</param>
    /// <param name="found">Those of them that are registered.</param>
    void OnOutcomes(in ContactRequest request, ReadOnlySpan<ulong> allowed, ReadOnlySpan<ulong> found)
    {
    }

    /// <summary>What it makes of an identity now.</summary>
    Standing StandingOf(int identity);

    /// <summary>Forgets an identity that will never ask again, to save the runner's memory. Its standing must stay.</summary>
    void Retire(int identity)
    {
    }

    /// <summary>
    /// A defence for an attack that begins now: it knows what this one knows of everybody together (coverage, baselines), and no identity. What honest people do during
    /// the attack it learns from <see cref="People.HonestCoverage"/>.
    /// </summary>
    /// <param name="identities">How many identities there will be.</param>
    IDefence Branch(int identities);
}
