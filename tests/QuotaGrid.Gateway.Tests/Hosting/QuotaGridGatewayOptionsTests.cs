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
        Assert.Equal(100_000, options.LeaseCapacity);
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(10_000_000, 10_000)]
    public void TheEndsOfTheRangesAreTaken(int leases, int milliseconds)
    {
        var options = Read(options =>
        {
            options.Secret = new byte[16];
            (options.LeaseCapacity, options.SyncInterval) = (leases, TimeSpan.FromMilliseconds(milliseconds));
        });

        Assert.Equal((leases, milliseconds), (options.LeaseCapacity, options.SyncInterval.TotalMilliseconds));
    }

    [Fact]
    public void WhatIsOverTheRangesIsRefused()
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Read(options =>
        {
            options.Secret = new byte[16];
            (options.LeaseCapacity, options.SyncInterval) = (10_000_001, TimeSpan.FromMilliseconds(10_001));
        }));

        Assert.Equal(
            [
                "QuotaGridGatewayOptions.SyncInterval is 00:00:10.0010000. Set it from 00:00:00.0100000 to 00:00:10.",
                "QuotaGridGatewayOptions.LeaseCapacity is 10000001. Set it from 1 to 10000000.",
            ],
            refusal.Failures);
    }

    [Fact]
    public void EveryProblemIsNamedAtOnceAndTheSecretIsNotRepeated()
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Read(options =>
        {
            options.Secret = "hunter2"u8.ToArray();
            options.DecisionTimeout = TimeSpan.FromSeconds(31);
            options.SyncInterval = TimeSpan.FromMilliseconds(9);
            options.LeaseCapacity = 0;
        }));

        Assert.Equal(
            [
                "QuotaGridGatewayOptions.Secret has 7 bytes. Set the cluster's secret: at least 16 random bytes, the same on every gateway.",
                "QuotaGridGatewayOptions.DecisionTimeout is 00:00:31. Set it from 00:00:00.0100000 to 00:00:30.",
                "QuotaGridGatewayOptions.SyncInterval is 00:00:00.0090000. Set it from 00:00:00.0100000 to 00:00:10.",
                "QuotaGridGatewayOptions.LeaseCapacity is 0. Set it from 1 to 10000000.",
            ],
            refusal.Failures);
    }

    [Theory]
    [InlineData("short", "QuotaGridGatewayOptions.OtherSecret has 5 bytes. Set the old or the new secret, of at least 16 random bytes, or none when the secret does not change.")]
    [InlineData("0123456789abcdef", "QuotaGridGatewayOptions.OtherSecret is the same as Secret. Set the other one of the old and the new secret, or none.")]
    public void TheOtherSecretIsOneAndAnotherOne(string other, string problem) =>
        Assert.Equal([problem], Assert.Throws<OptionsValidationException>(() => Read(options =>
        {
            options.Secret = "0123456789abcdef"u8.ToArray();
            options.OtherSecret = System.Text.Encoding.UTF8.GetBytes(other);
        })).Failures);

    [Fact]
    public void ASecretIsRequired() =>
        Assert.Contains("Secret has 0 bytes", Assert.Single(Assert.Throws<OptionsValidationException>(() => Read(_ => { })).Failures), StringComparison.Ordinal);

    private static QuotaGridGatewayOptions Read(Action<QuotaGridGatewayOptions> configure) =>
        new ServiceCollection().AddQuotaGridGateway(configure).BuildServiceProvider().GetRequiredService<IOptions<QuotaGridGatewayOptions>>().Value;
}
