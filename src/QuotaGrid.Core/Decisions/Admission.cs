namespace QuotaGrid.Core.Decisions;

/// <summary>How a batch is admitted when not all of it fits.</summary>
public enum Admission
{
    /// <summary>Each item that fits is admitted, in the order of the batch.</summary>
    Partial = 1,

    /// <summary>All items are admitted, or none is.</summary>
    Whole = 2,
}
