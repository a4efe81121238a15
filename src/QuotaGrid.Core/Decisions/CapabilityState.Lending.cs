using System.Numerics;
using QuotaGrid.Core.Budgets;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Decisions;

/// <content>The grain's side of leases: what is lent is charged at once, and what was not spent is given back by the activation that charged it.</content>
public sealed partial class CapabilityState
{
    private LeaseBook? _book;

    // Another one as soon as a target becomes known.
    private long _knownVersion = 1;

    // What the holders of earlier activations had counted when this state was stored.
    private StoredCounts _storedCounts;

    /// <summary>How many holders there are that are lent to, or were a short while ago.</summary>
    public int Holders => _book?.Accounts.Count ?? 0;

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
    /// <param name="parents">The budgets that pay for what is lent; null for none.</param>
    public SyncReply Sync(CapabilityDefinition definition, Policy policy, SyncReport report, Epoch epoch, LeaseRules rules, Instant now, ParentBudgets? parents = null)
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
        var reply = Lend(account, report, epoch, rules, now, parents ?? ParentBudgets.None);
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
            var targets = run.Targets.Span;
            var aliases = run.Aliases.Span;
            for (var i = 0; i < targets.Length; i++)
            {
                var target = targets[i];
                var place = _memory.Find(target.Token);
                if (place < 0 && !aliases.IsEmpty)
                {
                    // Another gateway may have had it renamed meanwhile: it stays known once.
                    place = _memory.Find(aliases[i].Token);
                }

                var age = place >= 0 ? _memory.AgeAt(place) : 0;
                var isRepeated = place < 0 && !news.Add(target.Token);
                var isNew = age < _memory.KnownSince && !isRepeated;
                _knownVersion += isNew ? 1 : 0;
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
            if (isOwn && (lent.Number == report.OpenLease || report.Lapsed.Contains(lent.Number)))
            {
                continue;
            }

            if (isOwn && lent.Number >= report.EpochSince)
            {
                // What is not named was never taken.
                var spent = report.Returned.FirstOrDefault(back => back.Number == lent.Number).Spent;
                GiveBack(lent.Granted - spent, lent, now);
                lent.Paid.PutBack(lent.Granted - spent);
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
        _watch?.OnDenied(more.Denied);
    }

    /// <summary>Charges a lease of what is wanted, but never over half of what is left: the less is left, the smaller the leases, until everything is decided strictly.</summary>
    private SyncReply Lend(LeaseAccount account, SyncReport report, Epoch epoch, LeaseRules rules, Instant now, ParentBudgets parents)
    {
        var terms = _terms!;
        var novel = CanLendNovel ? Permits.Most : 0;
        var (left, lendable) = (new Permits(Permits.Most, Permits.Most, novel), new Permits(Permits.Most, Permits.Most, novel));
        for (var rest = terms.Lent; rest != 0; rest &= rest - 1)
        {
            var i = BitOperations.TrailingZeroCount(rest);
            var available = AvailableOf(i, now);
            left = Permits.Min(left, OfKind(i, available));
            lendable = Permits.Min(lendable, OfKind(i, available < LeaseBounds.FewestToLend ? 0 : available / 2));
        }

        // Who waits for permits will ask again soon: with a few more it need not wait each time.
        var wanted = Permits.Max(report.Wanted, report.Needed + report.Needed + report.Needed + report.Needed);
        var granted = Permits.Max(Permits.Min(lendable, wanted), Permits.Min(left, report.Needed));
        if (!terms.Leases.CanLend || IsContained(now) || report.IsLast || granted.Items == 0 || granted.Requests == 0 || account.Out.Count >= LeaseBounds.MaxLeasesOut)
        {
            granted = default;
        }
        else
        {
            granted = Charge(granted, report.Number, account, rules, now, parents);
        }

        var leaseNanos = rules.LeaseNanosOf(terms.ShortestPeriodNanos);

        // What others hold may come back before the limit has anything itself.
        var exhausted = ExhaustionAt(parents, now);
        var certain = _book!.MayReturn(account, now) ? Math.Min(exhausted.Nanos, leaseNanos) : exhausted.Nanos;
        return new SyncReply
        {
            Number = report.Number,
            Epoch = epoch,
            Granted = granted,
            LeaseNanos = leaseNanos,
            KnownNanos = _memory.BucketEndNanos - now.UnixNanos,
            DenyNanos = certain,
            RetryNanos = exhausted.Nanos,
            DenyLimit = exhausted.Limit,
            DurablePosition = account.DurableEnd(report.DurablePosition),
            DurableCounts = account.DurableCounts,
            Limits = Statuses(parents, now),
            Novel = NovelDenialAt(report.Epoch == epoch ? report.KnownVersion : 0, now),
        };
    }

    /// <summary>While nothing new can be admitted, says so with all that is known, so that what is new need not be asked about.</summary>
    private NovelDenial? NovelDenialAt(long hasVersion, Instant now)
    {
        if (!_terms!.Leases.CanLend || !_memory.IsExact || _book!.HasNovelOut(now))
        {
            return null;
        }

        var longest = LongestExhausted(_terms.Lent & _terms.OfTargets, now);
        return longest.Limit is { } limit ? new NovelDenial(limit, longest.Nanos, hasVersion == _knownVersion ? default : _memory.KnownTokens(), _knownVersion) : null;
    }

    /// <summary>The velocity limit or budget that has nothing left for longest, and for how many nanoseconds; none when each has something.</summary>
    private (string? Limit, long Nanos) ExhaustionAt(ParentBudgets parents, Instant now)
    {
        var (own, shared) = (LongestExhausted(_terms!.Lent & ~_terms.OfTargets, now), parents.ExhaustionAt(now));
        return own.Nanos >= shared.Nanos ? own : shared;
    }

    private (string? Limit, long Nanos) LongestExhausted(int limits, Instant now)
    {
        (string? Limit, long Nanos) longest = default;
        for (var rest = limits; rest != 0; rest &= rest - 1)
        {
            var i = BitOperations.TrailingZeroCount(rest);
            if (AvailableOf(i, now) == 0 && NanosUntil(i, 1, now) is { } wait && wait > longest.Nanos)
            {
                longest = (_terms!.Policy.Limits[i].Name, wait);
            }
        }

        return longest;
    }

    /// <summary>Charges a lease: the budgets first, and what they paid for then.</summary>
    /// <returns>What is lent; none when a budget has nothing.</returns>
    private Permits Charge(Permits permits, long number, LeaseAccount account, LeaseRules rules, Instant now, ParentBudgets parents)
    {
        var paid = parents.Pay(permits with { Novel = 0 }, now);
        if (paid.Permits.IsNone)
        {
            return default;
        }

        var granted = _terms!.Leases.OnlyCharged(paid.Permits with { Novel = permits.Novel }, parents);
        var end = new Instant(now.UnixNanos + rules.LeaseNanosOf(_terms.ShortestPeriodNanos) + rules.ReturnNanos);
        paid.LendUntil(end);
        Charge(granted, now);
        _book!.Add(account, new LentPermits(number, granted, _terms.Count, paid, end));
        return granted;
    }

    /// <summary>So many permits of the kind that a limit charges, and any number of the others.</summary>
    private Permits OfKind(int i, long permits)
    {
        var (most, few) = (new Permits(Permits.Most, Permits.Most, Permits.Most), (int)Math.Min(Permits.Most, permits));
        return (_terms!.OfTargets >> i & 1) != 0 ? most with { Novel = few } : (_terms.PerRequest >> i & 1) != 0 ? most with { Requests = few } : most with { Items = few };
    }

    private bool IsContained(Instant now) => _terms!.Policy.Detection is not null && _watch?.ActionAt(now) is > ContainmentAction.None;

    // Of a sketch a target that looks new may cost more than one permit; and who is watched is asked about all that is new.
    private bool CanLendNovel => _terms!.Leases.CanLendNovel && _memory.IsExact && _terms.Policy.Detection is null;

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
