using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Orleans.Metadata;

namespace QuotaGrid.Grains.Hosting;

/// <summary>
/// The activations of this silo whose state another silo can take over: those of every grain of QuotaGrid's but stateless workers. None whose state is still being read: what was handed over of it would be
/// nothing, and be taken for all there is.
/// </summary>
internal sealed class LocalGrains : IConfigureGrainContextProvider, IConfigureGrainContext
{
    // The name of Orleans' placement strategy, which is not public.
    private const string StatelessWorkers = "StatelessWorkerPlacement";

    private readonly ConcurrentDictionary<IGrainContext, bool> _contexts = new(ReferenceEqualityComparer.Instance);

    /// <summary>Those that are there now.</summary>
    public ICollection<IGrainContext> All => _contexts.Keys;

    /// <inheritdoc />
    public bool TryGetConfigurator(GrainType grainType, GrainProperties properties, [NotNullWhen(true)] out IConfigureGrainContext? configurator)
    {
        var type = properties.Properties.GetValueOrDefault(WellKnownGrainTypeProperties.FullTypeName) ?? "";
        var placement = properties.Properties.GetValueOrDefault(WellKnownGrainTypeProperties.PlacementStrategy) ?? "";
        var isOurs = type.StartsWith(nameof(QuotaGrid), StringComparison.Ordinal) && !placement.StartsWith(StatelessWorkers, StringComparison.Ordinal);
        configurator = isOurs ? this : null;
        return isOurs;
    }

    /// <inheritdoc />
    public void Configure(IGrainContext context) => context.ObservableLifecycle.Subscribe(
        nameof(LocalGrains),
        GrainLifecycleStage.Last,
        _ =>
        {
            _contexts[context] = true;
            return Task.CompletedTask;
        },
        _ =>
        {
            _contexts.TryRemove(context, out var _);
            return Task.CompletedTask;
        });
}
