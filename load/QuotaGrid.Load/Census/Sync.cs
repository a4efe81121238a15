namespace QuotaGrid.Load.Census;

/// <summary>One time that a phone sends its book.</summary>
/// <param name="At">When, since the start of the run.</param>
/// <param name="Entries">How many of the book's entries there are by then; all of them are sent.</param>
public sealed record Sync(TimeSpan At, int Entries);
