using Orleans.Storage;

namespace QuotaGrid.Cluster.Tests.Fixtures;

/// <summary>The real storage, with a probe in front of it.</summary>
internal sealed class ProbedStorage(IGrainStorage storage, StorageProbe probe) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        probe.ReadAsync(grainId, () => storage.ReadStateAsync(stateName, grainId, grainState));

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var version = grainState.ETag;
        try
        {
            await probe.WriteAsync(grainId, () => storage.WriteStateAsync(stateName, grainId, grainState));
        }
        catch
        {
            // Whoever gets no answer does not learn the new version.
            grainState.ETag = version;
            throw;
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        storage.ClearStateAsync(stateName, grainId, grainState);
}
