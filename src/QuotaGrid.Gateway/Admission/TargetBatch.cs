using System.Collections.Immutable;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Gateway.Admission;

/// <summary>
/// The targets of a request, read and turned into fingerprints: those that could be read, the places they came from, and what was wrong with the others.
/// </summary>
internal sealed class TargetBatch
{
    private readonly int[]? _places;

    private TargetBatch(int count, FingerprintBatch fingerprints, int[]? places, ImmutableArray<InvalidTarget> invalid)
    {
        Count = count;
        Fingerprints = fingerprints;
        Invalid = invalid;
        _places = places;
    }

    /// <summary>How many targets the request has.</summary>
    public int Count { get; }

    /// <summary>Those that could be read.</summary>
    public FingerprintBatch Fingerprints { get; }

    /// <summary>Where these stand, and which are neighbours; none when nobody wants to know.</summary>
    public PlaceBatch Places { get; private init; }

    /// <summary>Those that could not.</summary>
    public ImmutableArray<InvalidTarget> Invalid { get; }

    /// <summary>Reads targets.</summary>
    /// <param name="definition">The capability.</param>
    /// <param name="fingerprinter">Makes the fingerprints.</param>
    /// <param name="placer">Finds where they stand; null when nobody wants to know.</param>
    /// <param name="targets">The targets, 0 or more.</param>
    /// <param name="field">The field to name in an error.</param>
    /// <exception cref="InvalidValueException">There are more than the capability's largest batch.</exception>
    public static TargetBatch Read(
        CapabilityDefinition definition, Fingerprinter fingerprinter, TargetPlacer? placer, IReadOnlyList<string> targets, string field)
    {
        if (targets.Count > definition.MaxBatch)
        {
            throw new InvalidValueException(new(
                field,
                $"There are {targets.Count} targets.",
                $"Send at most {definition.MaxBatch} in one request, and the rest in further ones."));
        }

        var canonical = new CanonicalTarget[targets.Count];
        var places = new int[targets.Count];
        var valid = 0;
        var invalid = ImmutableArray.CreateBuilder<InvalidTarget>();
        for (var i = 0; i < targets.Count; i++)
        {
            if (CanonicalTarget.TryRead(definition.Space, definition.DefaultRegion, targets[i], out canonical[valid], out var problem))
            {
                places[valid++] = i;
            }
            else
            {
                invalid.Add(new InvalidTarget(i, problem!));
            }
        }

        var fingerprints = FingerprintBatch.Of(fingerprinter, canonical.AsSpan(0, valid));
        return new TargetBatch(targets.Count, fingerprints, valid == targets.Count ? null : places[..valid], invalid.DrainToImmutable())
        {
            Places = placer is null ? default : PlaceBatch.Of(placer, canonical.AsSpan(0, valid)),
        };
    }

    /// <summary>The set of places in the request, for a set of places among the targets that could be read.</summary>
    public ItemSet ToPlaces(ItemSet readable) => _places is null ? readable : readable.Moved(_places, Count);
}
