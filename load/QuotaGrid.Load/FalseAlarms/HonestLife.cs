using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Time;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.FalseAlarms;

/// <summary>Thirty days of one honest person, as what they show to the evidence: a whole book, then every 48 hours the few that are new, and look-ups in between.</summary>
public sealed class HonestLife
{
    /// <summary>Syncs after the first one, in 30 days.</summary>
    public const int Resyncs = 15;

    /// <summary>The share of people who are businesses, with books of 2,000 to 20,000.</summary>
    public const double Businesses = 0.001;

    /// <summary>The share of people who take over another book within 30 days.</summary>
    public const double Imports = 0.01;

    /// <summary>The share of contacts whose number is next to that of the contact before.</summary>
    public const double Neighbours = 0.02;

    private readonly FalseAlarmScenario _scenario;
    private readonly LearnedBounds _bounds;
    private readonly SeededRandom _random;
    private readonly double _novelShare;
    private readonly double _missingShare;
    private readonly double _neighbourShare;
    private SweepEvidence _evidence;

    /// <summary>Draws a person.</summary>
    public HonestLife(FalseAlarmScenario scenario, LearnedBounds bounds, int seed, int person)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(bounds);
        (_scenario, _bounds) = (scenario, bounds);
        _random = new(seed, "life", (ulong)person);
        IsBusiness = _random.Unit() < Businesses;
        BookSize = IsBusiness ? 2_000 + (int)_random.Below(18_001) : AddressBooks.DrawSize(_random);
        _novelShare = scenario.AtBounds ? bounds.Novelty.Value : ShareDraw.Next(_random, scenario.NovelShare, scenario.Likeness);
        _missingShare = scenario.AtBounds ? bounds.Missing.Value : ShareDraw.Next(_random, scenario.MissingShare, scenario.Likeness);
        _neighbourShare = scenario.AtBounds ? SweepEvidence.OrderBound.Value : Neighbours;
    }

    /// <summary>Whether it is a business.</summary>
    public bool IsBusiness { get; }

    /// <summary>The contacts at sign-up.</summary>
    public int BookSize { get; }

    /// <summary>Lives the thirty days.</summary>
    public SweepEvidence Live()
    {
        var now = new Instant(SweepEvidence.Epoch.Ticks * Instant.NanosPerTick * 80_000) + (TimeSpan.FromHours(48) * _random.Unit());
        AskNew(BookSize, now);
        _evidence.OnSync(BookSize, BookSize, now);
        for (var i = 0; i < Resyncs; i++)
        {
            now += TimeSpan.FromHours(42 + (12 * _random.Unit()));
            var lookups = (int)_random.Below(4);
            AskNew(lookups, now - TimeSpan.FromHours(12));
            _evidence.OnSync(lookups, lookups, now - TimeSpan.FromHours(12));

            var added = AddedContacts();
            AskNew(added, now);
            _evidence.OnSync(BookSize + added, added, now);
        }

        return _evidence;
    }

    private int AddedContacts()
    {
        var isImport = _scenario.AtBounds ? _random.Unit() < SweepEvidence.ChurnBound : _random.Unit() < Imports / Resyncs;
        return isImport ? (2 * SweepEvidence.FreePerSync) + BookSize : (int)_random.Below(IsBusiness ? BookSize / 100 : 3);
    }

    private void AskNew(int count, Instant now)
    {
        var missing = 0;
        var (isNew, isMissing) = (false, false);
        for (var i = 0; i < count; i++)
        {
            if (i % _scenario.Clump == 0)
            {
                isNew = _random.Unit() < _novelShare;
                isMissing = _random.Unit() < _missingShare;
            }

            _evidence.OnNovel(isNew, _bounds.Novelty, now);
            missing += isMissing ? 1 : 0;
            if (i > 0)
            {
                _evidence.OnOrder(_random.Unit() < _neighbourShare, now);
            }
        }

        // One that is sent again brings the same outcomes, which are not awaited any more.
        _evidence.OnOutcomes(count - missing, missing, _bounds.Missing, _bounds.Found, now);
    }
}
