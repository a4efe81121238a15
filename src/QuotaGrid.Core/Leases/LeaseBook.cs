using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Leases;

/// <summary>The holders that an activation lends to, with what each has out. Never stored: another activation neither knows these leases nor gives anything back.</summary>
internal sealed class LeaseBook
{
    private const int LeasesToForget = 4;
    private const long SilentNanos = 60 * Instant.NanosPerSecond;

    private readonly List<LeaseAccount> _accounts = [];

    // The leases that are out of all holders, in the order in which they were charged.
    private readonly List<LentPermits> _lent = [];
    private readonly long[] _owedNanos;
    private Instant _noted;

    /// <summary>Begins with the holders of another book. What they have out was charged under another policy and is never given back.</summary>
    public LeaseBook(Policy policy, LeaseBook? other)
    {
        Policy = policy;
        _owedNanos = new long[policy.Limits.Length];
        _accounts = other?._accounts ?? [];
        foreach (var account in _accounts)
        {
            account.Out.Clear();
        }
    }

    /// <summary>The policy that leases are charged under.</summary>
    public Policy Policy { get; }

    /// <summary>The holders.</summary>
    public IReadOnlyList<LeaseAccount> Accounts => _accounts;

    /// <summary>The account of a holder; null when there are <see cref="LeaseBounds.MaxHolders"/> others.</summary>
    public LeaseAccount? AccountOf(HolderId holder, LeaseRules rules, Instant now)
    {
        foreach (var account in _accounts)
        {
            if (account.Holder == holder)
            {
                return account;
            }
        }

        if (_accounts.Count == LeaseBounds.MaxHolders)
        {
            _accounts.FindAll(account => now.UnixNanos - account.LastHeard.UnixNanos > LeasesToForget * rules.LeaseNanosOf(long.MaxValue)).ForEach(Forget);
        }

        if (_accounts.Count == LeaseBounds.MaxHolders)
        {
            return null;
        }

        var added = new LeaseAccount(holder);
        _accounts.Add(added);
        return added;
    }

    /// <summary>Takes notice of what a limit owes when a report has been seen to.</summary>
    public void NoteOwed(int limit, long nanos, Instant now) => (_owedNanos[limit], _noted) = (nanos, now);

    /// <summary>Whether something that was lent to other holders may come back.</summary>
    public bool MayReturn(LeaseAccount account, Instant now)
    {
        foreach (var lent in _lent)
        {
            if (lent.End > now && !account.Out.Contains(lent))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether anybody holds permits for new targets, which may come back or make a target known: until it has said what became of them, or not for a minute.</summary>
    public bool HasNovelOut(Instant now)
    {
        foreach (var lent in _lent)
        {
            if (now.UnixNanos - lent.End.UnixNanos < SilentNanos && lent.Granted.Novel > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes notice of a lease that was charged.</summary>
    public void Add(LeaseAccount account, LentPermits lent)
    {
        account.Out.Add(lent);
        _lent.Add(lent);
    }

    /// <summary>Takes notice that a lease is over. What was owed at the least while it was the latest matters to those before it.</summary>
    public void Remove(LeaseAccount account, LentPermits lent)
    {
        account.Out.Remove(lent);
        var place = _lent.IndexOf(lent);
        for (var i = 0; place > 0 && i < _owedNanos.Length; i++)
        {
            ref var before = ref _lent[place - 1].LeastOwedNanos[i];
            before = Math.Min(before, lent.LeastOwedNanos[i]);
        }

        _lent.RemoveAt(place);
    }

    /// <summary>Takes notice of what each limit owed at the least since <see cref="NoteOwed"/>: it went down with time, and strict decisions only added to it.</summary>
    public void NoteLeastOwed(Instant now)
    {
        if (_lent is not [.., var latest])
        {
            return;
        }

        var passed = Math.Max(0, now.UnixNanos - _noted.UnixNanos);
        for (var i = 0; i < _owedNanos.Length; i++)
        {
            latest.LeastOwedNanos[i] = Math.Min(latest.LeastOwedNanos[i], Math.Max(0, _owedNanos[i] - passed));
        }
    }

    /// <summary>The least that a limit owed at any time since a lease was charged.</summary>
    public long LeastOwedSince(LentPermits lent, int limit)
    {
        var least = long.MaxValue;
        for (var place = _lent.IndexOf(lent); place < _lent.Count; place++)
        {
            least = Math.Min(least, _lent[place].LeastOwedNanos[limit]);
        }

        return least;
    }

    /// <summary>Takes notice that a limit would have owed less since a lease was charged, because what is given back of it would not have been. What was owed before stays.</summary>
    public void NoteGivenBack(LentPermits lent, int limit, long nanos)
    {
        for (var place = _lent.IndexOf(lent); place < _lent.Count; place++)
        {
            ref var least = ref _lent[place].LeastOwedNanos[limit];
            least = Math.Max(0, least - nanos);
        }
    }

    /// <summary>A snapshot begins to be written.</summary>
    public void OnWriting() => _accounts.ForEach(account => account.OnWriting());

    /// <summary>It was stored.</summary>
    public void OnWritten() => _accounts.ForEach(account => account.OnWritten());

    private void Forget(LeaseAccount account)
    {
        foreach (var lent in account.Out.ToArray())
        {
            Remove(account, lent);
        }

        _accounts.Remove(account);
    }
}
