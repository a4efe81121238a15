using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Live;

/// <summary>Somebody who asks: a person or a puppet. Safe for concurrent use.</summary>
public sealed class LiveIdentity
{
    // Requests that clients send twice: 0 to 2 %.
    private const double RepeatedShare = 0.01;

    // Of those that are for examples (RFC 5398).
    private const int FirstAsNumber = 64_496;

    private readonly ulong _key;
    private long _requests;

    /// <summary>Makes one.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="attributes">What a gateway knows of it.</param>
    public LiveIdentity(int seed, string name, ClientAttributes attributes)
    {
        (Name, _key) = (name, SeededHash.Key(seed, name));
        Attributes = AttributesOf(attributes);
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>What a gateway knows of it, as requests say it.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; }

    /// <summary>What a gateway knows of a client, as requests say it.</summary>
    public static IReadOnlyDictionary<string, string> AttributesOf(ClientAttributes client) => new Dictionary<string, string>
    {
        ["network"] = $"2001:db8:{client.Network & 0xffff:x}::/48",
        ["asn"] = $"{FirstAsNumber + (client.Operator & 0xff)}",
        ["client"] = $"ja4:t13d1516h2_{client.Client & 0xffffffffffff:x12}",
        ["build"] = $"{client.Build & 0xff}",
    };

    /// <summary>Draws where the next request lands, and where it lands once more when it is sent twice.</summary>
    /// <param name="gateways">How many gateways there are.</param>
    /// <returns>The gateway; another or the same one for a repetition, or null.</returns>
    public (int Gateway, int? Again) NextGateway(int gateways)
    {
        var random = new SeededRandom((int)(_key & int.MaxValue), "gateway", (ulong)Interlocked.Increment(ref _requests));
        var gateway = (int)random.Below(gateways);
        return (gateway, random.Unit() < RepeatedShare ? (int)random.Below(gateways) : null);
    }
}
