using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace QuotaGrid.Cluster.Tests.Hosting;

/// <summary>Collects what one meter measures.</summary>
internal sealed class MeasurementCollector : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<Measured> _measured = [];

    public MeasurementCollector(Func<Meter, bool> wanted)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (wanted(instrument.Meter))
            {
                Instruments[instrument.Name] = (instrument.GetType().Name.Split('`')[0], instrument.Unit);
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The instruments' kinds and units, by name.</summary>
    public ConcurrentDictionary<string, (string Kind, string? Unit)> Instruments { get; } = [];

    /// <summary>What was measured so far, in order: the value, and the tags as <c>key=value</c>.</summary>
    public IEnumerable<Measured> Of(string instrument) => _measured.Where(one => one.Instrument == instrument);

    public void Observe() => _listener.RecordObservableInstruments();

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Enqueue(new Measured(instrument.Name, value, string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));

    internal sealed record Measured(string Instrument, double Value, string Tags);
}
