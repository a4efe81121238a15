namespace QuotaGrid.Load.Live;

/// <summary>Counts what honest people are answered. Safe for concurrent use.</summary>
/// <param name="people">How many there are.</param>
public sealed class PeopleTally(int people)
{
    private readonly Lock _lock = new();
    private readonly bool[] _asked = new bool[people];
    private readonly bool[] _denied = new bool[people];
    private readonly List<double> _milliseconds = [];
    private long _items;
    private long _deniedItems;

    /// <summary>What they asked for.</summary>
    public long Items => Interlocked.Read(ref _items);

    /// <summary>What of it was denied.</summary>
    public long DeniedItems => Interlocked.Read(ref _deniedItems);

    /// <summary>Those who asked for anything.</summary>
    public int Asked => _asked.Count(asked => asked);

    /// <summary>Those who were denied anything.</summary>
    public int Denied => _denied.Count(denied => denied);

    /// <summary>Whether somebody asked for anything.</summary>
    public bool HasAsked(int person) => _asked[person];

    /// <summary>How long each decision took, in milliseconds.</summary>
    public IReadOnlyList<double> Milliseconds()
    {
        lock (_lock)
        {
            return [.. _milliseconds];
        }
    }

    /// <summary>Counts an answer.</summary>
    /// <param name="person">Whose.</param>
    /// <param name="asked">What was asked for.</param>
    /// <param name="answer">The answer.</param>
    public void OnAnswer(int person, int asked, LiveAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        lock (_lock)
        {
            _asked[person] = true;
            _denied[person] |= answer.Admitted < asked;
            _items += asked;
            _deniedItems += asked - answer.Admitted;
            _milliseconds.Add(answer.Took.TotalMilliseconds);
        }
    }
}
