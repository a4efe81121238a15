namespace QuotaGrid.Load.Evaluate.People;

/// <summary>One time that a person asks.</summary>
/// <param name="Second">When, in seconds of the run.</param>
/// <param name="Person">Who, as a place among the people.</param>
/// <param name="From">Where the targets begin: of one-offs in the schedule's list, else 0.</param>
/// <param name="Count">How many targets: those from there on, or the first so many of the book.</param>
/// <param name="Kind">Why.</param>
public readonly record struct HonestEvent(int Second, int Person, int From, int Count, ContactKind Kind);
