namespace QuotaGrid.Core.Cohorts;

/// <summary>A cohort as a silo has it: what the cluster said last, and what was counted here since. Safe for concurrent use.</summary>
public sealed class HeldCohort
{
    /// <summary>How many different identities must have come with it here before the cluster is told: a value that hardly anybody has is nobody's cohort, and costs no grain.</summary>
    public const int LeastMembers = 3;

    private readonly Lock _lock = new();
    private readonly ulong _reporter;
    private readonly int[] _met = new int[LeastMembers - 1];
    private int _metCount;
    private CohortCounts _counts;
    private long _unsettled;
    private volatile Knowledge _known = new(default, CohortTotals.None);
    private int _isQueued;
    private bool _wasUsedUp;

    internal HeldCohort(CohortKey key, ulong reporter, bool isTold = false) => (Key, _reporter, IsTold) = (key, reporter, isTold);

    /// <summary>Which cohort.</summary>
    public CohortKey Key { get; }

    /// <summary>What the cluster said last.</summary>
    public CohortTotals Totals => _known.Totals;

    /// <summary>The share of it that sweeps, at least; 0 when that is not plain.</summary>
    public double LeastShare => _known.LeastShare;

    /// <summary>What is left of the first-sync credit as far as is known here, in units.</summary>
    public long CreditUnits => _known.CreditUnits + Volatile.Read(ref _unsettled);

    /// <summary>Whether enough members came for the cluster to be told.</summary>
    internal bool IsTold { get; private set; }

    /// <summary>Whether it was let go of, so that what is counted here is lost.</summary>
    internal volatile bool IsDropped;

    /// <summary>An identity comes with it.</summary>
    /// <param name="member">Tells identities apart.</param>
    internal void Meet(int member)
    {
        if (IsTold)
        {
            return;
        }

        lock (_lock)
        {
            if (_met.AsSpan(0, _metCount).Contains(member))
            {
                return;
            }

            if (_metCount == _met.Length)
            {
                IsTold = true;
            }
            else
            {
                _met[_metCount++] = member;
            }
        }
    }

    /// <summary>Counts.</summary>
    internal void Count(in CohortCounts more)
    {
        lock (_lock)
        {
            _counts += more;
            Settle();
        }
    }

    /// <summary>What the cluster is to be told.</summary>
    public CohortReport Report()
    {
        lock (_lock)
        {
            return new CohortReport(_reporter, _counts, _known.Acknowledged);
        }
    }

    /// <summary>Takes up the cluster's answer.</summary>
    /// <param name="counts">What it was told.</param>
    /// <param name="totals">What it said.</param>
    public void Learn(in CohortCounts counts, in CohortTotals totals)
    {
        lock (_lock)
        {
            _known = new Knowledge(counts, totals);
            Settle();
        }
    }

    /// <summary>Whether its first-sync credit is used up, and was not yet when this was asked before; not again before half of it is there.</summary>
    public bool TurnsUsedUp()
    {
        lock (_lock)
        {
            var (was, credit) = (_wasUsedUp, CreditUnits);
            _wasUsedUp = credit <= 0 || (was && credit < FirstSyncCredit.Full / 2 * FirstSyncCredit.UnitsPerTarget);
            return _wasUsedUp && !was;
        }
    }

    /// <summary>Puts it among those that are to be exchanged.</summary>
    /// <returns>Whether it was not there already.</returns>
    internal bool TryQueue() => IsTold && Volatile.Read(ref _isQueued) == 0 && Interlocked.Exchange(ref _isQueued, 1) == 0;

    /// <summary>Takes it from there.</summary>
    internal void Unqueue() => Volatile.Write(ref _isQueued, 0);

    private void Settle()
    {
        var more = _counts.Beyond(_known.Acknowledged);
        Volatile.Write(ref _unsettled, more.Earned - more.Spent);
    }

    private sealed class Knowledge(CohortCounts acknowledged, CohortTotals totals)
    {
        public readonly CohortCounts Acknowledged = acknowledged;
        public readonly CohortTotals Totals = totals;
        public readonly double LeastShare = PriorShift.LeastShareOf(totals);
        public readonly long CreditUnits = (long)(totals.Credit * FirstSyncCredit.UnitsPerTarget);
    }
}
