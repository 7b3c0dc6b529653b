using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators;

/// <summary>
/// The simulated time: begins at an instant and runs 1 to 3,600 times as fast as ours, but never ahead of it, for no device can send a measurement of
/// tomorrow: a simulation that begins in the past catches up with the present and goes on at speed 1. Thread-safe.
/// </summary>
public sealed class SimulationClock
{
    /// <summary>Fastest: an hour a second.</summary>
    public const double MaxSpeed = 3_600;

    /// <summary>The first instant that behaves: the simulated meters count from here, and stand still before.</summary>
    public static readonly DateTimeOffset Earliest = DateTimeOffset.FromUnixTimeMilliseconds(ChinaTime.StartMs(new DateOnly(2026, 1, 1))).ToOffset(ChinaTime.Offset);

    private const long Forever = long.MaxValue;

    private readonly TimeProvider _time;
    private readonly DateTimeOffset _openedAt;
    private readonly long _openedTicks;

    /// <summary>Protects the anchor, the speed and the pause.</summary>
    private readonly Lock _gate = new();
    private double _anchorOursMs;
    private double _anchorMs;
    private double _speed;
    private bool _paused;

    /// <param name="time">Our clock.</param>
    /// <param name="start">Where the simulated time begins, not after now; null: now.</param>
    /// <param name="speed">Simulated seconds per second, 1 to <see cref="MaxSpeed"/>.</param>
    public SimulationClock(TimeProvider time, DateTimeOffset? start = null, double speed = 1)
    {
        CheckSpeed(speed);
        (_time, _openedAt, _openedTicks, _speed) = (time, time.GetUtcNow(), time.GetTimestamp(), speed);
        if (start > _openedAt)
            throw new ArgumentOutOfRangeException(nameof(start), start, "A simulation cannot begin in the future.");
        _anchorOursMs = OursMs;
        _anchorMs = (start ?? _openedAt).ToUnixTimeMilliseconds();
    }

    /// <summary>Simulated seconds per second as asked for; while it has caught up with the present it runs at 1.</summary>
    public double Speed
    {
        get
        {
            lock (_gate)
                return _speed;
        }
    }

    /// <summary>True: the simulated time stands still.</summary>
    public bool IsPaused
    {
        get
        {
            lock (_gate)
                return _paused;
        }
    }

    /// <summary>The simulated time, epoch milliseconds.</summary>
    public long NowMs
    {
        get
        {
            lock (_gate)
                return (long)Now_NeedsLock(OursMs);
        }
    }

    /// <summary>Our own time, epoch milliseconds, from a clock that does not jump.</summary>
    internal double OursMs => _openedAt.ToUnixTimeMilliseconds() + _time.GetElapsedTime(_openedTicks).TotalMilliseconds;

    /// <summary>The speed to run a simulation of this length at, so that it ends in the present: it begins this long ago.</summary>
    public static TimeSpan HeadStart(TimeSpan length, double speed) => length - (length / speed);

    /// <summary>When, on our clock, the simulated instant comes; never while paused.</summary>
    internal double OursOf(long atMs)
    {
        lock (_gate)
            return _paused ? Forever : Math.Max(_anchorOursMs + ((atMs - _anchorMs) / _speed), atMs);
    }

    /// <summary>Runs on at another speed from now.</summary>
    public void SetSpeed(double speed)
    {
        CheckSpeed(speed);
        lock (_gate)
        {
            Anchor_NeedsLock();
            _speed = speed;
        }
    }

    /// <summary>Stops or resumes the simulated time.</summary>
    public void SetPaused(bool paused)
    {
        lock (_gate)
        {
            Anchor_NeedsLock();
            _paused = paused;
        }
    }

    private void Anchor_NeedsLock()
    {
        var oursMs = OursMs;
        (_anchorMs, _anchorOursMs) = (Now_NeedsLock(oursMs), oursMs);
    }

    private double Now_NeedsLock(double oursMs) => _paused ? _anchorMs : Math.Min(_anchorMs + ((oursMs - _anchorOursMs) * _speed), oursMs);

    private static void CheckSpeed(double speed)
    {
        if (!(speed is >= 1 and <= MaxSpeed))
            throw new ArgumentOutOfRangeException(nameof(speed), speed, $"The speed must be 1 to {MaxSpeed}.");
    }
}
