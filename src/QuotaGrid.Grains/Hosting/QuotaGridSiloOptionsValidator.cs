using Microsoft.Extensions.Options;
using QuotaGrid.Core.Leases;

namespace QuotaGrid.Grains.Hosting;

/// <summary>Checks <see cref="QuotaGridSiloOptions"/>, and names every problem at once.</summary>
internal sealed class QuotaGridSiloOptionsValidator : IValidateOptions<QuotaGridSiloOptions>
{
    private const double LeastStep = 0.001;

    private static readonly TimeSpan LeastInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MostInterval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LeastAge = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MostAge = TimeSpan.FromDays(1);

    private static readonly TimeSpan LeastLease = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MostLease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestLease = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, QuotaGridSiloOptions options)
    {
        List<string> problems = [];
        Check(nameof(options.SnapshotInterval), options.SnapshotInterval, LeastInterval, MostInterval, problems);
        Check(nameof(options.IdleAge), options.IdleAge, LeastAge, MostAge, problems);
        Check(nameof(options.StoragePatience), options.StoragePatience, LeastInterval, MostLease, problems);
        Check(nameof(options.LeaseTime), options.LeaseTime, LeastLease, MostLease, problems);
        Check(nameof(options.LongestLeaseTime), options.LongestLeaseTime, LeastLease, LongestLease, problems);
        if (!(options.CeilingStep >= LeastStep && options.CeilingStep <= LeaseRules.MostShare))
        {
            problems.Add($"{nameof(QuotaGridSiloOptions)}.{nameof(options.CeilingStep)} is {options.CeilingStep}. Set it from {LeastStep} to {LeaseRules.MostShare}.");
        }

        if (options.WebhookUrl is { } url && (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)))
        {
            problems.Add($"{nameof(QuotaGridSiloOptions)}.{nameof(options.WebhookUrl)} is no absolute URL of http or https. Write it as in https://alerts.example.com/quotagrid, or leave it out.");
        }

        if (options.WebhookUrl is not null && options.WebhookSecret.Length < QuotaGridSiloOptions.LeastWebhookSecretBytes)
        {
            problems.Add(
                $"{nameof(QuotaGridSiloOptions)}.{nameof(options.WebhookSecret)} has {options.WebhookSecret.Length} bytes. "
                + $"Set at least {QuotaGridSiloOptions.LeastWebhookSecretBytes} random bytes that the receiver knows too.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void Check(string option, TimeSpan value, TimeSpan least, TimeSpan most, List<string> problems)
    {
        if (value < least || value > most)
        {
            problems.Add($"{nameof(QuotaGridSiloOptions)}.{option} is {value}. Set it from {least} to {most}.");
        }
    }
}
