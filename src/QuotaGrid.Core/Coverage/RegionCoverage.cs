using System.Runtime.CompilerServices;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Coverage;

/// <summary>
/// Which targets of a region anybody asked for, in the newest window and the one before. Also the form in which marks travel: what a silo sends and what a region
/// answers are coverages too, and merging is idempotent, commutative and associative, so both may be lost, repeated or late. One thread may
/// mark and merge while others look.
/// </summary>
/// <remarks>
/// The state is the number of the newest window and a set of places for it and for the one before; merging takes the larger number and the union of each set, and drops sets
/// of older windows. Blocks that nobody asked for take no memory; others take up to 16 bytes and 0 to 1,280 for each window, as they fill. A region with every
/// target asked for in both windows takes 2.6 MB, which is the most that reading one can take.
/// </remarks>
public sealed partial class RegionCoverage
{
    private WindowMarks _newest = new(0);

    /// <summary>A coverage of which nothing was asked for.</summary>
    /// <param name="window">The length of its windows.</param>
    public RegionCoverage(CoverageWindow window)
    {
        ArgumentNullException.ThrowIfNull(window);
        Window = window;
    }

    /// <summary>The length of the windows.</summary>
    public CoverageWindow Window { get; }

    /// <summary>The number of the newest window that anything is known of.</summary>
    public long NewestWindow => Newest.Number;

    /// <summary>The memory of all marks, in bytes.</summary>
    public long Bytes => Newest.Bytes + (Newest.Before?.Bytes ?? 0);

    internal WindowMarks Newest => Volatile.Read(ref _newest);

    /// <summary>Marks a target as asked for.</summary>
    /// <param name="block">0 to 999.</param>
    /// <param name="offset">0 to 9,999.</param>
    /// <param name="now">When. Time does not run back here: an earlier window than the newest is taken for that.</param>
    /// <returns>Whether nobody had asked for it, in this window and the one before.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such block or offset.</exception>
    public bool Mark(int block, int offset, Instant now)
    {
        ThrowIfNoPlace(block, offset);
        MoveTo(now);
        var asked = Newest.Before?.Contains(block, offset) ?? false;
        return Newest.Add(block, offset) && !asked;
    }

    /// <summary>Enters the window of an instant, which forgets what was asked for two windows ago.</summary>
    public void MoveTo(Instant now) => MoveToWindow(Window.NumberAt(now));

    /// <summary>Whether anybody asked for a target, in either window.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such block or offset.</exception>
    public bool Contains(int block, int offset) => Look(block, offset) != PlaceCoverage.New;

    /// <summary>Whether and when anybody asked for a target. Never <see cref="PlaceCoverage.Unknown"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such block or offset.</exception>
    public PlaceCoverage Look(int block, int offset)
    {
        ThrowIfNoPlace(block, offset);
        return LookFrom(0, block, offset);
    }

    /// <summary>The share of a block's 10,000 targets that anybody asked for in either window, 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such block.</exception>
    public double FillOf(int block)
    {
        ThrowIfNoPlace(block, 0);
        Span<ushort> bitmap = stackalloc ushort[OffsetSet.BitmapWords];
        bitmap.Clear();
        var newest = Newest;
        newest.AddTo(block, bitmap);
        newest.Before?.AddTo(block, bitmap);
        return OffsetSet.CountOf(bitmap) / (double)RegionKey.BlockTargets;
    }

    /// <summary>Takes up everything that another coverage knows.</summary>
    /// <exception cref="ArgumentException">The other's windows have another length.</exception>
    public void MergeFrom(RegionCoverage other)
    {
        if (other.Window.Seconds != Window.Seconds)
        {
            throw new ArgumentException($"Windows of {other.Window.Seconds} s cannot be merged into windows of {Window.Seconds} s.", nameof(other));
        }

        MoveToWindow(other.NewestWindow);
        for (var marks = other.Newest; marks is not null; marks = marks.Before)
        {
            MarksOf(marks.Number)?.UnionWith(marks);
        }
    }

    /// <summary>Takes up what another coverage knows of one block.</summary>
    internal void MergeBlock(int block, RegionCoverage other)
    {
        MoveToWindow(other.NewestWindow);
        for (var marks = other.Newest; marks is not null; marks = marks.Before)
        {
            if (marks.CountOf(block) > 0)
            {
                MarksOf(marks.Number)?.UnionBlock(block, marks);
            }
        }
    }

    /// <summary>Whether nobody asked for anything of a block.</summary>
    internal bool CountsNothingOf(int block) => Newest.CountOf(block) == 0 && (Newest.Before?.CountOf(block) ?? 0) == 0;

    /// <summary>Marks a target in a window.</summary>
    /// <returns>Whether it was not marked there; false for a window that is over.</returns>
    internal bool MarkIn(long window, int block, int offset)
    {
        MoveToWindow(window);
        return MarksOf(window)?.Add(block, offset) ?? false;
    }

    /// <summary>Looks from the view of a window, which may be later than the newest that is known here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal PlaceCoverage LookFrom(long window, int block, int offset)
    {
        var newest = Newest;
        if (newest.Number >= window)
        {
            return newest.Contains(block, offset) ? PlaceCoverage.Asked
                : newest.Before is { } before && before.Contains(block, offset) ? PlaceCoverage.AskedEarlier
                : PlaceCoverage.New;
        }

        return newest.Number == window - 1 && newest.Contains(block, offset) ? PlaceCoverage.AskedEarlier : PlaceCoverage.New;
    }

    internal void MoveToWindow(long window)
    {
        var newest = _newest;
        if (window <= newest.Number)
        {
            return;
        }

        // Readers go from the newest window to the one before, so that they never take one for the other.
        Volatile.Write(ref _newest, new WindowMarks(window) { Before = newest.Number == window - 1 ? newest : null });
        newest.Before = null;
    }

    private WindowMarks? MarksOf(long window)
    {
        if (window == _newest.Number - 1)
        {
            return _newest.Before ??= new WindowMarks(window);
        }

        return window == _newest.Number ? _newest : null;
    }

    private static void ThrowIfNoPlace(int block, int offset)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)block, (uint)RegionKey.Blocks, nameof(block));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)offset, (uint)RegionKey.BlockTargets, nameof(offset));
    }
}
