using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Leases;

/// <summary>How much of each kind of permit a holder uses: what was asked for lately, of which half is forgotten every <see cref="HalfLifeNanos"/>.</summary>
internal struct Demand
{
    private const double HalfLifeNanos = 500_000_000;
    private const double Ln2 = 0.693_147_180_559_945_3;

    private double _items;
    private double _requests;
    private double _novel;
    private Instant _at;

    /// <summary>Requests asked for lately.</summary>
    public readonly double Requests => _requests;

    /// <summary>Adds what was asked for since the last time, evenly as far as is known: of what is long past a part is forgotten already.</summary>
    public void Add(Permits asked, Instant now)
    {
        var halves = _at == default ? 0 : Math.Max(0, now.UnixNanos - _at.UnixNanos) / HalfLifeNanos;
        var kept = double.Exp2(-halves);
        var share = halves == 0 ? 1 : (1 - kept) / (halves * Ln2);
        _items = (_items * kept) + (asked.Items * share);
        _requests = (_requests * kept) + (asked.Requests * share);
        _novel = (_novel * kept) + (asked.Novel * share);
        _at = now;
    }

    /// <summary>Permits for so many times what was asked for lately.</summary>
    public readonly Permits Times(double factor) => new(Whole(_items * factor), Whole(_requests * factor), Whole(_novel * factor));

    private static int Whole(double permits) => (int)Math.Min(Permits.Most, Math.Ceiling(permits));
}
