using System.Diagnostics;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Velocity;

/// <content>The table of holds, in memory and stored.</content>
public sealed partial class InFlightPermits
{
    private const byte FormatVersion = 1;
    private const int MinPlaces = 4;

    /// <summary>Writes the limit and its holds.</summary>
    public void Encode(SnapshotWriter writer)
    {
        writer.Byte(FormatVersion);
        writer.Varint((ulong)Limit);
        writer.Varint((ulong)LongestLease.Ticks);
        writer.Varint((ulong)_latestOrder);
        writer.Varint((ulong)(_places - _permits.AsSpan(0, _places).Count((ushort)0)));
        for (var place = 0; place < _places; place++)
        {
            if (_permits[place] > 0)
            {
                writer.Varint((ulong)_ids[place]);
                writer.Int64(_deadlines[place]);
                writer.Varint(_permits[place]);
            }
        }
    }

    /// <summary>Reads what <see cref="Encode"/> wrote. Holds that expired meanwhile are free again.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are not holds of a known version.</exception>
    public static InFlightPermits Decode(SnapshotReader reader)
    {
        reader.Version(nameof(InFlightPermits), FormatVersion);
        var limit = (int)reader.Varint(1, MaxPermits);
        var longestLease = new TimeSpan((long)reader.Varint(1, (ulong)MaxLease.Ticks));
        var held = new InFlightPermits(limit, longestLease) { _latestOrder = (long)reader.Varint(0, long.MaxValue >> PlaceBits) };
        for (var left = reader.Varint(0, MaxPermits); left > 0; left--)
        {
            var id = (long)reader.Varint(1, (ulong)((held._latestOrder << PlaceBits) | (MaxPermits - 1)));
            var deadline = reader.Int64();
            var permits = (ushort)reader.Varint(1, (ulong)(MaxPermits - held._held));
            held.PutBack(id, deadline, permits);
        }

        held.ListFree();
        return held;
    }

    private void PutBack(long id, long deadline, ushort permits)
    {
        var place = (int)(id & PlaceMask);
        if (place < _places || place >= MaxPermits)
        {
            throw new SnapshotFormatException($"A hold has place {place}; {_places} to {MaxPermits - 1} is possible.");
        }

        Grow(place + 1);
        _places = place + 1;
        _ids[place] = id;
        _permits[place] = permits;
        _held += permits;
        SetDeadline(place, deadline);
    }

    private void ListFree()
    {
        for (var place = _places - 1; place >= 0; place--)
        {
            if (_permits[place] == 0)
            {
                (_deadlines[place], _firstFree) = (_firstFree, place);
            }
        }
    }

    private int TakePlace()
    {
        if (_firstFree >= 0)
        {
            var free = _firstFree;
            _firstFree = (int)_deadlines[free];
            return free;
        }

        Grow(_places + 1);
        return _places++;
    }

    private void Grow(int places)
    {
        Debug.Assert(places <= MaxPermits, "Each hold has a permit at least.");
        if (places > _ids.Length)
        {
            var length = Math.Min(MaxPermits, Math.Max(MinPlaces, Math.Max(places, _ids.Length * 2)));
            Array.Resize(ref _ids, length);
            Array.Resize(ref _deadlines, length);
            Array.Resize(ref _permits, length);
        }
    }

    /// <summary>Where a hold is, or -1 when it is no longer held.</summary>
    private int PlaceOf(HoldId id, Instant now)
    {
        FreeExpired(now);
        var place = (int)(id.Value & PlaceMask);
        return place < _places && _permits[place] > 0 && _ids[place] == id.Value ? place : -1;
    }

    private void SetDeadline(int place, long deadline)
    {
        _deadlines[place] = deadline;
        _soonest = Math.Min(_soonest, deadline);
        _latest = Math.Max(_latest, deadline);
    }

    private void Free(int place)
    {
        _held -= _permits[place];
        _permits[place] = 0;
        (_deadlines[place], _firstFree) = (_firstFree, place);
        Debug.Assert(_held >= 0, "What is held is the sum of the holds.");
    }

    /// <summary>Frees every hold whose deadline has passed, and brings those near that a clock which jumped back has moved far away.</summary>
    private void FreeExpired(Instant now)
    {
        var furthest = checked(now.UnixNanos + _longestLeaseNanos);
        if (now.UnixNanos < _soonest && _latest <= furthest)
        {
            return;
        }

        (_soonest, _latest) = (long.MaxValue, long.MinValue);
        for (var place = 0; place < _places; place++)
        {
            if (_permits[place] == 0)
            {
                continue;
            }

            if (_deadlines[place] <= now.UnixNanos)
            {
                Free(place);
            }
            else
            {
                SetDeadline(place, Math.Min(_deadlines[place], furthest));
            }
        }
    }
}
