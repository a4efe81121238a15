using System.Diagnostics;
using System.Runtime.InteropServices;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Targets;

/// <content>Known targets stay known while the cluster's secret changes: whoever knows both fingerprints of a target tells them.</content>
public sealed partial class TargetMemory
{
    /// <summary>
    /// Holds targets by their own fingerprints from now on that it held by other ones, each with the time when it was last asked for; what it held by both it holds once. Nothing is learned: how many
    /// targets there are within a window never grows.
    /// </summary>
    /// <remarks>Not once memory is a sketch, from which nothing can be taken out again: to one the targets are new once more.</remarks>
    /// <param name="aliases">What the targets may be held by, in their order.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="now">The time.</param>
    /// <returns>How many there were.</returns>
    internal int Recognise(ReadOnlySpan<Fingerprint> aliases, ReadOnlySpan<Fingerprint> targets, Instant now)
    {
        Debug.Assert(aliases.Length == targets.Length, "Each target has an alias.");
        Advance(now);
        Dictionary<uint, uint>? names = null;
        for (var i = 0; i < targets.Length && IsExact; i++)
        {
            if (_exact.Find(aliases[i].Token) >= 0 && aliases[i].Token != targets[i].Token)
            {
                (names ??= [])[aliases[i].Token] = targets[i].Token;
            }
        }

        if (names is null)
        {
            return 0;
        }

        var held = new Dictionary<uint, byte>(_exact.Count);
        var tokens = _exact.Tokens;
        var ages = _exact.Ages;
        for (var i = 0; i < tokens.Length; i++)
        {
            ref var age = ref CollectionsMarshal.GetValueRefOrAddDefault(held, names.GetValueOrDefault(tokens[i], tokens[i]), out _);
            age = Math.Max(age, ages[i]);
        }

        _exact.Fill([.. held.Keys], [.. held.Values]);
        ForgetWindows();
        Advance(now);
        return names.Count;
    }
}
