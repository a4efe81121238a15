namespace QuotaGrid.Core.Tests.Targets;

/// <summary>What is stored is read by every later version: these bytes never change.</summary>
public sealed class AgedSetGoldenTests
{
    public static TheoryData<string, string> Golden => new()
    {
        { "empty", "01" },
        { "one", "EA51002F6819" },
        { "ten of one age", "B8BEED04AB3839C12AEE8D0C91CB095671A496CC2A39C12AEE8D0C91CB095671A496CC2A39C12A0E" },
        {
            "a hundred of many ages",
            "C0128C49922DCBF7654F164D93349A255FF63DCB96442A55555555555555555555554A63F244CDC1F5998B12746F73707D86A62B96B6D721" +
            "4005B99DE74931AF2346B5C6A052C14A9B29C7CDBBF1E6E0FA4CE675C418E575C4182D9156067A0576A4929B77E38589707BED2278F89EEF" +
            "FB762F8B731A9DCB4B8B9D601557A8A8A48013725153329768A4A48AD7D0ACF7169595365355261548B306E7440F225AB227A9E2350AA1ED" +
            "87EEDBF12FA424D9BBC66868E944F1FED5854EB08A55F73F6674D67B8BE8CE51C9F8404538914D6D0DA9CC251AB5C77A619C4905D2240196" +
            "D797B94423816BA33B43FDC42D2255BC068789707B12240ED0F240453894908B9A58CAF96A05CAA610CC863529C5863529137834FF14B4CE" +
            "7E9954F11AC43FAF60197834FF441C6C7CE83A04A874599CD31C6D48B625BA0F0FA413ACE2146D48B6D9A6B68684EDE9F44C63F244889B77" +
            "E371FBA7A1482D9955BEC77A617282555CA3A29282E86FE1AC3EDFF7AD0E548453AE4380AAF4C05CE1DA36212AED969A472037EFA682CDED" +
            "64C4B8DA2C1A9327A241EBECA71F2E032C028FE65F4FF3079E38D8F8C45BC8827EBEEFDBC834C31700"
        },
        {
            "dense cells",
            "005B1C08048E8F030E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E" +
            "0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E060E0E120E" +
            "0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E" +
            "0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0A120E0E0E0E120E0E0E0E120E0E0E0E12" +
            "0E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E" +
            "0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E0E120E0E0E00"
        },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    public void ASetHasTheseBytes(string name, string hex)
    {
        var set = SetOf(name);
        Assert.Equal(hex, set.EncodeHex());

        var decoded = AgedSet.Decode(Convert.FromHexString(hex), set.Universe, set.Numbers.Length);
        Assert.Equal(set.Sorted().Numbers, decoded.Numbers);
        Assert.Equal(set.Sorted().Ages, decoded.Ages);
    }

    /// <summary>The numbers are from multiplications, not from a library's random numbers, so that anyone can make them again.</summary>
    internal static AgedSet SetOf(string name) => name switch
    {
        "empty" => Make(AgedSet.Tokens, 0, i => i, _ => 1),
        "one" => Make(AgedSet.Tokens, 1, _ => 3_000_000_000, _ => 200),
        "ten of one age" => Make(AgedSet.Tokens, 10, i => (i + 1) * 2_654_435_769, _ => 240),
        "a hundred of many ages" => Make(AgedSet.Tokens, 100, i => (i + 1) * 2_654_435_769, i => ((i * i) % 97) + 1),
        "dense cells" => Make(AgedSet.Cells, 300, i => i * 7 / 5, i => (i % 3) + 1),
        _ => throw new ArgumentException(name),
    };

    private static AgedSet Make(ulong universe, int count, Func<uint, uint> number, Func<uint, uint> age)
    {
        var places = Enumerable.Range(0, count).Select(i => (uint)i).ToList();
        return new AgedSet(universe, [.. places.Select(number)], [.. places.Select(i => (byte)age(i))]);
    }
}
