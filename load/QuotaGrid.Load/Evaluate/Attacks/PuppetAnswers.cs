using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.Plans;

namespace QuotaGrid.Load.Evaluate.Attacks;

/// <summary>Counts what puppets get, and tells them.</summary>
/// <param name="numbers">Which targets are registered.</param>
/// <param name="scenario">The attack.</param>
/// <param name="tally">What is counted.</param>
/// <param name="hasAlerts">Whether the defence judges identities.</param>
/// <param name="exposed">Takes the registered targets that were answered.</param>
public sealed class PuppetAnswers(PlanNumbers numbers, AttackScenario scenario, AttackTally tally, bool hasAlerts, NumberBits exposed)
{
    /// <summary>The registered targets that were answered.</summary>
    public NumberBits Exposed => exposed;

    /// <summary>Takes an answer.</summary>
    /// <param name="puppet">Who asked.</param>
    /// <param name="targets">What for.</param>
    /// <param name="allowed">Which of them were allowed, a bit each.</param>
    /// <param name="plausible">How many of the last ones only make a book plausible.</param>
    /// <param name="second">When, in seconds of the attack.</param>
    /// <returns>Whether anything was denied.</returns>
    public bool Take(Puppet puppet, ReadOnlySpan<int> targets, ReadOnlySpan<ulong> allowed, int plausible, double second)
    {
        ArgumentNullException.ThrowIfNull(puppet);
        var (count, admitted) = (targets.Length, 0);
        for (var i = 0; i < count; i++)
        {
            var isTarget = i < count - plausible;
            if (ItemBits.Contains(allowed, i))
            {
                admitted++;
                if (isTarget)
                {
                    tally.OnAdmitted(targets[i], numbers.IsRegistered(targets[i]) && exposed.Add(targets[i]), second);
                }
            }
            else if (isTarget)
            {
                puppet.Denied.Push(targets[i]);
            }
        }

        puppet.OnAnswer(count, admitted, scenario.Batch);

        // Who judges identities contains them; of other defences a puppet that was denied anything got all that there was at once.
        tally.OnAnswer(puppet, count, admitted, !hasAlerts && puppet.WasDenied, second);
        return admitted < count;
    }
}
