using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.People;

namespace QuotaGrid.Load.Evaluate.Attacks;

/// <summary>Puts puppets' requests to a defence.</summary>
/// <param name="world">Where.</param>
/// <param name="defence">Who decides.</param>
/// <param name="tally">What is counted.</param>
/// <param name="answers">Takes the answers.</param>
/// <param name="start">When the attack began, in seconds of the run.</param>
public sealed class PuppetRequests(World world, IDefence defence, AttackTally tally, PuppetAnswers answers, double start)
{
    private readonly ulong[] _allowed = new ulong[ContactRequest.MaxWords];
    private readonly ulong[] _found = new ulong[ContactRequest.MaxWords];

    /// <summary>Asks.</summary>
    /// <param name="puppet">Who.</param>
    /// <param name="second">When, in seconds of the run.</param>
    /// <param name="targets">What for, at most <see cref="ContactRequest.MaxBatch"/>.</param>
    /// <param name="plausible">How many of the last ones only make the book plausible.</param>
    /// <param name="kind">What the client says it does.</param>
    /// <returns>Whether anything was denied.</returns>
    public bool Ask(Puppet puppet, double second, ReadOnlySpan<int> targets, int plausible, ContactKind kind)
    {
        ArgumentNullException.ThrowIfNull(puppet);
        var request = new ContactRequest(puppet.Index, second, targets, kind, puppet.Attributes);
        _allowed.AsSpan().Clear();
        defence.Decide(request, _allowed);
        if (defence.WantsOutcomes)
        {
            MarkFound(targets);
            defence.OnOutcomes(request, _allowed, _found);
        }

        return answers.Take(puppet, targets, _allowed, plausible, second - start);
    }

    /// <summary>Whether nothing new is to be had by a puppet.</summary>
    public bool IsContained(Puppet puppet, double second)
    {
        ArgumentNullException.ThrowIfNull(puppet);
        var standing = defence.StandingOf(puppet.Index);
        tally.OnStanding(puppet, standing, second - start, start);
        return standing.ContainedSecond <= second;
    }

    private void MarkFound(ReadOnlySpan<int> targets)
    {
        _found.AsSpan().Clear();
        for (var i = 0; i < targets.Length; i++)
        {
            if (ItemBits.Contains(_allowed, i) && world.Numbers.IsRegistered(targets[i]))
            {
                ItemBits.Add(_found, i);
            }
        }
    }
}
