using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Load.Service;
using QuotaGrid.Load.Universe;
using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Census;

/// <summary>
/// One identity's lookups: asks for a decision, lets the backend (the universe) answer what is allowed, and reports that outcome, as a
/// gateway would. Safe for concurrent use.
/// </summary>
public sealed class LookupClient
{
    private static readonly Capability Contacts = Capability.Parse("contacts.lookup");

    private readonly Identity _identity;
    private readonly QuotaGridApi _api;
    private readonly RegisteredNumbers _registered;
    private readonly GroupTally _tally;
    private readonly RunClock _clock;
    private long _denied;
    private long _registeredAnswered;

    /// <summary>Makes the client of one identity.</summary>
    public LookupClient(Identity identity, QuotaGridApi api, RegisteredNumbers registered, GroupTally tally, RunClock clock)
    {
        _identity = identity;
        _api = api;
        _registered = registered;
        _tally = tally;
        _clock = clock;
    }

    /// <summary>The items that this identity was denied.</summary>
    public long Denied => Interlocked.Read(ref _denied);

    /// <summary>The registered numbers that this identity was answered.</summary>
    public long RegisteredAnswered => Interlocked.Read(ref _registeredAnswered);

    /// <summary>Looks up some numbers. A failed request is counted, and not tried again.</summary>
    public async Task LookUpAsync(IReadOnlyList<E164Number> numbers, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        var texts = numbers.Select(number => number.ToString()).ToArray();
        var registered = numbers.Select(_registered.Contains).ToArray();
        _tally.Asked(numbers.Count, registered.Count(one => one));
        try
        {
            var sent = _clock.Elapsed;
            var reply = await _api.DecideAsync(new(_identity.Value, Contacts.Value, texts), cancellation);
            var now = _clock.Elapsed;
            var answered = reply.Allowed!.ToLookup(index => registered[index], index => texts[index]);
            var found = answered[true].ToArray();
            _tally.Decided(reply, found.Length, now - sent, now);
            Interlocked.Add(ref _denied, reply.Denied!.Count);
            Interlocked.Add(ref _registeredAnswered, found.Length);
            if (reply.Allowed!.Count > 0)
            {
                await _api.ReportAsync(new(_identity.Value, Contacts.Value, found, [.. answered[false]]), cancellation);
                _tally.Reported();
            }
        }
        catch (RequestFailedException failed)
        {
            _tally.Failed(failed.Message);
        }
        catch (OperationCanceledException)
        {
            _tally.Failed("the run ended before the answer came");
        }
    }
}
