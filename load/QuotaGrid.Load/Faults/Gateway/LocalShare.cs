using System.Diagnostics.Metrics;
using QuotaGrid.Gateway.Hosting;

namespace QuotaGrid.Load.Faults.Gateway;

/// <summary>Listens to the gateway's own metric of where it decided: a run in which everything was decided by silos would say nothing about leases.</summary>
public sealed class LocalShare : IDisposable
{
    private const string Metric = "quotagrid.lease.decisions";
    private const string Where = "quotagrid.where";

    private readonly MeterListener _listener = new();

    /// <summary>Begins to listen.</summary>
    public LocalShare()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == GatewayInstruments.Name && instrument.Name == Metric)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag.Key == Where)
                {
                    (Local, Strict) = Equals(tag.Value, "local") ? (count, Strict) : (Local, count);
                }
            }
        });
        _listener.Start();
    }

    /// <summary>Requests decided from leases, when <see cref="Look"/> was called last.</summary>
    public long Local { get; private set; }

    /// <summary>Requests that silos were asked.</summary>
    public long Strict { get; private set; }

    /// <summary>Reads the metric.</summary>
    public void Look() => _listener.RecordObservableInstruments();

    /// <inheritdoc />
    public void Dispose() => _listener.Dispose();
}
