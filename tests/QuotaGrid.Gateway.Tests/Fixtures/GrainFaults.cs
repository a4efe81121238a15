using System.Collections.Concurrent;
using Orleans.Runtime.Messaging;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Contracts.Ingress;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Policies;

namespace QuotaGrid.Gateway.Tests.Fixtures;

/// <summary>What goes wrong in a silo with identities of certain names: <c>hang-</c> never answers, <c>break-</c> throws, <c>older-</c> does not know the policy yet, <c>full-</c> has too many requests waiting, <c>keep-</c> releases nothing, <c>deaf-</c> takes no reports by themselves, the silo of <c>gone-1-</c> and <c>gone-2-</c> is gone so many times, and that of <c>away-3-</c> cannot be reached three times. Counts what grains are asked to decide.</summary>
internal sealed class GrainFaults : IIncomingGrainCallFilter, IDisposable
{
    private static readonly string[] Prefixes = ["hang-", "break-", "older-", "full-", "deaf-", "gone-", "away-"];

    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, int> _decisions = [];
    private volatile bool _mended;

    /// <summary>How many requests the grain of an identity was asked to decide.</summary>
    public int DecisionsOf(string identity) => _decisions.GetValueOrDefault($"id:{identity}");

    /// <summary>Lets everything work from now on.</summary>
    public void Mend()
    {
        _mended = true;
        _over.TrySetResult();
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is IIngressGrain && context.InterfaceMethod.Name is "DecideAsync" or "SyncAsync")
        {
            await new IngressFaults(context, IsFaulty, identity => Count($"id:{identity}")).InvokeAsync();
            return;
        }

        var key = context.TargetId.Key.ToString() ?? "";
        if (context.InterfaceMethod.Name == "DecideAsync")
        {
            Count(key);
        }

        if (!_mended && key.StartsWith("id:hang-", StringComparison.Ordinal))
        {
            await _over.Task;
        }

        if (!_mended && key.StartsWith("id:break-", StringComparison.Ordinal))
        {
            throw new IOException("The silo is broken (for this test).");
        }

        if (!_mended && key.StartsWith("id:older-", StringComparison.Ordinal))
        {
            throw new UnknownPolicyException(Capability.Parse(TestPolicies.Open), Plan.Default);
        }

        if (!_mended && key.StartsWith("id:full-", StringComparison.Ordinal))
        {
            throw new LimitExceededException("Too many requests wait (for this test).");
        }

        if (key.StartsWith("id:gone-", StringComparison.Ordinal) && DecisionsOf(key[3..]) <= key[8] - '0')
        {
            throw new SiloUnavailableException("The silo is gone (for this test).");
        }

        if (key.StartsWith("id:away-", StringComparison.Ordinal) && DecisionsOf(key[3..]) <= key[8] - '0')
        {
            throw new ConnectionFailedException("The silo cannot be reached (for this test).");
        }

        if (key.StartsWith("id:keep-", StringComparison.Ordinal) && context.InterfaceMethod.Name == "ReleaseHoldAsync")
        {
            throw new IOException("The silo is broken (for this test).");
        }

        if (!_mended && key.StartsWith("id:deaf-", StringComparison.Ordinal) && context.InterfaceMethod.Name == "SyncAsync")
        {
            throw new IOException("The silo is broken (for this test).");
        }

        await context.Invoke();
    }

    public void Dispose() => Mend();

    private void Count(string key) => _decisions.AddOrUpdate(key, 1, static (_, count) => count + 1);

    private static bool IsFaulty(string identity) => Prefixes.Any(prefix => identity.StartsWith(prefix, StringComparison.Ordinal));
}
