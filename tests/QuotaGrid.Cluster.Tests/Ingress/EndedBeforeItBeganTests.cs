using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Metadata;
using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Core.Identities;
using QuotaGrid.Grains.Identities;

namespace QuotaGrid.Cluster.Tests.Ingress;

/// <summary>An activation that is told to end while it begins: nobody may find it in its silo's memory afterwards, where it would go on deciding beside the next one.</summary>
[Collection(nameof(OwnCluster))]
public sealed class EndedBeforeItBeganTests
{
    [Fact]
    public async Task NobodyFindsAnActivationThatWasToldToEndBeforeItHadBegun()
    {
        using var directory = new TemporaryDirectory();
        using var ending = new EndsOnce();
        await using var silos = await ClusterUnderTest.StartAsync(
            directory.Path, TestPolicies.Source(), configure: silo => silo.Services.AddSingleton<IConfigureGrainContextProvider>(ending));

        ending.Listen(silos);

        for (var i = 0; i < 10; i++)
        {
            var grain = silos.Identity($"short-lived-{i}");
            var reply = await grain.DecideAsync(Requests.For(TestPolicies.Items, 0));

            Assert.Equal(1, reply.Decision.Allowed.Count);
            Assert.Equal([silos.SiloOf(grain)], silos.Cluster.Silos.Where(silo =>
                silo.SiloHost.Services.GetRequiredService<LocalIdentities>().Find(Identity.Parse($"short-lived-{i}")) is not null));
        }

        Assert.Equal(10, ending.Ended.Count);
    }

    /// <summary>Ends the first activation of each identity where it says that it has begun: the last thing that it does before it is valid. One is activated at a time.</summary>
    private sealed class EndsOnce : IConfigureGrainContextProvider, IConfigureGrainContext, IDisposable
    {
        private readonly MeterListener _listener = new();
        private IGrainContext? _next;

        public HashSet<GrainId> Ended { get; } = [];

        public void Listen(ClusterUnderTest silos)
        {
            object[] scopes = [.. silos.Cluster.Silos.Select(silo => silo.SiloHost.Services.GetRequiredService<IMeterFactory>())];
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "quotagrid.identity.active" && scopes.Contains(instrument.Meter.Scope))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, change, _, _) =>
            {
                if (change > 0 && _next is { } next && Ended.Add(next.GrainId))
                {
                    next.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "The test says so."), CancellationToken.None);
                }
            });
            _listener.Start();
        }

        public bool TryGetConfigurator(GrainType grainType, GrainProperties properties, [NotNullWhen(true)] out IConfigureGrainContext? configurator)
        {
            configurator = this;
            return grainType == GrainType.Create("identity");
        }

        public void Configure(IGrainContext context) => _next = context;

        public void Dispose() => _listener.Dispose();
    }
}
