using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Gateway.Hosting;

/// <summary>Checks <see cref="QuotaGridGatewayOptions"/>, and names every problem at once.</summary>
internal sealed class QuotaGridGatewayOptionsValidator : IValidateOptions<QuotaGridGatewayOptions>
{
    private const int MostLeases = 10_000_000;

    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan MostTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MostInterval = TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, QuotaGridGatewayOptions options)
    {
        List<string> problems = [];
        if (options.Secret.Length < FingerprintKey.MinSecretBytes)
        {
            problems.Add(
                $"{nameof(QuotaGridGatewayOptions)}.{nameof(options.Secret)} has {options.Secret.Length} bytes. "
                + $"Set the cluster's secret: at least {FingerprintKey.MinSecretBytes} random bytes, the same on every gateway.");
        }

        if (options.OtherSecret is { IsEmpty: false, Length: < FingerprintKey.MinSecretBytes })
        {
            problems.Add(
                $"{nameof(QuotaGridGatewayOptions)}.{nameof(options.OtherSecret)} has {options.OtherSecret.Length} bytes. "
                + $"Set the old or the new secret, of at least {FingerprintKey.MinSecretBytes} random bytes, or none when the secret does not change.");
        }
        else if (!options.OtherSecret.IsEmpty && CryptographicOperations.FixedTimeEquals(options.OtherSecret.Span, options.Secret.Span))
        {
            problems.Add(
                $"{nameof(QuotaGridGatewayOptions)}.{nameof(options.OtherSecret)} is the same as {nameof(options.Secret)}. Set the other one of the old and the new secret, or none.");
        }

        Check(nameof(options.DecisionTimeout), options.DecisionTimeout, MostTimeout, problems);
        Check(nameof(options.SyncInterval), options.SyncInterval, MostInterval, problems);
        if (options.LeaseCapacity is < 1 or > MostLeases)
        {
            problems.Add($"{nameof(QuotaGridGatewayOptions)}.{nameof(options.LeaseCapacity)} is {options.LeaseCapacity}. Set it from 1 to {MostLeases}.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void Check(string option, TimeSpan value, TimeSpan most, List<string> problems)
    {
        if (value < Least || value > most)
        {
            problems.Add($"{nameof(QuotaGridGatewayOptions)}.{option} is {value}. Set it from {Least} to {most}.");
        }
    }
}
