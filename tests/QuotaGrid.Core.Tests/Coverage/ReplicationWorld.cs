using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Coverage;

/// <summary>
/// One region and three silos with a network between that loses, repeats and reorders; the truth is kept beside in sets. The region may be carried to another
/// activation.
/// </summary>
internal sealed class ReplicationWorld
{
    public const int Silos = 3;

    private static readonly CoverageWindow Window = new(TimeSpan.FromHours(1));
    private static readonly RegionKey Region = RegionKey.Parse("e164:1212");

    private readonly Random _random;
    private readonly List<(int Silo, RegionMarks Marks)> _questions = [];
    private readonly List<(int Silo, RegionDelta Delta)> _answers = [];
    private readonly CoverageMarks[] _marks = [.. Enumerable.Range(0, Silos).Select(_ => new CoverageMarks(Window))];
    private readonly MarkedPlaces _truth = new();
    private RegionOwner _owner;
    private ulong _epoch = 1;
    private long _seconds = 1_000 * 3_600;

    public ReplicationWorld(int seed)
    {
        _random = new Random(seed);
        _owner = new RegionOwner(Region, new Epoch(_epoch), Window);
        Replicas = [.. Enumerable.Range(0, Silos).Select(_ => new CoverageReplica(Window))];
    }

    public CoverageReplica[] Replicas { get; }

    public int Blocks { get; init; } = 1_000;

    /// <summary>How many answers had whole blocks, one answer's worth or more.</summary>
    public int Whole { get; private set; }

    private Instant Now => new(_seconds * Instant.NanosPerSecond);

    public void Ask(int silo, int places)
    {
        for (var i = 0; i < places; i++)
        {
            // Near one another, so that silos mark the same.
            var place = new TargetPlace(Region, _random.Next(Blocks), Math.Min(_random.Next(10_000), _random.Next(10_000)));
            Assert.True(_marks[silo].Add(place, Now));
            _truth.Mark(Window.NumberAt(Now), place.Block, place.Offset);
        }
    }

    public void Pass(long seconds)
    {
        _seconds += seconds;
        _truth.MoveTo(Window.NumberAt(Now));
    }

    public void Send(int silo) => _questions.Add((silo, _marks[silo].Take(Region, Replicas[silo].PositionOf(Region))));

    /// <summary>Delivers some message, in no order; it may be lost, or stay to come again.</summary>
    public void Deliver()
    {
        if (_questions.Count > 0 && _random.Next(2) == 0)
        {
            var (silo, marks) = Any(_questions);
            if (_random.Next(4) != 0)
            {
                _answers.Add((silo, Exchange(marks)));
            }
        }
        else if (_answers.Count > 0)
        {
            var (silo, delta) = Any(_answers);
            if (_random.Next(4) != 0)
            {
                Receive(silo, delta);
            }
        }
    }

    /// <summary>The activation ends, and the next one has all that it had.</summary>
    public void Migrate() => _owner = RegionOwner.Decode(Region, _owner.Encode(), new Epoch(++_epoch), Window);

    /// <summary>Everything old arrives once more, and then nothing is lost any more.</summary>
    public void Quiet()
    {
        _questions.ForEach(question => _answers.Add((question.Silo, Exchange(question.Marks))));
        _answers.ForEach(answer => Receive(answer.Silo, answer.Delta));
        for (var round = 0; round < 2; round++)
        {
            for (var silo = 0; silo < Silos; silo++)
            {
                RegionDelta delta;
                do
                {
                    delta = Exchange(_marks[silo].Take(Region, Replicas[silo].PositionOf(Region)));
                    Receive(silo, delta);
                }
                while (!delta.To.IsWhole);
            }
        }
    }

    public void AssertEverybodyKnowsTheTruth()
    {
        for (var silo = 0; silo < Silos; silo++)
        {
            var replica = Replicas[silo];
            _truth.AssertSame((block, offset) => replica.Look(new TargetPlace(Region, block, offset)), block => replica.FillOf(Region, block)!.Value);
            Assert.Equal(0, _marks[silo].Places);
        }
    }

    /// <summary>What a replica says was asked for was, and nothing is new to it that it had once.</summary>
    public void AssertNothingIsMadeUp()
    {
        foreach (var replica in Replicas)
        {
            for (var i = 0; i < 2_000; i++)
            {
                var (block, offset) = (_random.Next(Blocks), _random.Next(10_000));
                var found = replica.Look(new TargetPlace(Region, block, offset));
                Assert.True(found <= PlaceCoverage.New || _truth.Look(block, offset) != PlaceCoverage.New, $"{block}/{offset}");
            }
        }
    }

    private RegionDelta Exchange(RegionMarks marks)
    {
        var delta = _owner.Exchange(marks, Now);
        Whole += delta.To.IsWhole ? 0 : 1;
        return delta;
    }

    private void Receive(int silo, RegionDelta delta)
    {
        _marks[silo].Acknowledge(Region, delta.Acknowledged);
        Replicas[silo].Apply(delta, Now);
    }

    private T Any<T>(List<T> messages)
    {
        var index = _random.Next(messages.Count);
        var message = messages[index];
        if (_random.Next(5) != 0)
        {
            messages.RemoveAt(index);
        }

        return message;
    }
}
