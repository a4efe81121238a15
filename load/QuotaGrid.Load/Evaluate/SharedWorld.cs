using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.People;
using QuotaGrid.Load.Evaluate.Plans;

namespace QuotaGrid.Load.Evaluate;

/// <summary>A world that several jobs are made in: made for the first of them, let go of after the last.</summary>
/// <param name="plan">The world's plan.</param>
/// <param name="seed">The world's seed.</param>
/// <param name="defences">The defences that are examined in it.</param>
/// <param name="sampleScale">How many blocks of the plan stand behind one whose people are simulated.</param>
/// <param name="cancellation">Ends it early.</param>
public sealed class SharedWorld(PlanFigures plan, int seed, IReadOnlyList<DefenceKind> defences, int sampleScale, CancellationToken cancellation)
{
    private readonly Lock _lock = new();
    private World? _world;
    private int _waiting;

    /// <summary>The world's plan.</summary>
    public PlanFigures Plan => plan;

    /// <summary>The world's seed.</summary>
    public int Seed => seed;

    /// <summary>The defences that are examined in it.</summary>
    public IReadOnlyList<DefenceKind> Defences => defences;

    /// <summary>About how many people it will have.</summary>
    public double ExpectedPeople => plan.Numbers * plan.Share / sampleScale;

    /// <summary>The people of the world, once it was made.</summary>
    public int People { get; private set; }

    /// <summary>Their contacts at sign-up.</summary>
    public long Contacts { get; private set; }

    /// <summary>One more job will take the world.</summary>
    public void Expect() => _waiting++;

    /// <summary>The world, for one job.</summary>
    public World Take()
    {
        lock (_lock)
        {
            if (_world is null)
            {
                _world = new World(plan, sampleScale, BookShape.Usual, seed, cancellation);
                (People, Contacts) = (_world.People.Length, _world.People.Sum(person => (long)person.InitialSize));
            }

            return _world;
        }
    }

    /// <summary>That job is done with it.</summary>
    public void Return()
    {
        lock (_lock)
        {
            _world = --_waiting == 0 ? null : _world;
        }
    }
}
