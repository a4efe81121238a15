using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using QuotaGrid.Gateway.Hosting;

namespace QuotaGrid.Gateway.Tests.Hosting;

public sealed class QuotaGridGatewayOptionsTests
{
    [Fact]
    public void TheDefaultsAreAsDocumented()
    {
        var options = Read(options => options.Secret = new byte[16]);

        Assert.Equal(TimeSpan.FromSeconds(2), options.DecisionTimeout);
        Assert.Equal(TimeSpan.FromMilliseconds(100), options.SyncInterval);
    }

    [Fact]
    public void EveryProblemIsNamedAtOnceAndTheSecretIsNotRepeated()
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Read(options =>
        {
            options.Secret = "hunter2"u8.ToArray();
            options.DecisionTimeout = TimeSpan.FromSeconds(31);
            options.SyncInterval = TimeSpan.FromMilliseconds(9);
        }));

        Assert.Equal(
            [
                "QuotaGridGatewayOptions.Secret has 7 bytes. Set the cluster's secret: at least 16 random bytes, the same on every gateway.",
                "QuotaGridGatewayOptions.DecisionTimeout is 00:00:31. Set it from 00:00:00.0100000 to 00:00:30.",
                "QuotaGridGatewayOptions.SyncInterval is 00:00:00.0090000. Set it from 00:00:00.0100000 to 00:00:10.",
            ],
            refusal.Failures);
    }

    [Fact]
    public void ASecretIsRequired() =>
        Assert.Contains("Secret has 0 bytes", Assert.Single(Assert.Throws<OptionsValidationException>(() => Read(_ => { })).Failures), StringComparison.Ordinal);

    private static QuotaGridGatewayOptions Read(Action<QuotaGridGatewayOptions> configure) =>
        new ServiceCollection().AddQuotaGridGateway(configure).BuildServiceProvider().GetRequiredService<IOptions<QuotaGridGatewayOptions>>().Value;
}
