namespace SmartCommunity.Indicators.Aggregates;

/// <summary>
/// The slots of a closed day in few bytes: a device that reports every five minutes sets all 288 bits, one that reports every hour 24 of them.
/// </summary>
/// <remarks>
/// <code>
/// byte 0   how the two rows of bits are written: state row in bits 0–2, other row in bits 3–5
/// then     of each row: nothing (None, All), 36 bytes (Raw), or a byte with the count of nibbles and the nibbles, low one first (Set, Unset)
/// </code>
/// A nibble of 1 to 15 is the distance to the next bit that is set (unset), the first counted from before slot 0; 0 is fifteen slots without one. The shortest is written; of equals the first of the enumeration.
/// </remarks>
internal static class SlotCode
{
    /// <summary>Most bytes of a day: both rows raw.</summary>
    internal const int Longest = 1 + (2 * RawBytes);

    private const int RawBytes = UptimeSlots.PerDay / BitsPerByte;
    private const int BitsPerByte = 8;
    private const int CodeBits = 3;
    private const int CodeMask = 7;
    private const int NibbleBits = 4;
    private const int LongestGap = 15;

    private enum Row
    {
        None,
        All,
        Set,
        Unset,
        Raw,
    }

    /// <summary>Writes the slots; returns how many bytes.</summary>
    internal static int Write(in UptimeSlots slots, Span<byte> bytes)
    {
        var length = 1;
        var state = WriteRow(slots, 0, bytes, ref length);
        var other = WriteRow(slots, UptimeSlots.PerDay, bytes, ref length);
        bytes[0] = (byte)((int)state | ((int)other << CodeBits));
        return length;
    }

    internal static UptimeSlots Read(ReadOnlySpan<byte> bytes)
    {
        var slots = default(UptimeSlots);
        var at = 1;
        ReadRow(ref slots, 0, (Row)(bytes[0] & CodeMask), bytes, ref at);
        ReadRow(ref slots, UptimeSlots.PerDay, (Row)(bytes[0] >> CodeBits), bytes, ref at);
        return at == bytes.Length ? slots : throw new InvalidDataException($"Aggregates are damaged: slots of {at} bytes in {bytes.Length}.");
    }

    /// <summary>How many bytes the slots that begin here take.</summary>
    internal static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        var at = 1;
        at += LengthOf((Row)(bytes[0] & CodeMask), bytes, at);
        return at + LengthOf((Row)(bytes[0] >> CodeBits), bytes, at);
    }

    /// <summary>How many slots of the state's row are set; nothing is unpacked.</summary>
    internal static int CountFirstRow(ReadOnlySpan<byte> bytes) => (Row)(bytes[0] & CodeMask) switch
    {
        Row.None => 0,
        Row.All => UptimeSlots.PerDay,
        Row.Set => CountGaps(bytes[1..]),
        Row.Unset => UptimeSlots.PerDay - CountGaps(bytes[1..]),
        _ => CountBits(bytes.Slice(1, RawBytes)),
    };

    private static int LengthOf(Row code, ReadOnlySpan<byte> bytes, int at) => code switch
    {
        Row.None or Row.All => 0,
        Row.Raw => RawBytes,
        _ => 1 + ((bytes[at] + 1) / 2),
    };

    private static int CountGaps(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        for (var i = 0; i < bytes[0]; i++)
            count += (bytes[1 + (i / 2)] >> (i % 2 * NibbleBits) & LongestGap) == 0 ? 0 : 1;
        return count;
    }

    private static int CountBits(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        foreach (var part in bytes)
            count += System.Numerics.BitOperations.PopCount(part);
        return count;
    }

    private static Row WriteRow(in UptimeSlots slots, int row, Span<byte> bytes, ref int length)
    {
        var count = 0;
        for (var slot = 0; slot < UptimeSlots.PerDay; slot++)
            count += UptimeSlots.IsSet(slots, row + slot) ? 1 : 0;
        if (count is 0 or UptimeSlots.PerDay)
            return count == 0 ? Row.None : Row.All;
        var code = count <= UptimeSlots.PerDay / 2 ? Row.Set : Row.Unset;
        if (WriteGaps(slots, row, code == Row.Set, bytes[length..]) is { } gaps)
        {
            length += gaps;
            return code;
        }

        var raw = bytes.Slice(length, RawBytes);
        raw.Clear();
        for (var slot = 0; slot < UptimeSlots.PerDay; slot++)
            raw[slot / BitsPerByte] |= (byte)((UptimeSlots.IsSet(slots, row + slot) ? 1 : 0) << (slot % BitsPerByte));
        length += RawBytes;
        return Row.Raw;
    }

    /// <summary>Null: raw is shorter.</summary>
    private static int? WriteGaps(in UptimeSlots slots, int row, bool isSet, Span<byte> bytes)
    {
        const int most = 2 * (RawBytes - 1);
        Span<byte> nibbles = stackalloc byte[most];
        var (count, last) = (0, -1);
        for (var slot = 0; slot < UptimeSlots.PerDay; slot++)
        {
            if (UptimeSlots.IsSet(slots, row + slot) != isSet)
                continue;
            for (; slot - last > LongestGap; last += LongestGap)
            {
                if (count == most)
                    return null;
                nibbles[count++] = 0;
            }

            if (count == most)
                return null;
            nibbles[count++] = (byte)(slot - last);
            last = slot;
        }

        bytes[0] = (byte)count;
        for (var i = 0; i < count; i += 2)
            bytes[1 + (i / 2)] = (byte)(nibbles[i] | (i + 1 < count ? nibbles[i + 1] << NibbleBits : 0));
        return 1 + ((count + 1) / 2);
    }

    private static void ReadRow(ref UptimeSlots slots, int row, Row code, ReadOnlySpan<byte> bytes, ref int at)
    {
        switch (code)
        {
            case Row.None:
                break;
            case Row.All:
            case Row.Unset:
                for (var slot = 0; slot < UptimeSlots.PerDay; slot++)
                    UptimeSlots.Flip(slots, row + slot);
                if (code == Row.Unset)
                    FlipGaps(ref slots, row, bytes, ref at);
                break;
            case Row.Set:
                FlipGaps(ref slots, row, bytes, ref at);
                break;
            case Row.Raw:
                for (var slot = 0; slot < UptimeSlots.PerDay; slot++)
                {
                    if ((bytes[at + (slot / BitsPerByte)] >> (slot % BitsPerByte) & 1) != 0)
                        UptimeSlots.Flip(slots, row + slot);
                }

                at += RawBytes;
                break;
            default:
                throw new InvalidDataException($"Aggregates are damaged: slots are written in the unknown way {(int)code}.");
        }
    }

    private static void FlipGaps(ref UptimeSlots slots, int row, ReadOnlySpan<byte> bytes, ref int at)
    {
        var count = bytes[at++];
        var slot = -1;
        for (var i = 0; i < count; i++)
        {
            var nibble = bytes[at + (i / 2)] >> (i % 2 * NibbleBits) & LongestGap;
            slot += nibble == 0 ? LongestGap : nibble;
            if (slot >= UptimeSlots.PerDay)
                throw new InvalidDataException("Aggregates are damaged: a slot lies after its day.");
            if (nibble != 0)
                UptimeSlots.Flip(slots, row + slot);
        }

        at += (count + 1) / 2;
    }
}
