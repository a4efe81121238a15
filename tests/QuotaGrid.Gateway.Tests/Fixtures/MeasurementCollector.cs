using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace QuotaGrid.Gateway.Tests.Fixtures;

/// <summary>Collects what the gateway library measures in one application.</summary>
internal sealed class MeasurementCollector : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Instrument, double Value, string Tags)> _measured = [];

    public MeasurementCollector(GatewayUnderTest gateway)
    {
        var meters = gateway.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "QuotaGrid.Gateway" && ReferenceEquals(instrument.Meter.Scope, meters))
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

    /// <summary>The sum of what was measured, by tags.</summary>
    public Dictionary<string, double> SumOf(string instrument) =>
        _measured.Where(one => one.Instrument == instrument).GroupBy(one => one.Tags).ToDictionary(group => group.Key, group => group.Sum(one => one.Value));

    /// <summary>What was measured under some tags, one by one.</summary>
    public IEnumerable<double> ValuesOf(string instrument, string tags) =>
        _measured.Where(one => one.Instrument == instrument && one.Tags == tags).Select(one => one.Value);

    /// <summary>What an instrument that only counts has now, by tags.</summary>
    public Dictionary<string, double> Observe(string instrument)
    {
        var before = _measured.Count;
        _listener.RecordObservableInstruments();
        return _measured.Skip(before).Where(one => one.Instrument == instrument).GroupBy(one => one.Tags).ToDictionary(group => group.Key, group => group.Last().Value);
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Enqueue((instrument.Name, value, string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
}
