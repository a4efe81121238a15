using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;
using QuotaGrid.Load.Bench.Subjects;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Bench;

/// <summary>
/// Identities and the targets that each knows. Targets are a fixed hash of seed, identity and place, so that millions of books need not be kept
/// beside what is measured.
/// </summary>
public sealed class Population
{
    private readonly ulong _key;
    private readonly int[] _sizes;

    private Population(int seed, int[] sizes)
    {
        _key = SeededHash.Key(seed, "targets");
        _sizes = sizes;
    }

    /// <summary>How many identities there are.</summary>
    public int Count => _sizes.Length;

    /// <summary>The targets of all identities.</summary>
    public long Targets => _sizes.Sum(size => (long)size);

    /// <summary>
    /// People with address books of the usual sizes (<see cref="AddressBooks"/>), because a heap of equal books would hide how target memory grows.
    /// </summary>
    public static Population WithAddressBooks(int seed, int count)
    {
        var random = new SeededRandom(seed, "book sizes");
        var sizes = new int[count];
        foreach (ref var size in sizes.AsSpan())
        {
            size = AddressBooks.DrawSize(random);
        }

        return new Population(seed, sizes);
    }

    /// <summary>Identities that all have as many targets.</summary>
    public static Population OfEqual(int seed, int count, int size)
    {
        var sizes = new int[count];
        Array.Fill(sizes, size);
        return new Population(seed, sizes);
    }

    /// <summary>Identities with these numbers of targets.</summary>
    public static Population Of(int seed, IEnumerable<int> sizes) => new(seed, [.. sizes]);

    /// <summary>The first identities of this population.</summary>
    public Population First(int count) => new(_key, _sizes[..Math.Min(count, _sizes.Length)]);

    /// <summary>How many targets an identity knows.</summary>
    public int SizeOf(int identity) => _sizes[identity];

    /// <summary>An identity's name, a new instance each time.</summary>
    public static string NameOf(int identity) => $"acct-{identity:x8}";

    /// <summary>Writes an identity's targets from a place on. Those from its size on are new to it.</summary>
    public void Fill(int identity, int from, Span<Fingerprint> targets)
    {
        var book = SeededHash.Of(_key, (ulong)identity);
        for (var i = 0; i < targets.Length; i++)
        {
            targets[i] = new Fingerprint(SeededHash.Of(book, (ulong)(from + i)));
        }
    }

    /// <summary>Lets every identity ask for its targets, in batches as phones send them.</summary>
    /// <param name="subject">Who is asked.</param>
    /// <param name="mostTargets">The most targets that each asks for.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="InvalidOperationException">Something was denied.</exception>
    public void SignUp<TSubject>(TSubject subject, int mostTargets = int.MaxValue, CancellationToken cancellation = default)
        where TSubject : ISubject
    {
        var batch = new Fingerprint[Scenario.BatchSize];
        for (var identity = 0; identity < Count; identity++)
        {
            cancellation.ThrowIfCancellationRequested();
            SignUp(subject, identity, Math.Min(mostTargets, _sizes[identity]), batch, Scenario.Start);
        }
    }

    private void SignUp<TSubject>(TSubject subject, int identity, int size, Fingerprint[] batch, Instant now)
        where TSubject : ISubject
    {
        var name = NameOf(identity);
        for (var from = 0; from < size; from += batch.Length)
        {
            var targets = batch.AsSpan(0, Math.Min(batch.Length, size - from));
            Fill(identity, from, targets);
            if (subject.Admit(identity, name, targets, now) != targets.Length)
            {
                throw new InvalidOperationException($"{typeof(TSubject).Name} denied a sign-up.");
            }
        }
    }

    private Population(ulong key, int[] sizes) => (_key, _sizes) = (key, sizes);
}
