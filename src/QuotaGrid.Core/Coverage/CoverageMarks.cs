using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Coverage;

/// <summary>
/// What was asked for at a silo and not yet acknowledged by the regions. Each message to a region has all of it, so a message that is lost or
/// comes twice changes nothing. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Bounded by the places and by the regions that they are in, because one place in a region of its own takes a kilobyte. What does not fit is dropped and counted: then
/// the next who asks for that target is thought to be the first.
/// </remarks>
public sealed class CoverageMarks
{
    /// <summary>Default: 262,144 places, more than half a minute of 7,000 lookups a second.</summary>
    public const int DefaultMaxPlaces = 262_144;

    /// <summary>Default: 16,384 regions.</summary>
    public const int DefaultMaxRegions = 16_384;

    private readonly Dictionary<RegionKey, UnsentMarks> _regions = [];
    private readonly Lock _lock = new();
    private readonly CoverageWindow _window;
    private readonly int _maxPlaces;
    private readonly int _maxRegions;
    private long _number;
    private long _dropped;
    private int _places;

    /// <summary>No marks.</summary>
    /// <param name="window">The length of windows.</param>
    /// <param name="maxPlaces">The most places that wait.</param>
    /// <param name="maxRegions">The most regions that they are in.</param>
    public CoverageMarks(CoverageWindow window, int maxPlaces = DefaultMaxPlaces, int maxRegions = DefaultMaxRegions)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxPlaces);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxRegions);
        (_window, _maxPlaces, _maxRegions) = (window, maxPlaces, maxRegions);
    }

    /// <summary>How many places wait.</summary>
    public int Places => Volatile.Read(ref _places);

    /// <summary>How many places were dropped because too many waited.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Marks a place as asked for.</summary>
    /// <param name="place">The place.</param>
    /// <param name="now">When.</param>
    /// <returns>Whether it waits now. False when it was dropped, or is no place.</returns>
    public bool Add(TargetPlace place, Instant now)
    {
        if (!place.IsPlace)
        {
            return false;
        }

        var window = _window.NumberAt(now);
        lock (_lock)
        {
            if (!_regions.TryGetValue(place.Region, out var marks))
            {
                if (_regions.Count == _maxRegions || _places == _maxPlaces)
                {
                    _dropped++;
                    return false;
                }

                _regions.Add(place.Region, marks = new UnsentMarks(_window));
            }

            if (marks.Has(window, place))
            {
                return true;
            }

            if (_places == _maxPlaces)
            {
                _dropped++;
                return false;
            }

            marks.Add(window, place);
            _places++;
            return true;
        }
    }

    /// <summary>The regions that something waits for.</summary>
    public RegionKey[] Regions()
    {
        lock (_lock)
        {
            return [.. _regions.Keys];
        }
    }

    /// <summary>Makes the next message to a region, which has everything that waits for it.</summary>
    /// <param name="region">The region. If nothing waits for it the message only asks what is new.</param>
    /// <param name="position">How much of the region the silo has.</param>
    public RegionMarks Take(RegionKey region, RegionPosition position)
    {
        lock (_lock)
        {
            return _regions.TryGetValue(region, out var marks)
                ? new RegionMarks(region, marks.Take(ref _number), position, marks.Encode())
                : new RegionMarks(region, Number: 0, position, default);
        }
    }

    /// <summary>Forgets what a region has taken up.</summary>
    /// <param name="region">The region.</param>
    /// <param name="number">The message's number. One that is not the latest acknowledges nothing: the latest has its marks too.</param>
    public void Acknowledge(RegionKey region, long number)
    {
        lock (_lock)
        {
            if (_regions.TryGetValue(region, out var marks))
            {
                _places -= marks.Acknowledge(number);
                if (marks.IsEmpty)
                {
                    _regions.Remove(region);
                }
            }
        }
    }
}
