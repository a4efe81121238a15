using QuotaGrid.Core.Time;
using QuotaGrid.Load.Evaluate.People;

namespace QuotaGrid.Load.Evaluate.Defences;

/// <summary>One request as a defence sees it. The numbers are what a gateway sees; whether they are registered only the backend knows.</summary>
/// <param name="identity">Who asks, a place among the identities.</param>
/// <param name="second">When, in seconds of the run. Requests come in the order of time.</param>
/// <param name="targets">The numbers asked for, at most <see cref="MaxBatch"/>.</param>
/// <param name="kind">What the client says it does.</param>
/// <param name="attributes">What the gateway knows of the client.</param>
public readonly ref struct ContactRequest(int identity, double second, ReadOnlySpan<int> targets, ContactKind kind, ClientAttributes attributes)
{
    /// <summary>The most numbers of a request.</summary>
    public const int MaxBatch = 1_000;

    /// <summary>The words of a set of a request's items, a bit each.</summary>
    public const int MaxWords = (MaxBatch + 63) / 64;

    /// <summary>When a run begins.</summary>
    public static readonly Instant Start = Instant.From(DateTimeOffset.UnixEpoch + TimeSpan.FromDays(20_000));

    /// <summary>Who asks.</summary>
    public int Identity { get; } = identity;

    /// <summary>When, in seconds of the run.</summary>
    public double Second { get; } = second;

    /// <summary>When.</summary>
    public Instant Now => new(Start.UnixNanos + (long)(Second * Instant.NanosPerSecond));

    /// <summary>The numbers asked for.</summary>
    public ReadOnlySpan<int> Targets { get; } = targets;

    /// <summary>What the client says it does.</summary>
    public ContactKind Kind { get; } = kind;

    /// <summary>What the gateway knows of the client.</summary>
    public ClientAttributes Attributes { get; } = attributes;
}
