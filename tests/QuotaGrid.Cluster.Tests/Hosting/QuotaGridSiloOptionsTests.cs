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
        Assert.Equal(TimeSpan.FromSeconds(2), options.LeaseTime);
        Assert.Equal(TimeSpan.FromSeconds(10), options.LongestLeaseTime);
        Assert.Equal(0.02, options.CeilingStep);
        Assert.Equal(TimeSpan.FromSeconds(1), options.StoragePatience);
        Assert.Null(options.WebhookUrl);
        Assert.True(options.WebhookSecret.IsEmpty);
    }

    [Theory]
    [InlineData("/relative", 16, "QuotaGridSiloOptions.WebhookUrl is no absolute URL of http or https. Write it as in https://alerts.example.com/quotagrid, or leave it out.")]
    [InlineData("ftp://host/", 16, "QuotaGridSiloOptions.WebhookUrl is no absolute URL of http or https. Write it as in https://alerts.example.com/quotagrid, or leave it out.")]
    [InlineData("https://host/", 15, "QuotaGridSiloOptions.WebhookSecret has 15 bytes. Set at least 16 random bytes that the receiver knows too.")]
    public void AWebhookThatCannotBeUsedIsRefused(string url, int secretBytes, string problem)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Read(options => (options.WebhookUrl, options.WebhookSecret) = (new Uri(url, UriKind.RelativeOrAbsolute), new byte[secretBytes])));

        Assert.Equal([problem], refusal.Failures);
    }

    [Theory]
    [InlineData(100, 60_000, 200, 0.001)]
    [InlineData(300_000, 86_400_000, 30_000, 0.1)]
    public void TheEndsOfTheRangesAreTaken(int snapshotMilliseconds, int idleMilliseconds, int leaseMilliseconds, double step)
    {
        var options = Read(options =>
        {
            options.SnapshotInterval = TimeSpan.FromMilliseconds(snapshotMilliseconds);
            options.IdleAge = TimeSpan.FromMilliseconds(idleMilliseconds);
            options.LeaseTime = TimeSpan.FromMilliseconds(leaseMilliseconds);
            options.CeilingStep = step;
        });

        Assert.Equal(snapshotMilliseconds, options.SnapshotInterval.TotalMilliseconds);
        Assert.Equal((leaseMilliseconds, step), (options.LeaseTime.TotalMilliseconds, options.CeilingStep));
    }

    [Fact]
    public void EveryProblemIsNamedAtOnce()
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Read(options =>
        {
            options.SnapshotInterval = TimeSpan.FromMilliseconds(99);
            options.IdleAge = TimeSpan.FromDays(2);
            options.LeaseTime = TimeSpan.FromMilliseconds(199);
            options.LongestLeaseTime = TimeSpan.FromMilliseconds(60_001);
            options.CeilingStep = 0.11;
            options.StoragePatience = TimeSpan.FromMilliseconds(99);
        }));

        Assert.Equal(
            [
                "QuotaGridSiloOptions.SnapshotInterval is 00:00:00.0990000. Set it from 00:00:00.1000000 to 00:05:00.",
                "QuotaGridSiloOptions.IdleAge is 2.00:00:00. Set it from 00:01:00 to 1.00:00:00.",
                "QuotaGridSiloOptions.StoragePatience is 00:00:00.0990000. Set it from 00:00:00.1000000 to 00:00:30.",
                "QuotaGridSiloOptions.LeaseTime is 00:00:00.1990000. Set it from 00:00:00.2000000 to 00:00:30.",
                "QuotaGridSiloOptions.LongestLeaseTime is 00:01:00.0010000. Set it from 00:00:00.2000000 to 00:01:00.",
                "QuotaGridSiloOptions.CeilingStep is 0.11. Set it from 0.001 to 0.1.",
            ],
            refusal.Failures);
    }

    [Theory]
    [InlineData(0.0009)]
    [InlineData(double.NaN)]
    public void AStepThatIsNoShareIsRefused(double step) =>
        Assert.Equal(
            $"QuotaGridSiloOptions.CeilingStep is {step}. Set it from 0.001 to 0.1.",
            Assert.Single(Assert.Throws<OptionsValidationException>(() => Read(options => options.CeilingStep = step)).Failures));

    [Fact]
    public void ALeaseThatIsTooLongIsRefused() =>
        Assert.Equal(
            "QuotaGridSiloOptions.LeaseTime is 00:00:30.0010000. Set it from 00:00:00.2000000 to 00:00:30.",
            Assert.Single(Assert.Throws<OptionsValidationException>(() => Read(options => options.LeaseTime = TimeSpan.FromMilliseconds(30_001))).Failures));

    private static QuotaGridSiloOptions Read(Action<QuotaGridSiloOptions> configure)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        builder.UseOrleans(silo => silo.UseLocalhostClustering().AddQuotaGrid(TestPolicies.Source(), configure));
        using var host = builder.Build();
        return host.Services.GetRequiredService<IOptions<QuotaGridSiloOptions>>().Value;
    }
}
