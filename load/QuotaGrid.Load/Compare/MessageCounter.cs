using System.Diagnostics.Metrics;
using QuotaGrid.Gateway.Hosting;

namespace QuotaGrid.Load.Compare;

/// <summary>Counts the messages that the gateways of this process send to silos, by the gateways' own meters.</summary>
internal sealed class MessageCounter : IDisposable
{
    private const string Messages = ".messages";

    private readonly MeterListener _listener = new();
    private long _sent;

    /// <summary>Begins to count.</summary>
    public MessageCounter()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == GatewayInstruments.Name && instrument.Name.EndsWith(Messages, StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _sent, value));
        _listener.Start();
    }

    /// <summary>Messages so far.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <inheritdoc />
    public void Dispose() => _listener.Dispose();
}
