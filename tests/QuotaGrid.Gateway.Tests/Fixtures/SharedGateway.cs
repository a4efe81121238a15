using Orleans.TestingHost;
using QuotaGrid.Gateway.Tests.Fixtures;
using QuotaGrid.Grains.Hosting;
using QuotaGrid.Grains.Policies;
using QuotaGrid.Grains.Storage;

[assembly: AssemblyFixture(typeof(SharedGateway))]

namespace QuotaGrid.Gateway.Tests.Fixtures;

/// <summary>Two silos and a gateway in front of them, for every test that leaves them as they are; each test has identities of its own.</summary>
public sealed class SharedGateway : IAsyncLifetime
{
    private readonly GrainFaults _faults = new();
    private InProcessTestCluster? _cluster;
    private GatewayUnderTest? _gateway;

    internal GatewayUnderTest Gateway => _gateway!;

    internal GrainFaults Faults => _faults;

    internal IGrainFactory Grains => _cluster!.Client;

    /// <summary>Starts silos that keep grain state in memory: what storage does is tested with the grains.</summary>
    internal static async Task<InProcessTestCluster> StartSilosAsync(short silos, GrainFaults? faults = null)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddMemoryGrainStorage(StorageNames.Provider);
            silo.AddQuotaGrid(
                new PolicyDocumentSource(TestPolicies.Document, IsBuiltIn: false),

                // A busy machine is not what is tested; and tests wait for leases to end.
                options => (options.StoragePatience, options.LongestLeaseTime) = (TimeSpan.FromSeconds(30), options.LeaseTime));
            if (faults is not null)
            {
                silo.AddIncomingGrainCallFilter(faults);
            }
        });
        builder.ConfigureClient(client => client.AddActivityPropagation());
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        _cluster = await StartSilosAsync(2, _faults);
        _gateway = await GatewayUnderTest.StartAsync(_cluster.Client);
        await _gateway.Services.GetPoliciesAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _faults.Dispose();
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }
}
