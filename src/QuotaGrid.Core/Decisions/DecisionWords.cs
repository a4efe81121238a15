using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Policies;

namespace QuotaGrid.Core.Decisions;

/// <summary>The words for what a decision says, the same in JSON, in metrics and in policy documents. They do not change.</summary>
public static class DecisionWords
{
    /// <summary><c>allowed</c>, <c>partial</c> or <c>denied</c>.</summary>
    public static string WordFor(Outcome outcome) => outcome switch
    {
        Outcome.Allowed => "allowed",
        Outcome.Partial => "partial",
        Outcome.Denied => "denied",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not an outcome."),
    };

    /// <summary><c>shadow</c> or <c>enforced</c>.</summary>
    public static string WordFor(Stage stage) => stage switch
    {
        Stage.Shadow => "shadow",
        Stage.Enforced => "enforced",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "Not a stage."),
    };

    /// <summary><c>velocity</c>, <c>novel</c>, <c>distinct</c> or <c>inflight</c>.</summary>
    public static string WordFor(LimitKind kind) => kind switch
    {
        LimitKind.Velocity => "velocity",
        LimitKind.Novel => "novel",
        LimitKind.Distinct => "distinct",
        LimitKind.InFlight => "inflight",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of limit."),
    };

    /// <summary><c>closed</c> or <c>open</c>.</summary>
    public static string WordFor(FailMode mode) => mode switch
    {
        FailMode.Closed => "closed",
        FailMode.Open => "open",
        FailMode.LocalShare => "local-share",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Not a fail mode."),
    };

    /// <summary><c>novelty</c>, <c>missing</c>, <c>found</c>, <c>order</c> or <c>churn</c>.</summary>
    public static string WordFor(Signal signal) => signal switch
    {
        Signal.Novelty => "novelty",
        Signal.Missing => "missing",
        Signal.Found => "found",
        Signal.Order => "order",
        Signal.Churn => "churn",
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "Not a signal."),
    };

    /// <summary><c>none</c>, <c>tighten</c>, <c>challenge</c> or <c>block</c>.</summary>
    public static string WordFor(ContainmentAction action) => action switch
    {
        ContainmentAction.None => "none",
        ContainmentAction.Tighten => "tighten",
        ContainmentAction.Challenge => "challenge",
        ContainmentAction.Block => "block",
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "Not an action."),
    };
}
