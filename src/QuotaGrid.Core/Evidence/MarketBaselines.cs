using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Evidence;

/// <summary>What is usual for honest identities with one capability, market by market. Belongs to one grain.</summary>
public sealed class MarketBaselines
{
    /// <summary>The most markets: every calling code there can be, and the spaces without countries.</summary>
    public const int MaxMarkets = 1_001;

    private const byte FormatVersion = 1;

    private readonly SortedDictionary<ushort, (Baseline Novelty, Baseline Missing)> _markets = [];

    /// <summary>The markets that anybody voted in.</summary>
    public IEnumerable<Market> Markets => _markets.Keys.Select(code => new Market(code));

    /// <summary>Takes an identity's vote.</summary>
    /// <returns>Whether it counts for anything.</returns>
    public bool Vote(in HonestVote vote, Instant now)
    {
        if (!_markets.TryGetValue(vote.Market.Code, out var market))
        {
            market = (new Baseline(BaselineRules.Novelty), new Baseline(BaselineRules.Missing));
            _markets.Add(vote.Market.Code, market);
        }

        return market.Novelty.Vote(vote.NewToEveryone, vote.Novel, now) | market.Missing.Vote(vote.Missing, vote.Outcomes, now);
    }

    /// <summary>What honest shares may be in a market.</summary>
    public HonestBounds BoundsAt(Market market, Instant now) => _markets.TryGetValue(market.Code, out var known)
        ? new(known.Novelty.MostAt(now), known.Missing.MostAt(now), known.Missing.MostOthersAt(now))
        : default;

    /// <summary>The stored form.</summary>
    public byte[] Encode()
    {
        var writer = new SnapshotWriter();
        writer.Byte(FormatVersion);
        writer.Varint((ulong)_markets.Count);
        foreach (var (code, (novelty, missing)) in _markets)
        {
            writer.Varint(code);
            novelty.Encode(writer);
            missing.Encode(writer);
        }

        return writer.ToArray();
    }

    /// <summary>Reads a stored form; no bytes are no markets.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are damaged or of a newer version.</exception>
    public static MarketBaselines Decode(ReadOnlyMemory<byte> bytes)
    {
        var baselines = new MarketBaselines();
        if (bytes.IsEmpty)
        {
            return baselines;
        }

        var reader = new SnapshotReader(bytes);
        reader.Version(nameof(MarketBaselines), FormatVersion);
        var (count, least) = (reader.Varint(0, MaxMarkets), 0UL);
        for (var i = 0UL; i < count; i++)
        {
            var code = reader.Varint(least, Market.MaxCode);
            least = code + 1;
            baselines._markets.Add((ushort)code, (Baseline.Decode(reader, BaselineRules.Novelty), Baseline.Decode(reader, BaselineRules.Missing)));
        }

        return reader.AtEnd ? baselines : throw new SnapshotFormatException("Bytes follow after the end of the baselines.");
    }
}
