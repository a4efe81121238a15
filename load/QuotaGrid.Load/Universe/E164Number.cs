namespace QuotaGrid.Load.Universe;

/// <summary>An international phone number (ITU-T E.164) that the runner made up from a numbering plan.</summary>
/// <param name="Digits">Country code and national number, at most 15 digits.</param>
public readonly record struct E164Number(ulong Digits)
{
    /// <summary>The block of 10,000 neighbours that the number is in.</summary>
    public NumberBlock Block => new(Digits / NumberBlock.Size);

    /// <summary>The number with its plus sign: <c>+14155550101</c>.</summary>
    public override string ToString() => $"+{Digits}";
}
