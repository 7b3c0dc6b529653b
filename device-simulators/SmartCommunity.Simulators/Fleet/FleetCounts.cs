using SmartCommunity.Simulators.Load;

namespace SmartCommunity.Simulators.Fleet;

/// <summary>Counters all devices of a fleet share; thread-safe.</summary>
internal sealed class FleetCounts
{
    private const double MicrosecondsPerMs = 1000;

    /// <summary>Protects <see cref="_lateness"/> and <see cref="_window"/>.</summary>
    private readonly Lock _gate = new();
    private readonly LatencyHistogram _lateness = new();
    private LatencyHistogram _window = new();
    private int _connected;
    private long _sent;
    private long _acknowledged;
    private long _refused;
    private long _skipped;
    private long _commands;
    private long _late;
    private long _waited;
    private long _peak;

    internal int Devices { get; set; }

    internal void Connected(bool isConnected) => Interlocked.Add(ref _connected, isConnected ? 1 : -1);

    internal void Sent(int messages) => Interlocked.Add(ref _sent, messages);

    internal void Acknowledged(int messages) => Interlocked.Add(ref _acknowledged, messages);

    internal void Refused() => Interlocked.Increment(ref _refused);

    internal void Skipped(int messages) => Interlocked.Add(ref _skipped, messages);

    internal void Commands(int executed) => Interlocked.Add(ref _commands, executed);

    /// <summary>Messages that had no connection when they were due.</summary>
    internal void Waited(int messages) => Interlocked.Add(ref _waited, messages);

    /// <summary>A message left this much after it was meant to.</summary>
    internal void Left(double lateMs)
    {
        if (lateMs > FleetProgress.LateAfter.TotalMilliseconds)
            Interlocked.Increment(ref _late);
        var microseconds = (long)(lateMs * MicrosecondsPerMs);
        lock (_gate)
        {
            _lateness.Add(microseconds);
            _window.Add(microseconds);
        }
    }

    /// <summary>Lateness of what left since the last call, or the beginning.</summary>
    internal LatenessWindow TakeWindow()
    {
        lock (_gate)
        {
            var taken = _window;
            _window = new LatencyHistogram();
            return new LatenessWindow(taken.Count, taken.Summary());
        }
    }

    /// <summary>Messages of the busiest second so far.</summary>
    internal void Peak(long messagesOfSecond) => _peak = Math.Max(_peak, messagesOfSecond);

    internal FleetProgress Now()
    {
        LatencySummary lateness;
        lock (_gate)
            lateness = _lateness.Summary();
        return new FleetProgress(
            Devices,
            Volatile.Read(ref _connected),
            Interlocked.Read(ref _sent),
            Interlocked.Read(ref _acknowledged),
            Interlocked.Read(ref _refused),
            Interlocked.Read(ref _skipped),
            Interlocked.Read(ref _commands))
        {
            Lateness = lateness,
            Late = Interlocked.Read(ref _late),
            Waited = Interlocked.Read(ref _waited),
            PeakPerSecond = Interlocked.Read(ref _peak),
        };
    }
}
