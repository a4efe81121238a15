namespace QuotaGrid.Contracts.Policies;

/// <summary>The cluster has no policies yet: no silo has finished starting.</summary>
[GenerateSerializer, Alias("quotagrid.PoliciesMissingException")]
public sealed class PoliciesMissingException()
    : Exception("No policies are in force yet. Wait for a silo to finish its start, or look into its log for what is wrong with its policies.");
