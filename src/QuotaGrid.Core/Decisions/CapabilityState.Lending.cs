using System.Numerics;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Decisions;

/// <content>The grain's side of leases: what is lent is charged at once, and what was not spent is given back by the activation that charged it.</content>
public sealed partial class CapabilityState
{
    private LeaseBook? _book;

    // What the holders of earlier activations had counted when this state was stored.
    private StoredCounts _storedCounts;

    /// <summary>
    /// Takes a holder's report: takes up the targets that it admitted and its counts, gives back what it did not spend, and charges a lease. A report that came before, or comes after a later
    /// one, changes nothing.
    /// </summary>
    /// <param name="definition">The capability, whose horizon applies.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="report">The report.</param>
    /// <param name="epoch">This activation.</param>
    /// <param name="rules">How permits are lent.</param>
    /// <param name="now">The time.</param>
    public SyncReply Sync(CapabilityDefinition definition, Policy policy, SyncReport report, Epoch epoch, LeaseRules rules, Instant now)
    {
        Apply(definition, policy, now);
        _memory.Advance(now);
        if (!ReferenceEquals(_book?.Policy, policy))
        {
            _book = new LeaseBook(policy, _book);
        }

        var account = _book.AccountOf(report.Holder, rules, now);
        if (account is null || report.Number <= account.LastNumber)
        {
            return new SyncReply { Number = report.Number, Epoch = epoch, KnownNanos = _memory.BucketEndNanos - now.UnixNanos };
        }

        (account.LastNumber, account.LastHeard) = (report.Number, now);
        _book.NoteLeastOwed(now);
        if (_terms!.Leases.RemembersTargets && !report.Targets.IsEmpty)
        {
            MergeTargets(account, report, epoch, now);
        }

        TakeBack(account, report, epoch, now);
        AddCounts(account, report, now);
        var reply = Lend(account, report, epoch, rules, now);
        NoteOwed(now);
        return reply;
    }

    private void NoteOwed(Instant now)
    {
        for (var rest = _terms!.Lent; rest != 0; rest &= rest - 1)
        {
            var i = BitOperations.TrailingZeroCount(rest);
            _book!.NoteOwed(i, _slots[i].Gcra.OwedNanos(now), now);
        }
    }

    /// <summary>Takes up the targets that a holder admitted. Those that were known to the identity, and paid for under a lease of this activation, are paid back, once.</summary>
    private void MergeTargets(LeaseAccount account, SyncReport report, Epoch epoch, Instant now)
    {
        BeginSync(now);
        var news = new NewTargets(report.Targets.Sum(run => run.Targets.Count));
        var (position, moved, synced, fresh) = (report.Position, false, 0, 0);
        foreach (var run in report.Targets)
        {
            var known = 0;
            foreach (var target in run.Targets.Span)
            {
                var place = _memory.Find(target.Token);
                var age = place >= 0 ? _memory.AgeAt(place) : 0;
                var isRepeated = place < 0 && !news.Add(target.Token);
                var isNew = age < _memory.KnownSince && !isRepeated;
                if (place >= 0)
                {
                    moved |= age < _memory.AgeNow;
                    _memory.Touch(place);
                }

                // What was taken up before is known because of that; whether it was then has been seen to.
                if (!account.Merged.Contains(position++))
                {
                    known += isNew ? 0 : 1;
                    _evidence.Novel += isNew ? 1 : 0;
                    synced += age < _syncAges.Latest && !isRepeated ? 1 : 0;
                    fresh += age < _syncAges.Previous && !isRepeated ? 1 : 0;
                }
            }

            if (run.Epoch == epoch && account.Find(run.Lease) is { } lent)
            {
                GiveBack(new Permits(0, 0, known), lent, now);
            }
        }

        moved |= news.Count > 0;
        if (news.Count > 0)
        {
            _memory.AddNew(news.Tokens, now);
        }

        news.Dispose();
        account.OnMerged(new TargetRange(report.Position, position));
        _sync = synced > 0 ? _sync.With(synced, fresh) : _sync;
        if (moved)
        {
            ForgetWindowCounts();
        }
    }

    /// <summary>Gives back what is over and was not spent.</summary>
    private void TakeBack(LeaseAccount account, SyncReport report, Epoch epoch, Instant now)
    {
        // A holder that nobody answered yet took nothing. One that another activation answered last does not say what became of what it has from here.
        var isOwn = report.Epoch == epoch || report.Epoch == default;
        for (var i = account.Out.Count - 1; i >= 0; i--)
        {
            var lent = account.Out[i];
            if (isOwn && lent.Number == report.OpenLease)
            {
                continue;
            }

            if (isOwn && lent.Number >= report.EpochSince)
            {
                // What is not named was never taken.
                var spent = report.Returned.FirstOrDefault(back => back.Number == lent.Number).Spent;
                GiveBack(lent.Granted - spent, lent, now);
            }

            _book!.Remove(account, lent);
        }
    }

    private void GiveBack(Permits permits, LentPermits lent, Instant now)
    {
        for (var rest = _terms!.Lent; rest != 0; rest &= rest - 1)
        {
            var i = BitOperations.TrailingZeroCount(rest);
            var nanos = _slots[i].Gcra.Refund(_terms.Rate(i), now, permits.Of(_terms.Policy.Limits[i]), _book!.LeastOwedSince(lent, i));
            _book.NoteGivenBack(lent, i, nanos);
        }
    }

    private void AddCounts(LeaseAccount account, SyncReport report, Instant now)
    {
        account.KnownDurableCounts = report.DurableCounts;
        var counted = UseCounts.Max(UseCounts.Max(account.Counted, report.DurableCounts), _storedCounts.Of(report.Holder));
        account.Counted = UseCounts.Max(counted, report.Counts);
        var more = report.Counts - counted;
        if (more == default)
        {
            return;
        }

        _evidence.FirstSeen = FirstSeen(now);
        _evidence.LastSeen = now;
        _evidence.Requests += more.Requests;
        _evidence.Asked += more.Asked;
        _evidence.Denied += more.Denied;
    }

    /// <summary>Charges a lease of what is wanted, but never over half of what is left: the less is left, the smaller the leases, until everything is decided strictly.</summary>
    private SyncReply Lend(LeaseAccount account, SyncReport report, Epoch epoch, LeaseRules rules, Instant now)
    {
        var terms = _terms!;
        var left = new Permits(Permits.Most, Permits.Most, CanLendNovel ? Permits.Most : 0);
        var (denial, denyNanos) = (-1, 0L);
        for (var rest = terms.Lent; rest != 0; rest &= rest - 1)
        {
            var i = BitOperations.TrailingZeroCount(rest);
            var available = AvailableOf(i, now);
            var lendable = available < LeaseBounds.FewestToLend ? 0 : (int)Math.Min(Permits.Most, available / 2);
            var isNovel = (terms.OfTargets >> i & 1) != 0;
            left = Permits.Min(left, isNovel ? left with { Novel = lendable } : (terms.PerRequest >> i & 1) != 0 ? left with { Requests = lendable } : left with { Items = lendable });
            if (available == 0 && !isNovel && NanosUntil(i, 1, now) is { } wait && wait > denyNanos)
            {
                (denial, denyNanos) = (i, wait);
            }
        }

        var granted = Permits.Min(left, report.Wanted);
        if (!terms.Leases.CanLend || report.IsLast || granted.Items == 0 || granted.Requests == 0 || account.Out.Count >= LeaseBounds.MaxLeasesOut)
        {
            granted = default;
        }
        else
        {
            granted = terms.Leases.OnlyCharged(granted);
            Charge(granted, now);
            _book!.Add(account, new LentPermits(report.Number, granted, terms.Count));
        }

        return new SyncReply
        {
            Number = report.Number,
            Epoch = epoch,
            Granted = granted,
            LeaseNanos = rules.LeaseNanos,
            KnownNanos = _memory.BucketEndNanos - now.UnixNanos,
            DenyNanos = denyNanos,
            DenyLimit = denial < 0 ? null : terms.Policy.Limits[denial].Name,
            DurablePosition = account.DurableEnd(report.DurablePosition),
            DurableCounts = account.DurableCounts,
            Limits = Statuses(now),
        };
    }

    // Of a sketch a target that looks new may cost more than one permit.
    private bool CanLendNovel => _terms!.Leases.CanLendNovel && _memory.IsExact;

    private long AvailableOf(int i, Instant now) =>
        _slots[i].Gcra.Available((_terms!.Growing >> i & 1) != 0 ? _terms.Growth(i).RateAt(FirstSeen(now), now) : _terms.Rate(i), now);

    private void Charge(Permits permits, Instant now)
    {
        for (var rest = _terms!.Lent; rest != 0; rest &= rest - 1)
        {
            var i = BitOperations.TrailingZeroCount(rest);
            _slots[i].Gcra.Charge(_terms.Rate(i), now, permits.Of(_terms.Policy.Limits[i]));
        }
    }
}
