using System.Buffers.Binary;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>The closed days of a device in one array, in order; a place in it is an offset. A day of which the time is not computed yet has <see cref="Unknown"/> for it.</summary>
/// <remarks>
/// <code>
/// 0   int32   day
/// 4   int32   milliseconds of its last value since the day began
/// 8   uint16  time in the state, in half minutes; 65535 = not computed
/// 10  uint16  time known, in half minutes
/// 12  byte    bytes of the slots
/// 13  …       slots, see SlotCode
/// </code>
/// Half a slot within hours of whole minutes is a whole number of half minutes.
/// </remarks>
internal sealed class ClosedUptimeDays
{
    internal const int None = -1;

    private const int HalfMinuteMs = 30_000;
    private const ushort Unknown = ushort.MaxValue;
    private const int LastAt = 4;
    private const int InStateAt = 8;
    private const int KnownAt = 10;
    private const int LengthAt = 12;
    private const int HeaderBytes = 13;

    private byte[] _bytes = [];

    /// <summary>Offset of the first day that is not before <paramref name="day"/>; <see cref="None"/> where there is none.</summary>
    internal int FirstFrom(int day)
    {
        var offset = EndOfDaysBefore(day);
        return offset < _bytes.Length ? offset : None;
    }

    internal int Find(int day) => FirstFrom(day) is not None and var offset && DayAt(offset) == day ? offset : None;

    internal int Next(int offset)
    {
        offset += HeaderBytes + _bytes[offset + LengthAt];
        return offset < _bytes.Length ? offset : None;
    }

    internal int DayAt(int offset) => BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(offset));

    internal int LastMsAt(int offset) => BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(offset + LastAt));

    internal UptimeSlots SlotsAt(int offset) => SlotCode.Read(_bytes.AsSpan(offset + HeaderBytes, _bytes[offset + LengthAt]));

    internal (int InStateMs, int KnownMs)? TimeAt(int offset)
    {
        var inState = BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(offset + InStateAt));
        return inState == Unknown ? null : (inState * HalfMinuteMs, BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(offset + KnownAt)) * HalfMinuteMs);
    }

    internal void SetTime(int offset, int inStateMs, int knownMs)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(offset + InStateAt), (ushort)(inStateMs / HalfMinuteMs));
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(offset + KnownAt), (ushort)(knownMs / HalfMinuteMs));
    }

    /// <summary>What the day before holds has changed: its time is computed again when it is asked for.</summary>
    internal void ForgetTime(int day)
    {
        if (Find(day) is not None and var offset)
            BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(offset + InStateAt), Unknown);
    }

    /// <summary>Adds a day that is not there.</summary>
    internal void Add(int day, in UptimeSlots slots, int lastMs)
    {
        Span<byte> entry = stackalloc byte[HeaderBytes + SlotCode.Longest];
        BinaryPrimitives.WriteInt32LittleEndian(entry, day);
        BinaryPrimitives.WriteInt32LittleEndian(entry[LastAt..], lastMs);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[InStateAt..], Unknown);
        entry[LengthAt] = (byte)SlotCode.Write(slots, entry[HeaderBytes..]);
        entry = entry[..(HeaderBytes + entry[LengthAt])];
        var offset = EndOfDaysBefore(day);
        _bytes = [.. _bytes.AsSpan(0, offset), .. entry, .. _bytes.AsSpan(offset)];
    }

    internal void Remove(int offset)
    {
        var end = offset + HeaderBytes + _bytes[offset + LengthAt];
        _bytes = [.. _bytes.AsSpan(0, offset), .. _bytes.AsSpan(end)];
    }

    internal void Trim(int beforeDay)
    {
        var gone = EndOfDaysBefore(beforeDay);
        if (gone > 0)
            _bytes = _bytes[gone..];
    }

    private int EndOfDaysBefore(int day)
    {
        var offset = 0;
        while (offset < _bytes.Length && DayAt(offset) < day)
            offset += HeaderBytes + _bytes[offset + LengthAt];
        return offset;
    }
}
