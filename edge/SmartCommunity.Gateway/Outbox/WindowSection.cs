using System.Buffers.Binary;
using System.Text;

namespace SmartCommunity.Gateway.Outbox;

/// <summary>One mark of an item that can be told from a duplicate: (boot, seq), or a digest when <see cref="Boot"/> is <see cref="Digest"/>.</summary>
internal readonly record struct WindowMark(DeviceState Device, long Boot, long Value)
{
    internal const long Digest = long.MinValue;

    internal void ApplyTo(DeviceWindow window)
    {
        if (Boot == Digest)
            window.AddDigest(unchecked((ulong)Value));
        else
            window.AddSeq(Boot, Value);
    }
}

/// <summary>
/// The marks of a block, stored beside its batch so that the duplicate windows can be rebuilt without decoding batches. Layout:
/// device ids (byte length, UTF-8) in order of first use, a zero byte, then for each mark device index (4), boot (8), value (8).
/// </summary>
internal static class WindowSection
{
    private const int MarkBytes = sizeof(int) + (2 * sizeof(long));

    internal static byte[] Write(IReadOnlyList<WindowMark> marks)
    {
        if (marks.Count == 0)
            return [];
        var indexes = new Dictionary<DeviceState, int>(ReferenceEqualityComparer.Instance);
        using var stream = new MemoryStream(marks.Count * MarkBytes);
        for (var i = 0; i < marks.Count; i++)
        {
            if (!indexes.TryAdd(marks[i].Device, indexes.Count))
                continue;
            var id = Encoding.UTF8.GetBytes(marks[i].Device.Id);
            stream.WriteByte(checked((byte)id.Length));
            stream.Write(id);
        }
        stream.WriteByte(0);
        Span<byte> bytes = stackalloc byte[MarkBytes];
        for (var i = 0; i < marks.Count; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, indexes[marks[i].Device]);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[sizeof(int)..], marks[i].Boot);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[(sizeof(int) + sizeof(long))..], marks[i].Value);
            stream.Write(bytes);
        }
        return stream.ToArray();
    }

    internal static void Replay(ReadOnlySpan<byte> section, DeviceStates devices)
    {
        if (section.IsEmpty)
            return;
        var states = new List<DeviceState>();
        while (section[0] is var length and > 0)
        {
            states.Add(devices.GetOrAdd(Encoding.UTF8.GetString(section.Slice(1, length))));
            section = section[(1 + length)..];
        }
        for (section = section[1..]; section.Length >= MarkBytes; section = section[MarkBytes..])
        {
            var mark = new WindowMark(
                states[BinaryPrimitives.ReadInt32LittleEndian(section)],
                BinaryPrimitives.ReadInt64LittleEndian(section[sizeof(int)..]),
                BinaryPrimitives.ReadInt64LittleEndian(section[(sizeof(int) + sizeof(long))..]));
            devices.Commit(mark);
        }
    }
}
