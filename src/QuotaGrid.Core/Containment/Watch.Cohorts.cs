using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Containment;

/// <content>What the identity's cohorts have to do with it.</content>
internal sealed partial class Watch
{
    // The text of a cohort.
    private const int MaxCohortLength = Name.MaxLength + 1 + Cohort.MaxValueLength;

    // However much a cohort weighs, an honest member of it is convicted with a probability of one in a hundred at most.
    private static readonly double LeastLogEValue = Math.Log(100);

    private CohortMembership? _cohorts;

    /// <summary>The cohorts of the identity's latest request.</summary>
    public IEnumerable<HeldCohort> Cohorts => _cohorts?.Held ?? [];

    /// <summary>What says that a first-sync credit is used up, as the limit that denied; null when none is.</summary>
    public string? UsedUp { get; private set; }

    /// <summary>Whether nothing is admitted that is new to the identity.</summary>
    public bool DeniesNew(Detection detection, Instant now) => ActionAt(now) != ContainmentAction.None || Withholds(detection, now);

    /// <summary>When that ends.</summary>
    public Instant DeniedUntil(Instant now) => ActionAt(now) != ContainmentAction.None ? EndOf(ContainmentAction.Tighten, now) : _cohorts!.NewUntil;

    private Cohort? WeighedCohort => _cohorts is { Standing: { LogWeight: > 0, Weighed: { } weighed } } ? weighed.Key.Cohort : null;

    private void Weigh(in Sight sight, Instant firstSeen, Instant now)
    {
        UsedUp = null;
        if (sight.Cohorts.Replica is not null)
        {
            _cohorts ??= new CohortMembership();
        }

        _cohorts?.OnRequest(sight.Cohorts, sight.Capability, firstSeen, _conviction.IsInForce(now), now);
    }

    // How much evidence convicts.
    private double EnoughUnder(Detection detection)
    {
        var (enough, weight) = (-Math.Log(1.0 / detection.OneIn), _cohorts?.Standing.LogWeight ?? 0);
        return weight <= 0 ? enough - weight : Math.Max(enough - weight, Math.Min(enough, LeastLogEValue));
    }

    /// <summary>Whether the identity gets nothing new because new members of a cohort used up what they may ask for together, and it is one of those.</summary>
    private bool Withholds(Detection detection, Instant now)
    {
        if (detection.Stage != Stage.Enforced || _cohorts?.FindUsedUp(now) is not { } usedUp)
        {
            return false;
        }

        UsedUp ??= $"first-sync:{usedUp.Key.Cohort.Kind}";
        return true;
    }

    private void EncodeCohorts(SnapshotWriter writer)
    {
        writer.Text(_conviction.Cohort?.ToString() ?? "");
        writer.Byte(_cohorts is null ? (byte)0 : (byte)1);
        _cohorts?.Encode(writer);
    }

    private void DecodeCohorts(SnapshotReader reader)
    {
        var cohort = reader.Text(MaxCohortLength);
        try
        {
            _conviction = _conviction with { Cohort = cohort.Length == 0 ? null : Cohort.Parse(cohort) };
        }
        catch (InvalidValueException wrong)
        {
            throw new SnapshotFormatException($"A stored cohort is wrong: {wrong.Message}");
        }

        _cohorts = reader.Varint(0, 1) == 0 ? null : CohortMembership.Decode(reader);
    }
}
