using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Leases;

/// <summary>The holders that an activation lends to, with what each has out. Never stored: another activation neither knows these leases nor gives anything back.</summary>
internal sealed class LeaseBook
{
    private const int LeasesToForget = 4;

    private readonly List<LeaseAccount> _accounts = [];
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
            _accounts.RemoveAll(account => now.UnixNanos - account.LastHeard.UnixNanos > LeasesToForget * rules.LeaseNanos);
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

    /// <summary>Takes notice of what each limit owed at the least since <see cref="NoteOwed"/>: it went down with time, and strict decisions only added to it.</summary>
    public void NoteLeastOwed(Instant now)
    {
        var passed = Math.Max(0, now.UnixNanos - _noted.UnixNanos);
        foreach (var account in _accounts)
        {
            foreach (var lent in account.Out)
            {
                for (var i = 0; i < _owedNanos.Length; i++)
                {
                    lent.LeastOwedNanos[i] = Math.Min(lent.LeastOwedNanos[i], Math.Max(0, _owedNanos[i] - passed));
                }
            }
        }
    }

    /// <summary>Takes notice that a limit would have owed less if what is given back had not been charged.</summary>
    public void NoteGivenBack(int limit, long nanos)
    {
        foreach (var account in _accounts)
        {
            foreach (var lent in account.Out)
            {
                lent.LeastOwedNanos[limit] = Math.Max(0, lent.LeastOwedNanos[limit] - nanos);
            }
        }
    }

    /// <summary>A snapshot begins to be written.</summary>
    public void OnWriting() => _accounts.ForEach(account => account.OnWriting());

    /// <summary>It was stored.</summary>
    public void OnWritten() => _accounts.ForEach(account => account.OnWritten());
}
