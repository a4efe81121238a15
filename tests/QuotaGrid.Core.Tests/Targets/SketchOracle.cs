namespace QuotaGrid.Core.Tests.Targets;

/// <summary>The oracle of the sketch: every token and the latest age at which it was put, below 1 once it is forgotten.</summary>
internal sealed class SketchOracle
{
    private readonly Dictionary<int, Dictionary<uint, int>> _latestByCell = [];

    public void Put(uint token, int age)
    {
        var cell = CellOf(token);
        if (!_latestByCell.TryGetValue(cell, out var latest))
        {
            _latestByCell[cell] = latest = [];
        }

        latest[token] = Math.Max(age, latest.GetValueOrDefault(token));
    }

    public void Age(int buckets)
    {
        foreach (var latest in _latestByCell.Values)
        {
            foreach (var token in latest.Keys)
            {
                latest[token] -= buckets;
            }
        }
    }

    public byte SeenAt(uint token) => SeenAt(CellOf(token));

    public byte[] Cells() => [.. Enumerable.Range(0, 15_360).Select(SeenAt)];

    /// <summary>On each level, how many cells have a target that was put since an age.</summary>
    public int[] SetCells(int oldest) => [.. Enumerable.Range(0, 15).Select(level =>
        _latestByCell.Count(cell => cell.Key / 1024 == level && cell.Value.Any(target => target.Value >= oldest)))];

    private byte SeenAt(int cell) => _latestByCell.TryGetValue(cell, out var latest) ? (byte)latest.Values.Append(0).Max() : (byte)0;

    private static int CellOf(uint token)
    {
        var level = Convert.ToString(token, 2).PadLeft(32, '0')[..14].IndexOf('1');
        return ((level < 0 ? 14 : level) * 1024) + (int)(token % 1024);
    }
}
