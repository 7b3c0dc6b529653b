using System.Buffers;
using System.Buffers.Binary;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>One closed day as it lies in the bytes of <see cref="ClosedUptimeDays"/>; the default is before the first.</summary>
/// <param name="Day">The day.</param>
/// <param name="LastMs">Milliseconds of its last value since the day began; <see cref="UptimeDays.NoValue"/> where only what the day before holds reaches into it.</param>
/// <param name="Offset">Where its slots begin, see <see cref="SlotCode"/>.</param>
/// <param name="End">Where the next day begins.</param>
internal readonly record struct ClosedUptimeDay(int Day, int LastMs, int Offset, int End);

/// <summary>The closed days of a device in one array, in order. Immutable but for the times, which are computed when they are first asked for.</summary>
/// <remarks>
/// <code>
/// number   days since the day before it (the first: since 1970-01-01)
/// number   milliseconds from its last value to the end of the day; 0 = there is no value
/// uint16   with times: time in the state, in half minutes; 65535 = not computed
/// uint16   with times: time known, in half minutes
/// …        slots, see SlotCode
/// </code>
/// Numbers: <see cref="PackedNumbers"/>. Half a slot within hours of whole minutes is a whole number of half minutes.
/// A device that is well takes five bytes a day of a leaf that only asks whether it was heard.
/// </remarks>
/// <param name="bytes">What <see cref="With"/> made; null: no days.</param>
/// <param name="hasTimes">Times cannot be counted out of the slots at once.</param>
internal readonly struct ClosedUptimeDays(byte[]? bytes, bool hasTimes)
{
    private const int LongestNumber = 5;
    private const int HalfMinuteMs = 30_000;
    private const int TimeBytes = 4;
    private const int KnownAt = 2;
    private const ushort Unknown = ushort.MaxValue;

    private readonly byte[] _bytes = bytes ?? [];

    /// <summary>The day after the one given; false at the end.</summary>
    internal bool TryNext(ref ClosedUptimeDay day)
    {
        var at = day.End;
        if (at >= _bytes.Length)
            return false;
        var number = day.Day + (int)PackedNumbers.Read(_bytes, ref at);
        var fromEndMs = (int)PackedNumbers.Read(_bytes, ref at);
        at += hasTimes ? TimeBytes : 0;
        day = new ClosedUptimeDay(number, fromEndMs == 0 ? UptimeDays.NoValue : (int)ChinaTime.DayMs - fromEndMs, at, at + SlotCode.LengthOf(_bytes.AsSpan(at)));
        return true;
    }

    internal bool TryFind(int day, out ClosedUptimeDay found)
    {
        found = default;
        while (TryNext(ref found))
        {
            if (found.Day >= day)
                return found.Day == day;
        }

        return false;
    }

    internal UptimeSlots SlotsOf(in ClosedUptimeDay day) => SlotCode.Read(Packed(day));

    /// <summary>Slots of the state's row that are set.</summary>
    internal int CountOf(in ClosedUptimeDay day) => SlotCode.CountFirstRow(Packed(day));

    internal (int InStateMs, int KnownMs)? TimeOf(in ClosedUptimeDay day)
    {
        var time = _bytes.AsSpan(day.Offset - TimeBytes);
        var inState = BinaryPrimitives.ReadUInt16LittleEndian(time);
        return inState == Unknown ? null : (inState * HalfMinuteMs, BinaryPrimitives.ReadUInt16LittleEndian(time[KnownAt..]) * HalfMinuteMs);
    }

    internal void SetTime(in ClosedUptimeDay day, int inStateMs, int knownMs)
    {
        var time = _bytes.AsSpan(day.Offset - TimeBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(time, (ushort)(inStateMs / HalfMinuteMs));
        BinaryPrimitives.WriteUInt16LittleEndian(time[KnownAt..], (ushort)(knownMs / HalfMinuteMs));
    }

    /// <summary>What the day before holds has changed, or for how long: times from that day on are computed again when they are asked for.</summary>
    internal void ForgetTimes(int fromDay, int toDay)
    {
        var day = default(ClosedUptimeDay);
        while (hasTimes && TryNext(ref day) && day.Day <= toDay)
        {
            if (day.Day >= fromDay)
                BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(day.Offset - TimeBytes), Unknown);
        }
    }

    /// <summary>The days with one more, that is not there.</summary>
    internal ClosedUptimeDays With(int day, in UptimeSlots slots, int lastMs)
    {
        Span<byte> added = stackalloc byte[TimeBytes + SlotCode.Longest];
        var timeBytes = hasTimes ? TimeBytes : 0;
        BinaryPrimitives.WriteUInt16LittleEndian(added, Unknown);
        added = added[..(timeBytes + SlotCode.Write(slots, added[timeBytes..]))];
        var output = new ArrayBufferWriter<byte>(_bytes.Length + added.Length + (2 * LongestNumber));
        var (isWritten, last) = (false, 0);
        var next = default(ClosedUptimeDay);
        while (TryNext(ref next))
        {
            if (!isWritten && next.Day > day)
            {
                Write(output, ref last, day, lastMs, added);
                isWritten = true;
            }

            Write(output, ref last, next.Day, next.LastMs, _bytes.AsSpan((next.Offset - timeBytes)..next.End));
        }

        if (!isWritten)
            Write(output, ref last, day, lastMs, added);
        return new ClosedUptimeDays(output.WrittenSpan.ToArray(), hasTimes);
    }

    /// <summary>The days from one on, without another.</summary>
    internal ClosedUptimeDays Without(int beforeDay, int? removedDay = null)
    {
        var first = default(ClosedUptimeDay);
        if (removedDay is null && (!TryNext(ref first) || first.Day >= beforeDay))
            return this;
        var output = new ArrayBufferWriter<byte>(Math.Max(1, _bytes.Length));
        var last = 0;
        var next = default(ClosedUptimeDay);
        while (TryNext(ref next))
        {
            if (next.Day >= beforeDay && next.Day != removedDay)
                Write(output, ref last, next.Day, next.LastMs, _bytes.AsSpan((next.Offset - (hasTimes ? TimeBytes : 0))..next.End));
        }

        return new ClosedUptimeDays(output.WrittenSpan.ToArray(), hasTimes);
    }

    private ReadOnlySpan<byte> Packed(in ClosedUptimeDay day) => _bytes.AsSpan(day.Offset..day.End);

    private static void Write(ArrayBufferWriter<byte> output, ref int last, int day, int lastMs, ReadOnlySpan<byte> timesAndSlots)
    {
        PackedNumbers.Write(output, (ulong)(day - last));
        PackedNumbers.Write(output, lastMs == UptimeDays.NoValue ? 0 : (ulong)(ChinaTime.DayMs - lastMs));
        output.Write(timesAndSlots);
        last = day;
    }
}
