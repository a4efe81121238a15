using Orleans.CodeGeneration;

namespace QuotaGrid.Contracts.Policies;

/// <summary>The versioned policy set of the cluster. One grain.</summary>
[GrainInterfaceType("quotagrid.policies"), Version(1), Alias("quotagrid.policies")]
public interface IPolicyGrain : IGrainWithStringKey
{
    /// <summary>The key of the one grain.</summary>
    const string Key = "policies";

    /// <summary>Puts a document in force. One that is in force already keeps its version.</summary>
    /// <param name="document">The document, UTF-8 JSON.</param>
    /// <param name="onlyFirst">Whether to leave what is in force alone, and only be the first: for a built-in default.</param>
    /// <returns>What is in force now.</returns>
    /// <exception cref="Core.Policies.InvalidPolicyException">The document has errors; nothing changed.</exception>
    [Alias("Publish"), ResponseTimeout("00:00:30")]
    ValueTask<PublishedPolicies> PublishAsync(byte[] document, bool onlyFirst);

    /// <summary>What is in force, when it is newer than what the caller has; else null.</summary>
    /// <param name="knownVersion">The caller's version, 0 for none.</param>
    [Alias("GetNewer"), ResponseTimeout("00:00:05")]
    ValueTask<PublishedPolicies?> GetNewerAsync(long knownVersion);
}
