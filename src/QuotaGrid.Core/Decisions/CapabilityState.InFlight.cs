using QuotaGrid.Core.Time;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Decisions;

/// <content>What of the identity is in flight.</content>
public sealed partial class CapabilityState
{
    /// <summary>Gives back the permit that a request held of an in-flight limit.</summary>
    /// <returns>False when it is no longer held: it was released, or its lease ended. Nothing was changed then.</returns>
    public bool Release(HoldId hold, Instant now) => _inFlight?.Release(hold, now) ?? false;

    /// <summary>Lets the permit of a request last for another lease from now.</summary>
    /// <inheritdoc cref="Release" path="/returns"/>
    public bool Renew(HoldId hold, Instant now) => _inFlight?.Renew(hold, _inFlight.LongestLease, now) ?? false;

    /// <summary>
    /// Puts what is in flight under the policy in force. It is the same requests whatever their limit is called, so a limit with another name or none, there and
    /// back, forgets no request.
    /// </summary>
    private void ApplyInFlight(Instant now)
    {
        if (_terms!.InFlight >= 0)
        {
            var limit = _terms.Policy.Limits[_terms.InFlight];
            _inFlight ??= new InFlightPermits((int)limit.Quota, limit.Period);
            _inFlight.Resize((int)limit.Quota, limit.Period);
        }
        else if (_inFlight?.Held(now) == 0)
        {
            _inFlight = null;
        }
    }
}
