using System.Buffers.Binary;
using System.Buffers.Text;
using SmartCommunity.Simulators.Mqtt;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators.Load;

/// <summary>
/// The one message of a load device as a finished PUBLISH packet in which only fixed-width fields change: packet id, <c>ts</c> (13 digits), <c>seq</c>
/// (right-aligned behind spaces, which JSON allows) and the digits of four quantities. Copy and patch cost well under a microsecond.
/// </summary>
internal sealed class LoadMessage
{
    private const int TimestampDigits = 13;
    private const int SeqDigits = 10;
    private const ulong Stride = 0x9E37_79B9_7F4A_7C15;
    private const int MixShift = 40;

    private static readonly byte[] Shape =
        """{"ts":TTTTTTTTTTTTT,"boot":BBBBBBBBBB,"seq":SSSSSSSSSS,"v":{"heartRate":HH,"spo2":OO,"bodyTemp":36.D,"steps":WWWW}}"""u8.ToArray();

    private readonly byte[] _packet;
    private readonly int _idAt;
    private readonly int _timestampAt;
    private readonly int _seqAt;
    private readonly int _heartRateAt;
    private readonly int _spo2At;
    private readonly int _bodyTempAt;
    private readonly int _stepsAt;

    internal LoadMessage(DeviceAddress address, long boot)
    {
        var payload = (byte[])Shape.Clone();
        Utf8Formatter.TryFormat(boot, payload.AsSpan(payload.AsSpan().IndexOf("BBB"u8)), out _);
        _packet = Packet.PublishPacket(new NativeTopic(address, TopicKind.Telemetry).ToString(), payload, id: 1, retain: false, duplicate: false, out _idAt);
        _timestampAt = Find("TTTTT"u8);
        _seqAt = Find("SSSSS"u8);
        _heartRateAt = Find(":HH"u8) + 1;
        _spo2At = Find(":OO"u8) + 1;
        _bodyTempAt = Find("36.D"u8) + "36.".Length;
        _stepsAt = Find("WWWW"u8);
    }

    internal int Bytes => _packet.Length;

    /// <summary>Writes the packet; the values are a pure function of <paramref name="seq"/>, so that a repeat is byte-equal but for the DUP flag.</summary>
    internal void Write(Span<byte> target, ushort id, long atMs, long seq, bool duplicate)
    {
        _packet.CopyTo(target);
        if (duplicate)
            target[0] |= Packet.Duplicate;
        BinaryPrimitives.WriteUInt16BigEndian(target[_idAt..], id);
        Digits(target.Slice(_timestampAt, TimestampDigits), atMs, (byte)'0');
        Digits(target.Slice(_seqAt, SeqDigits), seq, (byte)' ');
        var mixed = (long)(((ulong)seq * Stride) >> MixShift);
        Digits(target.Slice(_heartRateAt, 2), 60 + (mixed % 40), (byte)'0');
        Digits(target.Slice(_spo2At, 2), 94 + (mixed % 6), (byte)'0');
        Digits(target.Slice(_bodyTempAt, 1), mixed % 10, (byte)'0');
        Digits(target.Slice(_stepsAt, 4), 1000 + (seq % 9000), (byte)'0');
    }

    private int Find(ReadOnlySpan<byte> mark) => _packet.AsSpan(_idAt).IndexOf(mark) + _idAt;

    private static void Digits(Span<byte> target, long value, byte fill)
    {
        for (var i = target.Length - 1; i >= 0; i--)
        {
            target[i] = value > 0 || i == target.Length - 1 ? (byte)('0' + (value % 10)) : fill;
            value /= 10;
        }
    }
}
