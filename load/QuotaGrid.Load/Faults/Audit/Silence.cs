namespace QuotaGrid.Load.Faults.Audit;

/// <summary>How long nobody was told anything.</summary>
public static class Silence
{
    /// <summary>
    /// The longest that one who asked had to wait until anybody was told anything, admission or denial: from the start of a request to the next end of an answered one, or to the end of the
    /// log when there is none.
    /// </summary>
    /// <param name="asks">The requests, of one identity or of all, in any order.</param>
    /// <returns>In nanoseconds; 0 without requests.</returns>
    public static long Longest(IEnumerable<Ask> asks)
    {
        Ask[] all = [.. asks];
        if (all.Length == 0)
        {
            return 0;
        }

        var end = all.Max(ask => ask.EndNanos);
        long[] answers = [.. all.Where(ask => ask.IsAnswered).Select(ask => ask.EndNanos).Order()];
        return all.Max(ask =>
        {
            var place = Array.BinarySearch(answers, ask.StartNanos);
            place = place < 0 ? ~place : place;
            return (place < answers.Length ? answers[place] : end) - ask.StartNanos;
        });
    }
}
