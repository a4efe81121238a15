using Microsoft.Extensions.Logging;
using Orleans.Placement;
using QuotaGrid.Contracts.Cohorts;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Problems;
using QuotaGrid.Grains.Coverage;
using QuotaGrid.Grains.Hosting;
using QuotaGrid.Grains.Storage;

namespace QuotaGrid.Grains.Cohorts;

/// <summary>What all silos counted of one cohort.</summary>
[GrainType("cohort"), RandomPlacement]
internal sealed class CohortGrain(
    [PersistentState(StorageNames.Cohort, StorageNames.Provider)] IPersistentState<StoredBytes> stored, SiloClock clock, ILogger<CohortGrain> logger)
    : LearnedGrain(stored, logger), ICohortGrain
{
    private CohortLedger _ledger = null!;

    protected override long Version => _ledger.Version;

    public ValueTask<CohortTotals> ExchangeAsync(CohortReport report)
    {
        try
        {
            return ValueTask.FromResult(_ledger.Report(report, clock.Now));
        }
        catch (ArgumentException problem)
        {
            throw new InvalidValueException(new("report", problem.Message, "Send what a silo of this version sends."));
        }
    }

    public Task<CohortTotals> GetState() => Task.FromResult(_ledger.Totals);

    protected override void Read(ReadOnlyMemory<byte> bytes)
    {
        // What is no cohort has no grain.
        CohortKey.Parse(this.GetPrimaryKeyString(), "key");
        _ledger = CohortLedger.Decode(bytes);
    }

    protected override byte[] Encode() => _ledger.Encode();
}
