using System.Globalization;

namespace QuotaGrid.Load.Simulation.Auditing;

/// <summary>
/// Checks what the service promises against what really happened. It knows plain numbers only: who was admitted to what and when, in true time. It shares no code with what it checks.
/// </summary>
/// <remarks>
/// <para>
/// The bound of what is admitted in a window: a permit is charged at most a lease, or for a strict decision the decision timeout, before it is used, on the gateway's clock. So all that is used in a window
/// of w was charged in <c>w + lease x (1 + gateway drift)</c>. An activation charges up to <c>its clock + burst</c> and never below its clock, and each begins where the one before may have ended; so
/// the difference between the clock that is furthest ahead and the one furthest behind, of those that ever served the identity, counts once in any window, however often it moves: it is
/// gained on the way there and lost on the way back.
/// </para>
/// <para>
/// What is left at a denial: the service never believes to have granted more than was admitted, than what was asked and is not or never was answered, and a step for each crash; less what refills
/// while the request is on its way.
/// </para>
/// </remarks>
public sealed class Auditor
{
    // Nanoseconds are rounded at every charge.
    private const double Rounding = 0.001;

    private readonly IReadOnlyList<Promise> _promises;
    private readonly AuditedIdentity[] _identities;
    private readonly double _leaseSeconds;
    private readonly bool _isStrict;
    private readonly List<(double From, double Until)> _disturbances = [];
    private readonly (double OfPromise, double OfBurst)[] _peaks;

    /// <summary>Creates an auditor.</summary>
    /// <param name="promises">What each identity was promised.</param>
    /// <param name="identities">How many there are.</param>
    /// <param name="leaseSeconds">How long after it was charged a permit may be used at the latest, in true time.</param>
    /// <param name="isStrict">Whether nothing is ever lent, so that nothing but crashes may be lost.</param>
    public Auditor(IReadOnlyList<Promise> promises, int identities, double leaseSeconds, bool isStrict)
    {
        ArgumentNullException.ThrowIfNull(promises);
        (_promises, _leaseSeconds, _isStrict, _peaks) = (promises, leaseSeconds, isStrict, new (double OfPromise, double OfBurst)[promises.Count]);
        _identities = [.. Enumerable.Range(0, identities).Select(_ => new AuditedIdentity(promises))];
    }

    /// <summary>The first promise that was broken; null while none was.</summary>
    public string? Violation { get; private set; }

    /// <summary>The most that was admitted under each promise.</summary>
    public IReadOnlyList<PromisePeak> Peaks => [.. _peaks.Select((peak, i) => new PromisePeak(_promises[i].Unit, peak.OfPromise, peak.OfBurst))];

    /// <summary>An activation began to serve an identity.</summary>
    /// <param name="identity">The identity.</param>
    /// <param name="now">The true time in seconds, as everywhere.</param>
    /// <param name="clockNow">By how much its clock is ahead of true time.</param>
    /// <param name="clockLater">By how much it is ahead when the run ends.</param>
    /// <param name="costsStep">Whether it begins from a state charged ahead that nobody began from before.</param>
    public void OnServed(int identity, double now, double clockNow, double clockLater, bool costsStep) =>
        _identities[identity].OnServed(now, Math.Min(clockNow, clockLater), Math.Max(clockNow, clockLater), costsStep);

    /// <summary>Something went wrong for a time, after which nothing is known that was not durable before.</summary>
    public void OnDisturbed(double from, double until) => _disturbances.Add((from, until));

    /// <summary>A client asks. Targets are numbered in the order in which they are asked for first.</summary>
    public void OnRequested(int identity, ReadOnlySpan<int> targets)
    {
        var audited = _identities[identity];
        foreach (var target in targets)
        {
            audited.AskedInAll = _promises[0].Unit switch
            {
                PromiseUnit.NewTargets => Math.Max(audited.AskedInAll, target + 1),
                PromiseUnit.Items => audited.AskedInAll + 1,
                _ => audited.AskedInAll,
            };
        }

        audited.AskedInAll += _promises[0].Unit == PromiseUnit.Requests ? 1 : 0;
    }

    /// <summary>The service was asked.</summary>
    public void OnAsked(int identity, int items) => _identities[identity].InFlight += items;

    /// <summary>
    /// The service granted a target, and perhaps nobody got the answer. If it is asked for again after a while it costs nothing, because it was paid for then: so it counts for no window now.
    /// </summary>
    public void OnGranted(int identity, double now, int target) => _identities[identity].FirstGranted.TryAdd(target, now);

    /// <summary>It answered in time.</summary>
    public void OnAnswered(int identity, int items) => _identities[identity].InFlight -= items;

    /// <summary>It did not, or whoever asked is gone.</summary>
    public void OnUnanswered(int identity, double now, int items)
    {
        var audited = _identities[identity];
        audited.InFlight -= items;
        audited.Unanswered += items;
        for (var i = 0; i < _promises.Count; i++)
        {
            audited.Believed[i].Add(now, _promises[i].Unit == PromiseUnit.Requests ? 1 : items);
        }
    }

    /// <summary>A gateway admitted targets of one request to its client.</summary>
    public void OnAdmitted(int identity, double now, ReadOnlySpan<int> targets)
    {
        var audited = _identities[identity];
        var fresh = 0;
        foreach (var target in targets)
        {
            var wasPaid = audited.FirstGranted.TryGetValue(target, out var granted) && granted < now - _leaseSeconds;
            fresh += audited.FirstAdmitted.TryAdd(target, now) && !wasPaid ? 1 : 0;
        }

        for (var i = 0; i < _promises.Count; i++)
        {
            var promise = _promises[i];
            var count = promise.Unit switch { PromiseUnit.Items => targets.Length, PromiseUnit.Requests => 1, _ => fresh };
            audited.AdmittedInAll += i == 0 ? count : 0;
            audited.Admitted[i].Add(now, count);
            audited.Believed[i].Add(now, count);
            var (level, most) = (audited.Admitted[i].LevelAt(now), promise.Most(_leaseSeconds + audited.ClockSpread) + Rounding);
            if (!promise.OutlivesCrashes && audited.Activations > 1)
            {
                continue;
            }

            _peaks[i] = (Math.Max(_peaks[i].OfPromise, level / most), Math.Max(_peaks[i].OfBurst, level / promise.Burst));
            if (level > most)
            {
                Fail(now, $"G1: identity {identity} was admitted {level:0.###} {promise.Unit} at once, {level - most:0.###} over {most:0.###} (burst {promise.Burst}, {promise.PerSecond:0.###}/s, lease {_leaseSeconds:0.###} s, clocks {audited.ClockSpread:0.######} s apart)");
            }
        }
    }

    /// <summary>A gateway denied items of one request.</summary>
    /// <param name="identity">The identity.</param>
    /// <param name="now">The time.</param>
    /// <param name="asked">When the request was sent.</param>
    /// <param name="targets">The targets that were denied.</param>
    public void OnDenied(int identity, double now, double asked, ReadOnlySpan<int> targets)
    {
        var audited = _identities[identity];
        if (_isStrict && _promises is [{ Unit: not PromiseUnit.NewTargets } promise])
        {
            var believed = audited.Believed[0].LevelAt(now) + audited.InFlight;
            var left = promise.Burst - believed - (promise.PerSecond * (audited.ClockSpread + now - asked));
            if (left >= 1 + Rounding)
            {
                Fail(now, $"G2: identity {identity} was denied with {left:0.###} of {promise.Burst} permits left, {audited.Crashes} crashes accounted for");
            }
        }

        if (_promises.All(one => one.Unit == PromiseUnit.NewTargets))
        {
            foreach (var target in targets)
            {
                if (audited.FirstAdmitted.TryGetValue(target, out var first) && IsSettled(first, asked))
                {
                    Fail(now, $"G4: identity {identity} was denied target {target}, which it was admitted to {now - first:0.###} s before");
                }
            }
        }
    }

    /// <summary>Everything came to rest: what the service knows of an identity.</summary>
    /// <param name="identity">The identity.</param>
    /// <param name="now">The time.</param>
    /// <param name="known">The targets that it knows.</param>
    /// <param name="asked">The items that it counts as asked for.</param>
    /// <param name="leastAsked">Those that it must count.</param>
    /// <param name="mostAsked">Those that it may count.</param>
    public void OnQuiet(int identity, double now, int known, long asked, long leastAsked, long mostAsked)
    {
        var audited = _identities[identity];

        // A request that comes twice may be granted and denied; the client is told what arrives first, and what was granted is known nevertheless.
        var granted = audited.FirstAdmitted.Keys.Union(audited.FirstGranted.Keys).Count();
        if (known > granted)
        {
            Fail(now, $"G3: identity {identity} knows {known} targets, and at most {granted} were granted");
        }

        if (asked < leastAsked || asked > mostAsked)
        {
            Fail(now, $"Evidence: identity {identity} counts {asked} items asked for, and it was {leastAsked} to {mostAsked}");
        }
    }

    /// <summary>The same of the permits of a promise, when nothing ever went wrong: all that were not used are back.</summary>
    public void OnQuietPermits(int identity, double now, int promise, double remaining)
    {
        var audited = _identities[identity];
        var expected = _promises[promise].Burst - audited.Admitted[promise].LevelAt(now);
        var tolerance = 2 + (_promises[promise].PerSecond * (_leaseSeconds + audited.ClockSpread));
        if (audited.Activations <= 1 && audited.Unanswered == 0 && Math.Abs(expected - remaining) > tolerance)
        {
            Fail(now, $"G4: identity {identity} has {remaining} new targets left, and it should be {expected:0.###}");
        }
    }

    /// <summary>Takes notice of anything else that must not be.</summary>
    public void Fail(double now, string what) => Violation ??= string.Create(CultureInfo.InvariantCulture, $"{now:0.000000}: {what}");

    /// <summary>Permits of the first promise that an identity could have used, were there no limit.</summary>
    public double AskedOf(int identity) => _identities[identity].AskedInAll;

    /// <summary>Those that it used.</summary>
    public double AdmittedOf(int identity) => _identities[identity].AdmittedInAll;

    // Reports go out every 100 ms, and a lost one is sent again after a second; snapshots are written some 2 s later. What was undisturbed so long is known for ever; and anything that was reported
    // is known as long as nothing goes wrong.
    private bool IsSettled(double first, double asked)
    {
        const double Reported = 2.5;
        const double Durable = 6;
        return asked >= first + Reported && (IsUndisturbed(first - 1, asked) || (asked >= first + Durable && IsUndisturbed(first - 1, first + Durable)));
    }

    private bool IsUndisturbed(double from, double until)
    {
        foreach (var disturbance in _disturbances)
        {
            if (disturbance.From <= until && disturbance.Until >= from)
            {
                return false;
            }
        }

        return true;
    }
}
