using System.Collections.Immutable;
using QuotaGrid.Core.Budgets;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Decisions;

/// <content>A decision in words, and where the limits stand.</content>
public sealed partial class CapabilityState
{
    /// <summary>Decides a batch as <see cref="Admit"/> does, and says what it came to and where each limit stands.</summary>
    /// <param name="definition">The capability, whose horizon applies.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="targets">The targets, duplicates allowed; a duplicate of a new target is new once.</param>
    /// <param name="admission">Whether the batch may be admitted in part.</param>
    /// <param name="now">The time.</param>
    /// <param name="parents">
    /// The budgets that pay as well for whatever is admitted. Of a batch for which they have too little only the first items are looked at, as many as they pay for. Null for none.
    /// </param>
    /// <param name="prepaid">What they have paid for the batch already; null when nobody asked them yet.</param>
    /// <param name="sight">What the batch shows beside what others ask for.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no targets; nothing was charged.</exception>
    public Decision Decide(
        CapabilityDefinition definition,
        Policy policy,
        ReadOnlySpan<Fingerprint> targets,
        Admission admission,
        Instant now,
        ParentBudgets? parents = null,
        PaidPermits? prepaid = null,
        in Sight sight = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(targets.Length);
        parents ??= ParentBudgets.None;
        var asked = new Permits(targets.Length, 1, 0);
        var paid = prepaid ?? parents.Pay(asked, now);
        var allowed = new ulong[ItemSet.WordsFor(targets.Length)];
        var items = admission == Admission.Partial || paid.Permits == asked ? paid.Permits.Items : 0;
        var verdict = items == 0 ? AdmitNothing(definition, policy, now) : Admit(definition, policy, targets[..items], admission, now, allowed, sight);
        paid.PutBack(paid.Permits - new Permits(verdict.Allowed, Math.Min(1, verdict.Allowed), 0));

        var limit = verdict.IsWithheld ? _watch!.UsedUp : verdict.Binding == Verdict.NoLimit ? null : policy.Limits[verdict.Binding].Name;
        if (items < targets.Length)
        {
            _evidence.Asked += targets.Length - items;
            _evidence.Denied += targets.Length - items;
            if (parents.DenialFor(asked, now) is var denial && (limit is null || verdict.RetryAfterNanos == Verdict.Never || denial.Nanos < verdict.RetryAfterNanos))
            {
                (limit, verdict) = (denial.Limit, verdict with { RetryAfterNanos = denial.Nanos });
            }
        }

        return Describe(policy, new ItemSet(allowed, targets.Length), verdict, limit, Statuses(parents, now));
    }

    /// <summary>Says where each limit stands, without charging anything.</summary>
    public ImmutableArray<LimitStatus> Peek(CapabilityDefinition definition, Policy policy, Instant now, ParentBudgets? parents = null)
    {
        Apply(definition, policy, now);
        return Statuses(parents ?? ParentBudgets.None, now);
    }

    private Verdict AdmitNothing(CapabilityDefinition definition, Policy policy, Instant now)
    {
        Apply(definition, policy, now);
        return Count(0, default(Verdict) with { Binding = Verdict.NoLimit }, now);
    }

    private static Decision Describe(Policy policy, ItemSet admitted, in Verdict verdict, string? limit, ImmutableArray<LimitStatus> statuses)
    {
        var shadow = policy.Stage == Stage.Shadow;
        var all = verdict.Allowed == admitted.Length;
        return new Decision
        {
            Outcome = shadow || all ? Outcome.Allowed : verdict.Allowed == 0 ? Outcome.Denied : Outcome.Partial,
            Allowed = shadow && !all ? ItemSet.All(admitted.Length) : admitted,
            ShadowDenied = shadow ? admitted.Complement() : null,
            Limit = limit,
            RetryAfter = shadow || all || verdict.RetryAfterNanos == Verdict.Never ? null : Instant.SpanOf(verdict.RetryAfterNanos),
            Action = shadow ? ContainmentAction.None : verdict.Action,
            Stage = policy.Stage,
            Policy = policy.Name,
            Limits = statuses,
            Novel = (int)Math.Min(int.MaxValue, verdict.Novel),
            Hold = verdict.Hold == default ? null : verdict.Hold,
        };
    }

    private ImmutableArray<LimitStatus> Statuses(ParentBudgets parents, Instant now)
    {
        _memory.Advance(now);
        var limits = _terms!.Policy.Limits;
        var statuses = ImmutableArray.CreateBuilder<LimitStatus>(limits.Length);
        for (var i = 0; i < limits.Length; i++)
        {
            var (remaining, resetNanos) = limits[i].Kind switch
            {
                LimitKind.Distinct => StatusOfDistinct(i, now),
                LimitKind.InFlight => StatusOfInFlight(now),
                _ => StatusOf(i, now),
            };
            statuses.Add(new(limits[i].Name, limits[i].Kind, limits[i].Quota, limits[i].Period, remaining, Instant.SpanOf(resetNanos)));
        }

        if (!parents.Budgets.IsEmpty)
        {
            statuses.AddRange(parents.LimitsNow());
        }

        return statuses.DrainToImmutable();
    }

    private (long Remaining, long ResetNanos) StatusOf(int i, Instant now)
    {
        var remaining = AvailableOf(i, now);

        // Over the burst there is nothing to wait for: the limit is full. Nor has a burst begun to grow before the first request.
        return (remaining, _evidence.Requests == 0 ? 0 : NanosUntil(i, remaining + 1, now) ?? 0);
    }

    private (long Remaining, long ResetNanos) StatusOfInFlight(Instant now)
    {
        var remaining = _inFlight!.Available(now);
        return (remaining, _inFlight.NanosUntil(remaining + 1, now) ?? 0);
    }

    private (long Remaining, long ResetNanos) StatusOfDistinct(int i, Instant now)
    {
        ref var slot = ref _slots[i];
        _memory.Refresh(ref slot.Window, slot.Limit.Period, now);
        var count = _memory.CountOf(ref slot.Window);
        var reset = count == 0 ? now : _memory.WhenCountFallsTo((int)Math.Min(count, slot.Limit.Quota) - 1, slot.Limit.Period, now);
        return (Math.Max(0, slot.Limit.Quota - count), reset.UnixNanos - now.UnixNanos);
    }
}
