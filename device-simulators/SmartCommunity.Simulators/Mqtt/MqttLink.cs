using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace SmartCommunity.Simulators.Mqtt;

/// <summary>
/// One logged-in MQTT 3.1.1 connection of a device: QoS 1 publishing, one subscription, keep-alive. Thread-safe. A link that failed stays failed:
/// every pending publish faults with the reason, <see cref="Closed"/> completes, and the owner opens a new one.
/// </summary>
internal sealed class MqttLink : IAsyncDisposable
{
    private const int ReadBytes = 2048;

    /// <summary>Commands are small; a server that sends more than this to a device is broken or hostile.</summary>
    private const int MaxPacketBytes = 262_144;

    private readonly Stream _stream;
    private readonly Action<string, byte[]> _onMessage;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Protects <see cref="_pending"/>, <see cref="_lastId"/> and <see cref="_fault"/>.</summary>
    private readonly Lock _gate = new();
    private readonly Dictionary<ushort, TaskCompletionSource> _pending = [];
    private ushort _lastId;
    private Exception? _fault;

    private MqttLink(Stream stream, Action<string, byte[]> onMessage)
    {
        _stream = stream;
        _onMessage = onMessage;
        Closed = ReadAsync();
    }

    /// <summary>Completes, never faults, when the connection ended.</summary>
    internal Task Closed { get; }

    /// <summary>Connects and logs in. <paramref name="onMessage"/> runs on the read loop: it must be quick.</summary>
    internal static async Task<MqttLink> OpenAsync(
        BrokerEndpoint endpoint, ConnectRequest request, Action<string, byte[]> onMessage, TimeProvider time, CancellationToken cancellationToken) =>
        new(await Wire.OpenAsync(endpoint, request, time, cancellationToken), onMessage);

    /// <summary>Completes with the broker's PUBACK; faults with <see cref="IOException"/> when the link ends first.</summary>
    internal async Task PublishAsync(string topic, ReadOnlyMemory<byte> payload, bool retain, bool duplicate, CancellationToken cancellationToken)
    {
        var (id, answer) = Expect();
        await SendAsync(Packet.PublishPacket(topic, payload.Span, id, retain, duplicate, out _), cancellationToken);
        await answer.WaitAsync(cancellationToken);
    }

    internal async Task SubscribeAsync(string filter, CancellationToken cancellationToken)
    {
        var (id, answer) = Expect();
        await SendAsync(Packet.SubscribePacket(id, filter), cancellationToken);
        await answer.WaitAsync(cancellationToken);
    }

    internal Task PingAsync(CancellationToken cancellationToken) => SendAsync(Packet.Bare(Packet.PingRequest), cancellationToken);

    /// <summary>Drops the connection without a goodbye; <see cref="Closed"/> completes soon after.</summary>
    internal void Abort() => _stream.Dispose();

    /// <summary>Says goodbye, so that the broker drops the will.</summary>
    internal Task DisconnectAsync(CancellationToken cancellationToken) => SendAsync(Packet.Bare(Packet.Disconnect), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _stream.DisposeAsync();
        await Closed;
        _sending.Dispose();
        _stop.Dispose();
    }

    private (ushort Id, Task Answer) Expect()
    {
        lock (_gate)
        {
            if (_fault is not null)
                throw new IOException("The connection is closed.", _fault);
            do
                _lastId = _lastId == ushort.MaxValue ? (ushort)1 : (ushort)(_lastId + 1);
            while (_pending.ContainsKey(_lastId));
            var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _pending.Add(_lastId, answer);
            return (_lastId, answer.Task);
        }
    }

    private async Task SendAsync(byte[] packet, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            // Not cancelled halfway: half a packet would break the stream for everything after it.
            await _stream.WriteAsync(packet, _stop.Token);
        }
        catch (Exception fault) when (fault is not IOException)
        {
            throw new IOException("The connection is closed.", fault);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task ReadAsync()
    {
        Exception fault = new EndOfStreamException("The server closed the connection.");
        try
        {
            while (true)
            {
                // Waits without memory of its own: 60,000 idle links would hold 120 MB of buffers otherwise.
                _ = await _stream.ReadAsync(Memory<byte>.Empty, _stop.Token);
                if (!await ReadSomeAsync())
                    break;
            }
        }
        catch (Exception ended)
        {
            // Whatever ended the connection is handed to everyone who waits for an answer.
            fault = ended;
        }

        Fail(fault);
    }

    /// <summary>Reads until no part of a packet is left over; false at the end of the stream.</summary>
    private async Task<bool> ReadSomeAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            var filled = 0;
            do
            {
                var count = await _stream.ReadAsync(buffer.AsMemory(filled), _stop.Token);
                if (count == 0)
                    return false;
                filled = await TakePacketsAsync(buffer, filled + count);
                if (filled == buffer.Length)
                    Array.Resize(ref buffer, Grown(buffer.Length));
            }
            while (filled > 0);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int Grown(int bytes) =>
        bytes < MaxPacketBytes ? bytes * 2 : throw new InvalidDataException($"The server sent a packet longer than {MaxPacketBytes} bytes.");

    private async Task<int> TakePacketsAsync(byte[] buffer, int filled)
    {
        var start = 0;
        while (Packet.TryReadHeader(buffer.AsSpan(start, filled - start), out var header, out var body) && start + header + body <= filled)
        {
            if (Take(buffer[start], buffer.AsSpan(start + header, body)) is { } toAcknowledge)
                await SendAsync(Packet.AckPacket(toAcknowledge), _stop.Token);
            start += header + body;
        }

        buffer.AsSpan(start, filled - start).CopyTo(buffer);
        return filled - start;
    }

    private ushort? Take(byte first, ReadOnlySpan<byte> body)
    {
        switch (first & Packet.TypeMask)
        {
            case Packet.PublishAck:
                Answer(BinaryPrimitives.ReadUInt16BigEndian(body), refused: false);
                return null;
            case Packet.SubscribeAck:
                Answer(BinaryPrimitives.ReadUInt16BigEndian(body), refused: body[^1] >= 0x80);
                return null;
            case Packet.Publish:
                return Deliver(first, body);
            default:
                return null;
        }
    }

    private ushort? Deliver(byte first, ReadOnlySpan<byte> body)
    {
        var topicBytes = BinaryPrimitives.ReadUInt16BigEndian(body);
        var topic = Encoding.UTF8.GetString(body.Slice(sizeof(ushort), topicBytes));
        var rest = body[(sizeof(ushort) + topicBytes)..];
        if ((first & (Packet.QosOne | Packet.QosTwo)) == 0)
        {
            _onMessage(topic, rest.ToArray());
            return null;
        }

        _onMessage(topic, rest[sizeof(ushort)..].ToArray());
        return BinaryPrimitives.ReadUInt16BigEndian(rest);
    }

    private void Answer(ushort id, bool refused)
    {
        TaskCompletionSource? answer;
        lock (_gate)
            _pending.Remove(id, out answer);
        if (refused)
            answer?.TrySetException(new IOException("The server refused the subscription."));
        else
            answer?.TrySetResult();
    }

    private void Fail(Exception fault)
    {
        TaskCompletionSource[] waiting;
        lock (_gate)
        {
            _fault = fault;
            waiting = [.. _pending.Values];
            _pending.Clear();
        }

        foreach (var answer in waiting)
            answer.TrySetException(new IOException("The connection ended before the acknowledgement.", fault));
    }
}
