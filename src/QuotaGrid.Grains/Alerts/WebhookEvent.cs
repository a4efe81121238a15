namespace QuotaGrid.Grains.Alerts;

/// <summary>An event that waits to be delivered.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Body">Its body, JSON in UTF-8.</param>
internal sealed record WebhookEvent(string Id, byte[] Body);
