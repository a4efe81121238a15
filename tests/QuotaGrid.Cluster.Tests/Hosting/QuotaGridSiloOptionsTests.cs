using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Grains.Hosting;

namespace QuotaGrid.Cluster.Tests.Hosting;

public sealed class QuotaGridSiloOptionsTests
{
    [Fact]
    public void TheDefaultsAreAsDocumented()
    {
        var options = Read(_ => { });

        Assert.Equal(TimeSpan.FromSeconds(2), options.SnapshotInterval);
        Assert.Equal(TimeSpan.FromMinutes(2), options.IdleAge);
    }

    [Theory]
    [InlineData(100, 60_000)]
    [InlineData(300_000, 86_400_000)]
    public void TheEndsOfTheRangesAreTaken(int snapshotMilliseconds, int idleMilliseconds)
    {
        var options = Read(options =>
        {
            options.SnapshotInterval = TimeSpan.FromMilliseconds(snapshotMilliseconds);
            options.IdleAge = TimeSpan.FromMilliseconds(idleMilliseconds);
        });

        Assert.Equal(snapshotMilliseconds, options.SnapshotInterval.TotalMilliseconds);
    }

    [Fact]
    public void EveryProblemIsNamedAtOnce()
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Read(options =>
        {
            options.SnapshotInterval = TimeSpan.FromMilliseconds(99);
            options.IdleAge = TimeSpan.FromDays(2);
        }));

        Assert.Equal(
            [
                "QuotaGridSiloOptions.SnapshotInterval is 00:00:00.0990000. Set it from 00:00:00.1000000 to 00:05:00.",
                "QuotaGridSiloOptions.IdleAge is 2.00:00:00. Set it from 00:01:00 to 1.00:00:00.",
            ],
            refusal.Failures);
    }

    private static QuotaGridSiloOptions Read(Action<QuotaGridSiloOptions> configure)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        builder.UseOrleans(silo => silo.UseLocalhostClustering().AddQuotaGrid(TestPolicies.Source(), configure));
        using var host = builder.Build();
        return host.Services.GetRequiredService<IOptions<QuotaGridSiloOptions>>().Value;
    }
}
