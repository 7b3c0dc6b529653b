using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using MQTTnet.Adapter;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using SmartCommunity.Gateway.Devices;

namespace SmartCommunity.Gateway.Mqtt;

/// <summary>
/// One connection between Kestrel and MQTTnet. It cuts the frames (size cap, half frames end with the stream), handles PUBLISH and PUBACK itself
/// in the receive buffer, and leaves the rest (CONNECT, SUBSCRIBE, PINGREQ, DISCONNECT …) to MQTTnet. One reader (MQTTnet's receive loop), any number of
/// writers, one at a time.
/// </summary>
internal sealed class DeviceConnection : IMqttChannelAdapter
{
    /// <summary>What MQTTnet writes for us is small: CONNACK, SUBACK, PINGRESP.</summary>
    private const int WriteBufferBytes = 256;

    /// <summary>Timers fire on whole milliseconds; one more makes sure that the token is there.</summary>
    private static readonly TimeSpan TimerGrain = TimeSpan.FromMilliseconds(1);

    private readonly ConnectionContext _transport;
    private readonly PipeReader _input;
    private readonly PipeWriter _output;
    private readonly IntakeOptions _options;
    private readonly TimeProvider _time;
    private readonly IntakeMeter _meter;
    private readonly FrameRouter _router;

    /// <summary>One writer at a time; held over the flush.</summary>
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private long _lastReceivedAt;
    private long _writingSince;
    private readonly TaskCompletionSource _served = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isClosing;
    private volatile bool _isPaused;

    internal DeviceConnection(ConnectionContext transport, Intake intake, IntakeOptions options, IntakeMeter meter, TimeProvider time)
    {
        _transport = transport;
        _input = transport.Transport.Input;
        _output = transport.Transport.Output;
        _options = options;
        _time = time;
        _meter = meter;
        _lastReceivedAt = time.GetTimestamp();
        OpenedAt = _lastReceivedAt;
        PacketFormatterAdapter = new MqttPacketFormatterAdapter(new MqttBufferWriter(WriteBufferBytes, options.MaxFrameBytes));
        Gate = new AckGate(this, options.MaxUnacknowledged, meter, time);
        Outlet = new ConnectionOutlet(this, meter);
        _router = new FrameRouter(this, intake, options);
    }

    public MqttPacketFormatterAdapter PacketFormatterAdapter { get; }

    public long BytesReceived { get; private set; }

    public long BytesSent { get; private set; }

    public X509Certificate2? ClientCertificate => _transport.Features.Get<ITlsConnectionFeature>()?.ClientCertificate;

    public EndPoint? RemoteEndPoint => _transport.RemoteEndPoint;

    public EndPoint? LocalEndPoint => _transport.LocalEndPoint;

    public bool IsSecureConnection => _transport.Features.Get<ITlsConnectionFeature>() is not null;

    internal bool IsV5 => PacketFormatterAdapter.ProtocolVersion == MqttProtocolVersion.V500;

    internal AckGate Gate { get; }

    internal ConnectionOutlet Outlet { get; }

    /// <summary>Null until the login was accepted.</summary>
    internal DeviceSession? Session { get; private set; }

    /// <summary>Keep-alive the client is held to; zero means none (MQTT 3.1.1 allows it).</summary>
    internal TimeSpan KeepAlive { get; private set; }

    /// <summary>The CONNECT, once it came.</summary>
    internal MqttConnectPacket? Connect { get; private set; }

    /// <summary>The enrolment that the CONNECT claims; nothing is proven yet. Null: it names no device.</summary>
    internal DirectoryEntry? Claim { get; private set; }

    /// <summary>Topic of the Last Will, or null.</summary>
    internal string? WillTopic { get; private set; }

    /// <summary>The client said DISCONNECT: its Last Will is void.</summary>
    internal bool SaidGoodbye { get; set; }

    /// <summary>The device came back over another connection: it is not gone, so its Last Will is void.</summary>
    internal bool IsTakenOver { get; private set; }

    /// <summary>Completes when MQTTnet has let go of the connection and of its session.</summary>
    internal Task Served => _served.Task;

    internal long OpenedAt { get; }

    /// <summary>Time since the last byte came; zero while the gateway itself does not read.</summary>
    internal TimeSpan Silence => _isPaused ? TimeSpan.Zero : _time.GetElapsedTime(Volatile.Read(ref _lastReceivedAt));

    /// <summary>How long the write under way has been waiting for the device to read; zero when there is none.</summary>
    internal TimeSpan UnreadSince => Volatile.Read(ref _writingSince) is var since and not 0 ? _time.GetElapsedTime(since) : TimeSpan.Zero;

    internal bool IsClosing => Volatile.Read(ref _isClosing) != 0;

    internal Func<DeviceConnection, string[], Task>? Subscribed { get; set; }

    internal void Admit(DeviceSession session)
    {
        Session = session;
        _ = Outlet.RunAsync();
    }

    /// <summary>
    /// Takes over what MQTTnet must not do: its keep-alive goes by the wall clock (a step of one hour disconnected every client, measured), its sessions
    /// live in memory only, and it sends a Last Will through the publish hook of a client that is gone.
    /// </summary>
    internal void TakeOver(MqttConnectPacket connect, DirectoryEntry? claim)
    {
        Connect = connect;
        Claim = claim;
        WillTopic = connect.WillFlag ? connect.WillTopic : null;
        connect.WillFlag = false;
        connect.CleanSession = true;
        connect.SessionExpiryInterval = 0;
        int seconds = connect.KeepAlivePeriod;
        connect.KeepAlivePeriod = 0;
        if (IsV5 && (seconds == 0 || seconds > _options.MaxKeepAliveSeconds))
            seconds = _options.MaxKeepAliveSeconds;
        KeepAlive = TimeSpan.FromSeconds(seconds);
    }

    public Task ConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<MqttPacket?> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            ThrowIfClosing();
            var result = await _input.ReadAsync(cancellationToken);
            ThrowIfClosing();
            var buffer = result.Buffer;
            var before = buffer.Length;
            var step = _router.Route(ref buffer, out var packet);
            BytesReceived += before - buffer.Length;
            Volatile.Write(ref _lastReceivedAt, _time.GetTimestamp());
            _input.AdvanceTo(buffer.Start, step == RouteStep.NeedsBytes ? buffer.End : buffer.Start);
            switch (step)
            {
                case RouteStep.Packet:
                    return packet;
                case RouteStep.NeedsBytes when result.IsCompleted:
                    // Also when half a frame is left over: waiting for the rest of it would spin for ever.
                    throw new MqttCommunicationException("The client ended the stream.");
                case RouteStep.NeedsRoom:
                    await PauseAsync(Gate.WaitForRoomAsync());
                    break;
                case RouteStep.Throttled:
                    await PauseAsync(Task.Delay(Session!.Speaker.Wait + TimerGrain, _time, _stop.Token));
                    break;
            }
        }
    }

    public async Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        Announcement.Prepare(packet, this, _options);
        if (packet is MqttDisconnectPacket disconnect)
        {
            // MQTTnet sends these under its global login lock: never wait there for a client that does not read.
            TryWriteNow(MqttFrames.DisconnectWith((byte)disconnect.ReasonCode));
            return;
        }

        await _writing.WaitAsync(cancellationToken);
        try
        {
            var encoded = PacketFormatterAdapter.Encode(packet);
            _output.Write(encoded.Packet);
            BytesSent += encoded.Length;
            await FlushAsync();
        }
        finally
        {
            PacketFormatterAdapter.Cleanup();
            _writing.Release();
        }

        if (packet is MqttSubAckPacket && Session is { NewFilters.Count: > 0 } session && Subscribed is { } subscribed)
        {
            string[] filters = [.. session.NewFilters];
            session.NewFilters.Clear();
            await subscribed(this, filters);
        }
    }

    /// <summary>Writes whole frames of our own; false when the connection is gone.</summary>
    internal async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> frames)
    {
        try
        {
            await _writing.WaitAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        try
        {
            _output.Write(frames.Span);
            BytesSent += frames.Length;
            return await FlushAsync();
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or OperationCanceledException)
        {
            return false; // Completed or reset in between: the device will send again.
        }
        finally
        {
            _writing.Release();
        }
    }

    internal void EndServing() => _served.TrySetResult();

    internal void TakeOver()
    {
        const byte sessionTakenOver = 0x8E;
        IsTakenOver = true;
        Close(CloseCause.TakenOver, sessionTakenOver);
    }

    /// <summary>Ends the connection from our side, telling an MQTT 5 client why. First call counts; thread-safe.</summary>
    internal void Close(CloseCause cause, byte reason)
    {
        if (Interlocked.Exchange(ref _isClosing, 1) != 0)
            return;
        _meter.CountClosed(cause);
        if (IsV5)
            TryWriteNow(MqttFrames.DisconnectWith(reason));
        if (UnreadSince > TimeSpan.Zero || cause is CloseCause.NotReading or CloseCause.KeepAlive)
            _transport.Abort(new ConnectionAbortedException(cause.ToString()));
        _stop.Cancel();
        _input.CancelPendingRead();
    }

    public async Task DisconnectAsync(CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _isClosing, 1);
        await _stop.CancelAsync();
        Session?.Commands.Close();
        Outlet.Close();
        _output.CancelPendingFlush();
        await _writing.WaitAsync(cancellationToken);
        await _output.CompleteAsync();
        await _input.CompleteAsync();
        _writing.Release();
    }

    public void ResetStatistics()
    {
        BytesReceived = 0;
        BytesSent = 0;
    }

    public void Dispose()
    {
        // _stop stays undisposed: a late Close may still cancel it, and without a timer it holds nothing.
    }

    private void ThrowIfClosing()
    {
        if (IsClosing)
            throw new MqttCommunicationException("The gateway closes the connection.");
    }

    private async Task PauseAsync(Task until)
    {
        _isPaused = true;
        try
        {
            await until.WaitAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            ThrowIfClosing();
        }
        finally
        {
            Volatile.Write(ref _lastReceivedAt, _time.GetTimestamp());
            _isPaused = false;
        }
    }

    private async ValueTask<bool> FlushAsync()
    {
        var flush = _output.FlushAsync();
        if (flush.IsCompleted)
            return !(await flush).IsCompleted;
        Volatile.Write(ref _writingSince, _time.GetTimestamp());
        try
        {
            var result = await flush;
            return !result.IsCompleted && !result.IsCanceled;
        }
        finally
        {
            Volatile.Write(ref _writingSince, 0);
        }
    }

    /// <summary>Writes a farewell only if nobody is writing; never waits.</summary>
    private void TryWriteNow(byte[] frame)
    {
        if (!_writing.Wait(0))
            return;
        try
        {
            _output.Write(frame);
            _ = _output.FlushAsync().AsTask();
        }
        catch (InvalidOperationException)
        {
            // Completed already.
        }
        finally
        {
            _writing.Release();
        }
    }
}
