namespace QuotaGrid.Core.Targets;

/// <summary>How the texts that name targets are read, and which targets are neighbours.</summary>
public enum TargetSpace
{
    /// <summary>Phone numbers, canonical as an international number of at most 15 digits (ITU-T E.164).</summary>
    E164 = 1,

    /// <summary>Whole numbers from 0 to 2^64 - 1: sequential ids, order numbers.</summary>
    Integer = 2,

    /// <summary>Any text of 1 to 256 UTF-8 bytes, compared byte for byte: e-mail addresses that the gateway normalised, UUIDs.</summary>
    Opaque = 3,
}
