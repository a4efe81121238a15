using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Leases;

/// <summary>How much of each kind of permit a holder uses: what was asked for lately, of which half is forgotten every <see cref="HalfLifeNanos"/>.</summary>
internal struct Demand
{
    private const double HalfLifeNanos = 500_000_000;
    private const double LongNanos = 1_000_000_000;

    private double _items;
    private double _requests;
    private double _novel;
    private Instant _at;

    /// <summary>Requests asked for lately.</summary>
    public readonly double Requests => _requests;

    /// <summary>Adds what was asked for since the last time. When that is long ago, what is asked for in a second of it.</summary>
    public void Add(Permits asked, Instant now)
    {
        var passed = _at == default ? 0 : Math.Max(0, now.UnixNanos - _at.UnixNanos);
        var kept = double.Exp2(-passed / HalfLifeNanos);
        var share = passed <= LongNanos ? 1 : LongNanos / passed;
        _items = (_items * kept) + (asked.Items * share);
        _requests = (_requests * kept) + (asked.Requests * share);
        _novel = (_novel * kept) + (asked.Novel * share);
        _at = now;
    }

    /// <summary>Permits for so many times what was asked for lately.</summary>
    public readonly Permits Times(double factor) => new(Whole(_items * factor), Whole(_requests * factor), Whole(_novel * factor));

    private static int Whole(double permits) => (int)Math.Min(Permits.Most, Math.Ceiling(permits));
}
