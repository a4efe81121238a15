using QuotaGrid.Load.Service;

namespace QuotaGrid.Load.Census;

/// <summary>Counts what a group of identities asks and is answered, while it runs. Safe for concurrent use.</summary>
public sealed class GroupTally
{
    /// <summary>The different failures and binding limits that are kept by name; more are counted but not named.</summary>
    public const int MaxNames = 8;

    private readonly Lock _lock = new();
    private readonly List<double> _decisionMilliseconds = [];
    private readonly Dictionary<string, long> _failures = [];
    private readonly Dictionary<string, long> _deniedBy = [];
    private GroupCounts _counts = new(0, 0, 0, 0, 0, 0, 0, 0, null);

    /// <summary>The counts as they are now.</summary>
    public GroupCounts Counts
    {
        get
        {
            lock (_lock)
            {
                return _counts;
            }
        }
    }

    /// <summary>Counts items that are about to be asked for.</summary>
    public void Asked(int items, int registered)
    {
        lock (_lock)
        {
            _counts = _counts with { Asked = _counts.Asked + items, RegisteredAsked = _counts.RegisteredAsked + registered };
        }
    }

    /// <summary>Counts a decision.</summary>
    /// <param name="reply">The decision, complete.</param>
    /// <param name="registeredAnswered">The registered ones among the items that it allows.</param>
    /// <param name="latency">How long the decision took.</param>
    /// <param name="sinceStart">When it came, since the start of the run.</param>
    public void Decided(DecisionReply reply, int registeredAnswered, TimeSpan latency, TimeSpan sinceStart)
    {
        ArgumentNullException.ThrowIfNull(reply);
        var denied = reply.Denied?.Count ?? 0;
        lock (_lock)
        {
            _decisionMilliseconds.Add(latency.TotalMilliseconds);
            if (denied > 0)
            {
                Count(_deniedBy, reply.Limit ?? "(no limit named)", denied);
            }

            _counts = _counts with
            {
                Requests = _counts.Requests + 1,
                Answered = _counts.Answered + (reply.Allowed?.Count ?? 0),
                Denied = _counts.Denied + denied,
                Invalid = _counts.Invalid + (reply.Invalid?.Count ?? 0),
                RegisteredAnswered = _counts.RegisteredAnswered + registeredAnswered,
                FirstDenial = _counts.FirstDenial ?? (denied > 0 ? sinceStart : null),
            };
        }
    }

    /// <summary>Counts an outcome report that was accepted.</summary>
    public void Reported()
    {
        lock (_lock)
        {
            _counts = _counts with { Requests = _counts.Requests + 1 };
        }
    }

    /// <summary>Counts a request that got no usable answer.</summary>
    public void Failed(string reason)
    {
        lock (_lock)
        {
            Count(_failures, reason, 1);
            _counts = _counts with { Requests = _counts.Requests + 1, Failed = _counts.Failed + 1 };
        }
    }

    /// <summary>How long each decision took, in milliseconds.</summary>
    public IReadOnlyList<double> DecisionMilliseconds()
    {
        lock (_lock)
        {
            return [.. _decisionMilliseconds];
        }
    }

    /// <summary>Why requests failed, and how many.</summary>
    public IReadOnlyDictionary<string, long> Failures()
    {
        lock (_lock)
        {
            return new Dictionary<string, long>(_failures);
        }
    }

    /// <summary>Which limits denied, and how many items. An item counts for the limit that its decision named.</summary>
    public IReadOnlyDictionary<string, long> DeniedBy()
    {
        lock (_lock)
        {
            return new Dictionary<string, long>(_deniedBy);
        }
    }

    private static void Count(Dictionary<string, long> names, string name, long items)
    {
        var kept = names.ContainsKey(name) || names.Count < MaxNames ? name : "(others)";
        names[kept] = names.GetValueOrDefault(kept) + items;
    }
}
