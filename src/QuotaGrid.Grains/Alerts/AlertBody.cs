namespace QuotaGrid.Grains.Alerts;

/// <summary>An event as a webhook is told it. Fields may be added.</summary>
/// <param name="Id">Names the event; the same when it is sent again.</param>
/// <param name="Type">What happened, such as <c>campaign.opened</c>.</param>
/// <param name="Time">When.</param>
/// <param name="Data">What it tells.</param>
internal sealed record AlertBody(string Id, string Type, DateTimeOffset Time, AlertData Data);
