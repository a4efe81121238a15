using System.Globalization;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Host.Commands;

/// <summary>Says of a policy whether it is always decided exactly, and if not, what is to be expected.</summary>
internal static class PolicyPrecision
{
    /// <summary>A sentence or two about a policy.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="horizon">The horizon of its capability.</param>
    public static string Describe(Policy policy, TimeSpan horizon)
    {
        if (LearningBound.CountLearnable(policy, horizon) is not { } most)
        {
            return "always exact, as it looks at no targets.";
        }

        var within = $"within the horizon of {DurationText.Format(horizon)}";
        if (LearningBound.IsExact(policy, horizon))
        {
            return Text($"always exact, as an identity can learn at most {most:N0} targets {within}.");
        }

        var counted = most > (Int128)TargetSketchModel.MaxTargets ? Text($", of which {TargetSketchModel.MaxTargets:N0} can be counted") : "";
        var targets = double.Min((double)most, TargetSketchModel.MaxTargets);
        var (error, lump) = (TargetSketchModel.RelativeError(targets), TargetSketchModel.ExpectedNovelWeight(targets));
        return Text($"exact up to {TargetMemory.ExactCapacity:N0} targets {within}; an identity can learn {most:N0}{counted}. ")
            + Text($"Beyond, targets are counted with a standard error of {100 * error:0.0} % and new ones charged in lumps of up to {Math.Ceiling(lump):N0} permits.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
