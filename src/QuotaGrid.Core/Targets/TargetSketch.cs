using System.Numerics;

namespace QuotaGrid.Core.Targets;

/// <summary>
/// About how many different targets one identity asked for since any moment of the horizon, however many there are, in 15,360 bytes: the
/// counting bitmap of Flajolet and Martin (PCSA, JCSS 31, 1985) with a last-seen time in place of each bit. A target has one cell, by its token: a register
/// of 1,024, and a level that is k with probability 2^-(k+1). The cells that were hit since a moment are the very bitmap of the targets that were
/// asked for since then, so every window can be asked, and the cell-wise latest of two sketches is the sketch of both: merging is idempotent,
/// commutative and associative.
/// </summary>
/// <remarks>
/// <para>
/// An age is 0 for never, or 1 to 255 buckets after a base that the owner keeps; a larger age is later. <see cref="TargetSketchModel"/> has the mathematics:
/// 2.0 % standard error, less when there are few.
/// </para>
/// <para>
/// Whether one target is new can only be told in part: the age in the cell of a target that was asked for is never too early, but a target that never was
/// may share its cell with another. <see cref="NovelWeight"/> is what a target whose cell is free stands for. Tokens are keyed, and have to be: who knows the cells of
/// targets can ask for any number of them unseen (Paterson, Raynal 2021, eprint 2021/1139).
/// </para>
/// </remarks>
public sealed partial class TargetSketch
{
    /// <summary>Registers, each with a cell on every level.</summary>
    public const int Registers = 1_024;

    /// <summary>Levels. The last one takes what would have been on all further ones.</summary>
    public const int Levels = 15;

    /// <summary>Cells, one byte each.</summary>
    internal const int CellCount = Levels * Registers;

    // A one behind the first 14 bits of a token ends its zeros at the last level.
    private const uint LastLevelBit = 1u << (31 - (Levels - 1));

    // Level by level, so that one level's set cells are counted in one pass.
    private readonly byte[] _cells;

    /// <summary>Creates an empty sketch.</summary>
    public TargetSketch() => _cells = new byte[CellCount];

    /// <summary>Creates a sketch from the cells of another.</summary>
    /// <param name="cells">What <see cref="Cells"/> was.</param>
    /// <exception cref="ArgumentException">There are not 15,360 cells.</exception>
    internal TargetSketch(ReadOnlySpan<byte> cells)
    {
        if (cells.Length != CellCount)
        {
            throw new ArgumentException($"A sketch has {CellCount} cells, not {cells.Length}.", nameof(cells));
        }

        _cells = cells.ToArray();
    }

    /// <summary>Whether no cell was ever hit.</summary>
    internal bool IsEmpty => !_cells.AsSpan().ContainsAnyExcept((byte)0);

    /// <summary>The age in a cell, 0 for never.</summary>
    internal ref byte AgeAt(int cell) => ref _cells[cell];

    /// <summary>The ages of all cells, level by level, 1,024 each.</summary>
    internal ReadOnlySpan<byte> Cells => _cells;

    /// <summary>Notes that a target was asked for.</summary>
    /// <param name="target">The target.</param>
    /// <param name="age">When, 1 to 255. An earlier age than the cell's changes nothing.</param>
    /// <returns>The age that the cell had before, 0 for never: the target is certainly new to every window that begins later.</returns>
    public byte Put(Fingerprint target, byte age) => Put(target.Token, age);

    /// <summary>
    /// About how many different targets were asked for since an age: never less for an earlier age, nor after another target or a merge. 0 only
    /// for none, at most <see cref="TargetSketchModel.MaxTargets"/>.
    /// </summary>
    /// <param name="oldest">The age, at least 1; there are none since 256.</param>
    public double CountSince(int oldest)
    {
        Span<int> setCells = stackalloc int[Levels];
        CountSetCells(oldest, setCells);
        return TargetSketchModel.Estimate(setCells);
    }

    /// <summary>
    /// How many new targets each one stands for whose cell was not hit since an age: the inverse of the probability that a new target meets such a cell. Added up
    /// over those that do, it counts new targets without bias (Ting, KDD 2014; Cohen, PODS 2014); those that meet a hit cell count nothing. It
    /// changes only when such a target is put, or the age changes.
    /// </summary>
    /// <param name="oldest">The age, at least 1; every cell is free since 256.</param>
    /// <returns>1 to <see cref="TargetSketchModel.MaxNovelWeight"/>; this when no cell is free.</returns>
    public double NovelWeight(int oldest)
    {
        Span<int> setCells = stackalloc int[Levels];
        CountSetCells(oldest, setCells);
        return TargetSketchModel.NovelWeight(setCells);
    }

    /// <inheritdoc cref="Put(Fingerprint, byte)"/>
    internal byte Put(uint token, byte age)
    {
        ref var cell = ref _cells[CellOf(token)];
        var before = cell;
        if (age > before)
        {
            cell = age;
        }

        return before;
    }

    /// <summary>The place of a token's cell: the level is the number of zeros that the token begins with, the register its last 10 bits.</summary>
    internal static int CellOf(uint token) =>
        (BitOperations.LeadingZeroCount(token | LastLevelBit) * Registers) + (int)(token & (Registers - 1));
}
