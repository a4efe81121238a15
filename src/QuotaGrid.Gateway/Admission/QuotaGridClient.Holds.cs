using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Velocity;
using QuotaGrid.Gateway.Hosting;

namespace QuotaGrid.Gateway.Admission;

/// <content>The permits of requests in flight.</content>
public sealed partial class QuotaGridClient
{
    private const string NoAnswerAboutHold = "No silo answered about the hold. Ask again in a moment.";

    /// <summary>
    /// Gives back the permit that a request held of an in-flight limit. One that is never given back, because this process died or the message was lost, is free
    /// when its lease ends.
    /// </summary>
    /// <param name="identity">Who asked.</param>
    /// <param name="capability">What was asked for.</param>
    /// <param name="hold">The <see cref="GatewayDecision.Hold"/> of the decision.</param>
    /// <param name="cancellationToken">Stops waiting; the permit may be given back all the same.</param>
    /// <returns>False when it is no longer held: it was released, its lease ended, or a crash forgot it.</returns>
    /// <exception cref="QuotaUnavailableException">No silo answered in time. Trying again is safe.</exception>
    public async ValueTask<bool> ReleaseAsync(Identity identity, Capability capability, HoldId hold, CancellationToken cancellationToken = default)
    {
        try
        {
            var released = await AskAsync(() => _grains.GetIdentity(identity).ReleaseHoldAsync(capability, hold).AsTask(), NoAnswerAboutHold, cancellationToken);
            _instruments.OnRelease(released ? GatewayInstruments.Released : GatewayInstruments.Expired);
            return released;
        }
        catch (QuotaUnavailableException)
        {
            _instruments.OnRelease(GatewayInstruments.Failed);
            throw;
        }
    }

    /// <summary>Lets the permit of a request last for another lease from now: for requests that take longer than one.</summary>
    /// <param name="identity">Who asked.</param>
    /// <param name="capability">What was asked for.</param>
    /// <param name="hold">The <see cref="GatewayDecision.Hold"/> of the decision.</param>
    /// <param name="cancellationToken">Stops waiting; the permit may be renewed all the same.</param>
    /// <inheritdoc cref="ReleaseAsync" path="/returns"/>
    /// <inheritdoc cref="ReleaseAsync" path="/exception"/>
    public ValueTask<bool> RenewAsync(Identity identity, Capability capability, HoldId hold, CancellationToken cancellationToken = default) =>
        AskAsync(() => _grains.GetIdentity(identity).RenewHoldAsync(capability, hold).AsTask(), NoAnswerAboutHold, cancellationToken);

    /// <summary>Waits for a decision. One that comes when nobody waits any more holds its permit for nobody, so it is given back then.</summary>
    private async Task<DecisionReply> WaitAsync(DecisionRequest request, Task<DecisionReply> asked, CancellationToken cancellationToken)
    {
        try
        {
            return await asked.WaitAsync(_patience, _time, cancellationToken);
        }
        catch when (!asked.IsFaulted)
        {
            _ = ReleaseLateAsync(request, asked);
            throw;
        }
    }

    private async Task ReleaseLateAsync(DecisionRequest request, Task<DecisionReply> asked)
    {
        try
        {
            if ((await asked).Decision.Hold is { } hold)
            {
                await ReleaseAsync(request.Identity, request.Capability, hold);
            }
        }
        catch (Exception)
        {
            // No answer, or none to the release, which is counted: the lease ends by itself.
        }
    }
}
