namespace QuotaGrid.Grains.Alerts;

/// <summary>How events are delivered to a webhook.</summary>
/// <param name="Timeout">How long the receiver may take to answer.</param>
/// <param name="FirstDelay">How long until the second attempt; twice as long until each further one. Half of it to one and a half, at random.</param>
/// <param name="MostDelay">The longest delay.</param>
/// <param name="Attempts">After how many an event is given up.</param>
internal sealed record WebhookRules(TimeSpan Timeout, TimeSpan FirstDelay, TimeSpan MostDelay, int Attempts)
{
    /// <summary>The most events that wait. One that comes when there are so many is dropped, and counted.</summary>
    public const int MaxWaiting = 1_000;

    /// <summary>Ten attempts within about nine minutes.</summary>
    public static WebhookRules Default { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), Attempts: 10);

    /// <summary>How long until the next attempt.</summary>
    /// <param name="attempts">How many there were, from 1.</param>
    /// <param name="jitter">0 to 1.</param>
    public TimeSpan DelayAfter(int attempts, double jitter)
    {
        // In numbers: doubled often enough, a span overflows.
        var doubled = FirstDelay.TotalMilliseconds * Math.Pow(2, attempts - 1);
        return TimeSpan.FromMilliseconds(Math.Min(doubled, MostDelay.TotalMilliseconds) * (0.5 + jitter));
    }
}
