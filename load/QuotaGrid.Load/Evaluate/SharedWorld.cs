using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.People;
using QuotaGrid.Load.Evaluate.Plans;

namespace QuotaGrid.Load.Evaluate;

/// <summary>A world that all defences are examined in: made for the first of them, let go of after the last.</summary>
public sealed class SharedWorld
{
    private readonly Lock _lock = new();
    private readonly Func<World> _make;
    private World? _world;
    private int _waiting;

    /// <summary>Makes nothing yet.</summary>
    /// <param name="plan">The world's plan.</param>
    /// <param name="seed">The world's seed.</param>
    /// <param name="defences">The defences.</param>
    /// <param name="sampleScale">How many blocks of the plan stand behind one whose people are simulated.</param>
    /// <param name="progress">Is told what was made, in a line.</param>
    /// <param name="cancellation">Ends it early.</param>
    public SharedWorld(PlanFigures plan, int seed, IReadOnlyList<DefenceKind> defences, int sampleScale, Action<string> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(defences);
        ArgumentNullException.ThrowIfNull(progress);
        (Defences, _waiting) = (defences, defences.Count);
        _make = () =>
        {
            var world = new World(plan, sampleScale, BookShape.Usual, seed, cancellation);
            (People, Contacts) = (world.People.Length, world.People.Sum(person => (long)person.InitialSize));
            progress($"{plan.Name}, seed {seed}: {People:N0} people in {world.Sample.Blocks.Count} blocks");
            return world;
        };
    }

    /// <summary>The defences.</summary>
    public IReadOnlyList<DefenceKind> Defences { get; }

    /// <summary>The people of the world, once it was made.</summary>
    public int People { get; private set; }

    /// <summary>Their contacts at sign-up.</summary>
    public long Contacts { get; private set; }

    /// <summary>The world, for one defence.</summary>
    public World Take()
    {
        lock (_lock)
        {
            return _world ??= _make();
        }
    }

    /// <summary>That defence is done with it.</summary>
    public void Return()
    {
        lock (_lock)
        {
            _world = --_waiting == 0 ? null : _world;
        }
    }
}
