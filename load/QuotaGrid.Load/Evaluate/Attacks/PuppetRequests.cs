using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.People;
using QuotaGrid.Load.Evaluate.Plans;

namespace QuotaGrid.Load.Evaluate.Attacks;

/// <summary>Puts puppets' requests to a defence, and counts what they get.</summary>
/// <param name="world">Where.</param>
/// <param name="defence">Who decides.</param>
/// <param name="scenario">The attack.</param>
/// <param name="tally">What is counted.</param>
/// <param name="hasAlerts">Whether the defence judges identities.</param>
/// <param name="start">When the attack began, in seconds of the run.</param>
/// <param name="exposed">Takes the registered targets that were answered.</param>
public sealed class PuppetRequests(World world, IDefence defence, AttackScenario scenario, AttackTally tally, bool hasAlerts, double start, NumberBits exposed)
{
    private readonly ulong[] _allowed = new ulong[ContactRequest.MaxWords];
    private readonly ulong[] _found = new ulong[ContactRequest.MaxWords];

    /// <summary>The registered targets that were answered.</summary>
    public NumberBits Exposed => exposed;

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
        var count = targets.Length;
        var request = new ContactRequest(puppet.Index, second, targets, kind, puppet.Attributes);
        _allowed.AsSpan().Clear();
        defence.Decide(request, _allowed);
        if (defence.WantsOutcomes)
        {
            MarkFound(targets);
            defence.OnOutcomes(request, _allowed, _found);
        }

        var admitted = 0;
        for (var i = 0; i < count; i++)
        {
            var isTarget = i < count - plausible;
            if (ItemBits.Contains(_allowed, i))
            {
                admitted++;
                if (isTarget)
                {
                    tally.OnAdmitted(targets[i], world.Numbers.IsRegistered(targets[i]) && Exposed.Add(targets[i]), second - start);
                }
            }
            else if (isTarget)
            {
                puppet.Denied.Push(targets[i]);
            }
        }

        puppet.OnAnswer(count, admitted, scenario.Batch);

        // Who judges identities contains them; of other defences a puppet that was denied anything got all that there was at once.
        tally.OnAnswer(puppet, count, admitted, !hasAlerts && puppet.WasDenied, second - start);
        return admitted < count;
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
