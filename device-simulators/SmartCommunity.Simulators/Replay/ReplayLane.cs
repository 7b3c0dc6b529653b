using SmartCommunity.Simulators.Fleet;
using SmartCommunity.Simulators.Mqtt;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators.Replay;

/// <summary>Counters of a replay; thread-safe.</summary>
internal sealed class ReplayTally
{
    private long _sent;
    private long _acknowledged;
    private long _refused;

    internal long SentCount => Interlocked.Read(ref _sent);

    internal long AcknowledgedCount => Interlocked.Read(ref _acknowledged);

    internal long RefusedCount => Interlocked.Read(ref _refused);

    internal void Sent(int messages) => Interlocked.Add(ref _sent, messages);

    internal void Acknowledged(int messages) => Interlocked.Add(ref _acknowledged, messages);

    internal void Refused(int messages) => Interlocked.Add(ref _refused, messages);
}

/// <summary>One replayed device: gathers messages into an array payload and keeps a window of payloads on their way. Fed by one caller.</summary>
internal sealed class ReplayLane : IAsyncDisposable
{
    private readonly DeviceSession _session;
    private readonly ReplayTally _tally;
    private readonly SemaphoreSlim _window;
    private readonly int _windowSize;
    private readonly List<byte[]> _gathered = [];
    private volatile bool _isRefused;

    internal ReplayLane(SimulatedDevice device, ReplayOptions options, ReplayTally tally, TimeProvider time)
    {
        _session = new DeviceSession(options.Endpoint(device), device, options.MaxRefusals, time);
        _tally = tally;
        _windowSize = options.Window;
        _window = new SemaphoreSlim(_windowSize, _windowSize);
    }

    internal bool IsRefused => _isRefused;

    internal int Gathered => _gathered.Count;

    internal void Gather(byte[] message) => _gathered.Add(message);

    internal async Task ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _session.LinkAsync(cancellationToken);
        }
        catch (ConnectionRefusedException)
        {
            _isRefused = true;
        }
    }

    /// <summary>Starts sending what was gathered; waits only while the window is full.</summary>
    internal async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_gathered.Count == 0)
            return;
        var (payload, count) = (PayloadWriter.Join(_gathered), _gathered.Count);
        _gathered.Clear();
        if (_isRefused)
        {
            _tally.Refused(count);
            return;
        }

        await _window.WaitAsync(cancellationToken);
        _ = SendAsync(payload, count, cancellationToken);
    }

    /// <summary>Completes when nothing is on its way.</summary>
    internal async Task DrainAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < _windowSize; i++)
            await _window.WaitAsync(cancellationToken);
        _window.Release(_windowSize);
    }

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        _window.Dispose();
    }

    /// <summary>Never faults: its outcome is in the tally.</summary>
    private async Task SendAsync(byte[] payload, int count, CancellationToken cancellationToken)
    {
        _tally.Sent(count);
        try
        {
            await _session.PublishAsync(TopicKind.Telemetry, payload, cancellationToken);
            _tally.Acknowledged(count);
        }
        catch (ConnectionRefusedException)
        {
            _isRefused = true;
            _tally.Sent(-count);
            _tally.Refused(count);
        }
        catch (OperationCanceledException)
        {
            // The replay was stopped: sent and not acknowledged, which the counts say.
        }

        _window.Release();
    }
}
