using System.Collections.Concurrent;
using QuotaGrid.Contracts.Policies;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Gateway.Hosting;
using QuotaGrid.Gateway.Leases;

namespace QuotaGrid.Gateway.Admission;

/// <summary>
/// What a gateway's code asks first, where a decision has to take less than a microsecond: may this identity look this target up? Answers from the lease that the gateway holds, without waiting
/// and without allocating; where there is none, <see cref="QuotaGridClient.DecideAsync"/> has to be asked. From <see cref="QuotaGridClient.GateFor"/>. Safe for concurrent use.
/// </summary>
public sealed class QuotaGate
{
    private readonly Capability _capability;
    private readonly Plan _plan;
    private readonly PolicyCache _policies;
    private readonly Fingerprinter _fingerprinter;
    private readonly LeaseTable _table;
    private readonly ConcurrentDictionary<string, LeaseEntry> _entries;
    private readonly GatewayClock _clock;
    private readonly GatewayInstruments _instruments;
    private Resolved? _resolved;

    internal QuotaGate(
        Capability capability, Plan plan, PolicyCache policies, Fingerprinter fingerprinter, LeaseTable table, GatewayClock clock, GatewayInstruments instruments)
    {
        (_capability, _plan, _policies, _fingerprinter) = (capability, plan, policies, fingerprinter);
        (_table, _entries, _clock, _instruments) = (table, table.Of(capability), clock, instruments);
    }

    /// <summary>Decides about one target, if the gateway can by itself.</summary>
    /// <param name="identity">Who asks, as the gateway authenticated it.</param>
    /// <param name="target">What is asked about, in any spelling.</param>
    /// <returns>
    /// Admitted, denied, or that the grain has to be asked: also when the target cannot be read or there is no policy, because <see cref="QuotaGridClient.DecideAsync"/> says why.
    /// </returns>
    public LocalAnswer TryDecide(Identity identity, string target)
    {
        if (!_entries.TryGetValue(identity.Value, out var entry)
            || Resolve() is not { } resolved
            || !CanonicalTarget.TryRead(resolved.Definition.Space, resolved.Definition.DefaultRegion, target, out var canonical, out _))
        {
            return LocalAnswer.Ask;
        }

        return TryDecide(entry, resolved.Terms, _fingerprinter.Of(canonical));
    }

    /// <summary>Decides about one target that was read already, if the gateway can by itself.</summary>
    /// <param name="identity">Who asks, as the gateway authenticated it.</param>
    /// <param name="target">What is asked about, of the capability's target space.</param>
    /// <inheritdoc cref="TryDecide(Identity, string)" path="/returns"/>
    public LocalAnswer TryDecide(Identity identity, in CanonicalTarget target) =>
        _entries.TryGetValue(identity.Value, out var entry) && Resolve() is { } resolved && target.Space == resolved.Definition.Space
            ? TryDecide(entry, resolved.Terms, _fingerprinter.Of(target))
            : LocalAnswer.Ask;

    private LocalAnswer TryDecide(LeaseEntry entry, LeaseTerms terms, Fingerprint fingerprint)
    {
        entry.Touch(terms);
        var answer = entry.Holder.TryDecide(new ReadOnlySpan<Fingerprint>(in fingerprint), _clock.Now);
        if (answer.Kind == LocalAnswerKind.Admitted)
        {
            _instruments.OnLocal();
        }
        else if (answer.Kind == LocalAnswerKind.Denied)
        {
            _instruments.OnLocal();
            _table.List(entry);
        }

        return answer;
    }

    private Resolved? Resolve()
    {
        var inForce = _policies.Current;
        if (_resolved is { } resolved && ReferenceEquals(resolved.InForce, inForce))
        {
            return resolved;
        }

        if (inForce is null || !inForce.Set.TryGetCapability(_capability, out var definition) || !inForce.Set.TryGetPolicy(_capability, _plan, out var policy))
        {
            return null;
        }

        return _resolved = new Resolved(inForce, definition, LeaseTerms.Of(policy));
    }

    private sealed record Resolved(PoliciesInForce InForce, CapabilityDefinition Definition, LeaseTerms Terms);
}
