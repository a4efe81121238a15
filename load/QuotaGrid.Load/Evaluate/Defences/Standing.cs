namespace QuotaGrid.Load.Evaluate.Defences;

/// <summary>What a defence makes of an identity.</summary>
/// <param name="Score">How suspicious it is, comparable between identities; what a ROC is made of.</param>
/// <param name="AlertedSecond">Since when it is held for an enumerator, in seconds of the run; null when it is not, or the defence judges nobody.</param>
/// <param name="ContainedSecond">Since when nothing new is to be had by it; null when that is not so.</param>
public readonly record struct Standing(double Score, double? AlertedSecond = null, double? ContainedSecond = null);
