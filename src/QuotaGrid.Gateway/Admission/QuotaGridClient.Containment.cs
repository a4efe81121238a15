using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Gateway.Admission;

/// <content>What an operator does about identities that were convicted.</content>
public sealed partial class QuotaGridClient
{
    private const string NoAnswerAboutContainment = "No silo answered about the containment. Ask again in a moment.";

    /// <summary>Ends what is done about an identity for sweeping, and forgets what was held against it.</summary>
    /// <returns>False when nothing was done about it.</returns>
    /// <exception cref="QuotaUnavailableException">No silo answered in time.</exception>
    public ValueTask<bool> PardonAsync(Identity identity, Capability capability, CancellationToken cancellationToken = default) =>
        AskAsync(() => _grains.GetIdentity(identity).PardonAsync(capability).AsTask(), NoAnswerAboutContainment, cancellationToken);

    /// <summary>Lets what is done about an identity for sweeping last until a time.</summary>
    /// <inheritdoc cref="PardonAsync" path="/returns"/>
    /// <inheritdoc cref="PardonAsync" path="/exception"/>
    public ValueTask<bool> ExtendContainmentAsync(Identity identity, Capability capability, DateTimeOffset until, CancellationToken cancellationToken = default) =>
        AskAsync(() => _grains.GetIdentity(identity).ExtendContainmentAsync(capability, Instant.From(until)).AsTask(), NoAnswerAboutContainment, cancellationToken);
}
