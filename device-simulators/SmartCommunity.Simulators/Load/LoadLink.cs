using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using SmartCommunity.Simulators.Mqtt;

namespace SmartCommunity.Simulators.Load;

/// <summary>What all links of a run share.</summary>
internal sealed record LoadContext(LoadOptions Options, long Boot, LoadJournal? Journal, TimeProvider Time)
{
    /// <summary>Timestamp of the first message and of the end of sending, in ticks of <see cref="Stopwatch"/>.</summary>
    internal long StartTicks { get; set; }

    internal long EndTicks { get; set; }
}

/// <summary>
/// One load device: sends as many messages as window and rate allow in one socket write, reads acknowledgements in bulk. One sender and one reader loop;
/// the gate guards the slots between them. A connection that ends is opened again and what was not acknowledged is sent again under its old seq.
/// </summary>
internal sealed class LoadLink : IDisposable
{
    private const int ReadBytes = 16_384;
    private const int MaxBatch = 512;
    private const int MaxRefusals = 3;

    /// <summary>The sender is woken when a quarter of the window is free: a write for every single acknowledgement costs more than its messages.</summary>
    private const int WakeShare = 4;

    private const double MicrosecondsPerSecond = 1e6;

    /// <summary>Shortest wait for the rate: 50 links that wake more often than this cost more processor than their messages.</summary>
    private static readonly TimeSpan ShortestTick = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    private readonly LoadContext _context;
    private readonly SimulatedDevice _device;
    private readonly LoadMessage _message;
    private readonly BackOff _backOff;
    private readonly byte[] _batch;
    private readonly long[] _acknowledgedSeqs;

    /// <summary>Protects the slots and the free list; the sender takes, the reader gives back.</summary>
    private readonly Lock _gate = new();
    private readonly (long Seq, long AtMs, long SentTicks)[] _slots;
    private readonly Stack<ushort> _free;
    private readonly int _wakeAtFree;
    private readonly SemaphoreSlim _freed = new(0, 1);
    private long _lastAtMs;
    private long _sent;
    private long _acknowledged;

    internal LoadLink(LoadContext context, SimulatedDevice device)
    {
        (_context, _device) = (context, device);
        var window = context.Options.Window;
        _wakeAtFree = Math.Max(1, window / WakeShare);
        _message = new LoadMessage(device.Address, context.Boot);
        _backOff = new BackOff(Seeded.Dice.Of(0).Fork(device.Id), FirstWait, LongestWait);
        _batch = new byte[_message.Bytes * Math.Min(window, MaxBatch)];
        _acknowledgedSeqs = new long[window];
        _slots = new (long Seq, long AtMs, long SentTicks)[window + 1];
        _free = new Stack<ushort>(Enumerable.Range(1, window).Reverse().Select(id => (ushort)id));
    }

    internal LatencyHistogram Latency { get; } = new();

    internal long Sent => Interlocked.Read(ref _sent);

    internal long Acknowledged => Interlocked.Read(ref _acknowledged);

    internal long Repeated { get; private set; }

    internal long Reconnects { get; private set; }

    internal bool IsRefused { get; private set; }

    internal long LastAcknowledgedTicks { get; private set; }

    public void Dispose() => _freed.Dispose();

    /// <summary>Null when the broker refused the device for good.</summary>
    internal async Task<Stream?> ConnectAsync(CancellationToken cancellationToken)
    {
        const ushort KeepAliveSeconds = 600;
        var request = new ConnectRequest(_device.Id, _device.Id, _device.Token, WillTopic: null, WillPayload: null, KeepAliveSeconds);
        for (var refusals = 0; ;)
        {
            try
            {
                var stream = await Wire.OpenAsync(_context.Options.Endpoint, request, _context.Time, cancellationToken);
                _backOff.Reset();
                return stream;
            }
            catch (ConnectionRefusedException) when (++refusals >= MaxRefusals)
            {
                IsRefused = true;
                return null;
            }
            catch (Exception fault) when (fault is IOException or SocketException or ConnectionRefusedException)
            {
                await Task.Delay(_backOff.Next(), _context.Time, cancellationToken);
            }
        }
    }

    /// <summary>Sends until the end of the run and waits for every acknowledgement, or until cancelled.</summary>
    internal async Task RunAsync(Stream? stream, CancellationToken cancellationToken)
    {
        while (stream is not null)
        {
            await using (stream)
            {
                if (await RunOnAsync(stream, cancellationToken))
                    return;
            }

            Reconnects++;
            stream = await ConnectAsync(cancellationToken);
        }
    }

    private async Task<bool> RunOnAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = ReadAsync(stream, ended);
        try
        {
            await RepeatAsync(stream, ended.Token);
            await SendAsync(stream, ended.Token);
            await stream.WriteAsync(Packet.Bare(Packet.Disconnect), ended.Token);
            return true;
        }
        catch (Exception fault) when (fault is IOException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
        finally
        {
            await ended.CancelAsync();
            await reading;
        }
    }

    private async Task RepeatAsync(Stream stream, CancellationToken cancellationToken)
    {
        List<ushort> open;
        lock (_gate)
            open = [.. Enumerable.Range(1, _slots.Length - 1).Select(id => (ushort)id).Except(_free)];
        foreach (var id in open.OrderBy(id => _slots[id].Seq))
        {
            var slot = _slots[id];
            _message.Write(_batch, id, slot.AtMs, slot.Seq, duplicate: true);
            await stream.WriteAsync(_batch.AsMemory(0, _message.Bytes), cancellationToken);
            Repeated++;
        }
    }

    private async Task SendAsync(Stream stream, CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = Stopwatch.GetTimestamp();
            var allowed = now < _context.EndTicks ? Allowance(now) : 0;
            var count = allowed > 0 ? Fill(allowed, now) : 0;
            if (count > 0)
                await stream.WriteAsync(_batch.AsMemory(0, count * _message.Bytes), cancellationToken);
            else if (now < _context.EndTicks && allowed == 0)
                await Task.Delay(NextTick(now), _context.Time, cancellationToken);
            else if (now >= _context.EndTicks && Acknowledged == Sent)
                return;
            else
                await _freed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>How many messages the rate allows by now; without a rate, as many as a batch holds.</summary>
    private int Allowance(long nowTicks)
    {
        if (_context.Options.Rate <= 0)
            return MaxBatch;
        var seconds = Stopwatch.GetElapsedTime(_context.StartTicks, nowTicks).TotalSeconds;
        var due = (long)(seconds * _context.Options.Rate / _context.Options.Connections + Phase());
        return (int)Math.Clamp(due - Sent, 0, MaxBatch);
    }

    private TimeSpan NextTick(long nowTicks)
    {
        var dueSeconds = (Sent + 1 - Phase()) * _context.Options.Connections / _context.Options.Rate;
        var wait = TimeSpan.FromSeconds(dueSeconds) - Stopwatch.GetElapsedTime(_context.StartTicks, nowTicks);
        var untilEnd = Stopwatch.GetElapsedTime(nowTicks, _context.EndTicks);
        return TimeSpan.FromTicks(Math.Min(Math.Max(wait.Ticks, ShortestTick.Ticks), Math.Max(untilEnd.Ticks, ShortestTick.Ticks)));
    }

    /// <summary>Devices of a run are not in step with each other.</summary>
    private double Phase() => (double)_device.Number / _context.Options.Connections;

    private int Fill(int allowed, long nowTicks)
    {
        // A series holds one measurement an instant: messages of one write are a millisecond apart, whatever the clock says.
        var firstAtMs = Math.Max(_context.Time.GetUtcNow().ToUnixTimeMilliseconds(), _lastAtMs + 1);
        var firstSeq = Sent;
        var count = 0;
        lock (_gate)
        {
            var limit = Math.Min(allowed, _batch.Length / _message.Bytes);
            while (count < limit && _free.TryPop(out var id))
            {
                _lastAtMs = firstAtMs + count;
                _slots[id] = (firstSeq + count, _lastAtMs, nowTicks);
                _message.Write(_batch.AsSpan(count * _message.Bytes), id, _lastAtMs, firstSeq + count, duplicate: false);
                count++;
            }
        }

        _context.Journal?.Sent(_device.Id, _context.Boot, firstSeq, count);
        Interlocked.Add(ref _sent, count);
        return count;
    }

    private async Task ReadAsync(Stream stream, CancellationTokenSource ended)
    {
        var buffer = new byte[ReadBytes];
        var filled = 0;
        try
        {
            while (true)
            {
                var count = await stream.ReadAsync(buffer.AsMemory(filled), ended.Token);
                if (count == 0)
                    break;
                filled = TakeAcknowledgements(buffer, filled + count);
            }
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException or InvalidDataException or ObjectDisposedException)
        {
            // However the connection ended, the sender is woken below and decides what follows.
        }

        await ended.CancelAsync();
    }

    private int TakeAcknowledgements(byte[] buffer, int filled)
    {
        var now = Stopwatch.GetTimestamp();
        var start = 0;
        var count = 0;
        bool isWorthSending;
        lock (_gate)
        {
            while (Packet.TryReadHeader(buffer.AsSpan(start, filled - start), out var header, out var body) && start + header + body <= filled)
            {
                if ((buffer[start] & Packet.TypeMask) == Packet.PublishAck)
                    count += Release(BinaryPrimitives.ReadUInt16BigEndian(buffer.AsSpan(start + header)), now, count);
                start += header + body;
            }

            isWorthSending = _free.Count >= _wakeAtFree;
        }

        Settle(count);
        LastAcknowledgedTicks = now;
        if (isWorthSending && _freed.CurrentCount == 0)
            _freed.Release();
        buffer.AsSpan(start, filled - start).CopyTo(buffer);
        return filled - start;
    }

    private int Release(ushort id, long nowTicks, int index)
    {
        if (id == 0 || id >= _slots.Length || _slots[id].SentTicks == 0)
            throw new InvalidDataException($"The server acknowledged packet id {id}, which is not in flight.");
        var (seq, _, sentTicks) = _slots[id];
        _acknowledgedSeqs[index] = seq;
        Latency.Add((long)((nowTicks - sentTicks) * MicrosecondsPerSecond / Stopwatch.Frequency));
        _slots[id] = default;
        _free.Push(id);
        return 1;
    }

    private void Settle(int count)
    {
        _context.Journal?.Acknowledged(_device.Id, _context.Boot, _acknowledgedSeqs.AsSpan(0, count));
        Interlocked.Add(ref _acknowledged, count);
    }
}
