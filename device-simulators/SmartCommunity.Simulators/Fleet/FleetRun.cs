using System.Collections.Concurrent;
using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.District;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators.Fleet;

/// <summary>
/// One run of a fleet: one scheduler for all devices, on a queue ordered by when each is due next. It alone advances streams and faults, so those need no
/// locks; connections work beside it. <see cref="PostAsync"/> runs what others ask for between two turns.
/// </summary>
internal sealed class FleetRun : IAsyncDisposable
{
    /// <summary>Connections being opened at once by devices that sleep between their messages; more only fill the accept queue.</summary>
    private const int MaxWaking = 256;

    /// <summary>Devices advanced before faults, orders and new connections are looked at again.</summary>
    private const int MaxPerTurn = 1_000;
    private const int MsPerSecond = 1000;
    private const int SweepTurns = 60;

    /// <summary>An idle link is pinged well before its keep-alive ends; the sweep comes by once in <see cref="SweepTurns"/> seconds.</summary>
    private static readonly TimeSpan Idle = Mqtt.DeviceSession.KeepAlive / 2;

    private readonly FleetOptions _options;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _waking = new(MaxWaking, MaxWaking);
    private readonly FleetDevice[] _devices;
    private readonly PriorityQueue<int, long> _due = new();
    private readonly long[] _scheduledMs;
    private readonly ConcurrentQueue<Action> _posted = [];
    private readonly SemaphoreSlim _awake = new(0);
    private readonly double _openedOursMs;
    private Task _running = Task.CompletedTask;
    private int _activated;
    private double _lastSecondMs;
    private long _lastSent;
    private int _sweep;

    internal FleetRun(SimulatedDistrict district, FleetOptions options, SimulationClock clock, TimeProvider time, Action<IReadOnlyList<FaultLabel>> write)
    {
        (_options, Clock) = (options, clock);
        StartMs = clock.NowMs;
        Boot = StartMs / MsPerSecond;
        _openedOursMs = clock.OursMs;
        var played = Chosen(district.Devices, options.MaxDevices);
        Counts.Devices = played.Count;
        var view = new DistrictView(district);
        var scratch = new StreamScratch();
        var streams = new FaultyStream[played.Count];
        Desk = new FaultDesk(district.Seed, Boot, played, streams, write);
        for (var i = 0; i < streams.Length; i++)
            streams[i] = new FaultyStream(new DeviceStream(played[i], view, StartMs, Boot, options.IncidentsPerHomeDay, scratch, HadKept(options, played[i]))) { OnIncident = Desk.Background };
        var context = new FleetContext(options, clock, Counts, time, _waking, Post, _stop.Token);
        var sleepers = Sleepers(played, options.MaxConnections);
        _devices = [.. streams.Select((stream, i) => new FleetDevice(context, stream, sleepers.Contains(i)) { OnRescheduled = () => Schedule(i) })];
        _scheduledMs = new long[_devices.Length];
        Desk.OnChanged = Schedule;
        Sleeping = sleepers.Count;
    }

    internal SimulationClock Clock { get; }

    internal FleetCounts Counts { get; } = new();

    internal FaultDesk Desk { get; }

    internal long StartMs { get; }

    internal long Boot { get; }

    /// <summary>Devices without a standing connection.</summary>
    internal int Sleeping { get; }

    internal IReadOnlyList<FleetDevice> Devices => _devices;

    /// <summary>On a thread of its own: behind the pool's queue of sends it would be late by all of them.</summary>
    internal void Start() => _running = Task.Factory.StartNew(Turn, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Runs an action on the scheduler, between two turns.</summary>
    internal Task<T> PostAsync<T>(Func<T> action)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => done.TrySetResult(action()));
        return done.Task.WaitAsync(_stop.Token);
    }

    /// <summary>The clock was changed: waits are computed anew.</summary>
    internal void Wake() => _awake.Release();

    /// <summary>Ends what lasts, lets every device say offline, disconnects all.</summary>
    public async ValueTask DisposeAsync()
    {
        const int GoodbyesAtOnce = 512;
        await _stop.CancelAsync();
        _awake.Release();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Desk.End(Clock.NowMs);
        await Parallel.ForEachAsync(_devices, new ParallelOptions { MaxDegreeOfParallelism = GoodbyesAtOnce }, async (device, _) => await device.DisposeAsync());
        _stop.Dispose();
        _waking.Dispose();
        _awake.Dispose();
    }

    /// <summary>Every n-th device when not all are played.</summary>
    internal static IReadOnlyList<SimulatedDevice> Chosen(IReadOnlyList<SimulatedDevice> devices, int most)
    {
        var count = Math.Min(devices.Count, most);
        return count == devices.Count ? devices : [.. Enumerable.Range(0, count).Select(i => devices[(int)((long)i * devices.Count / count)])];
    }

    private static bool HadKept(FleetOptions options, SimulatedDevice device) => options.FirstHeard.Contains(device.Address.Community) && CommunitySet.IsAtScaleOne(device);

    private static HashSet<int> Sleepers(IReadOnlyList<SimulatedDevice> devices, int connections)
    {
        var beyond = Math.Max(0, devices.Count - connections);
        // Nobody can order a siren that sleeps.
        return [.. Enumerable.Range(0, devices.Count).Where(i => devices[i].Address.Class != "siren")
            .OrderByDescending(i => DeviceClassCatalogue.Default.Find(devices[i].Address.Class)!.ReportInterval).ThenBy(i => i).Take(beyond)];
    }

    private void Post(Action action)
    {
        _posted.Enqueue(action);
        _awake.Release();
    }

    private void Turn()
    {
        while (!_stop.IsCancellationRequested)
        {
            while (_posted.TryDequeue(out var action))
                action();
            Activate();
            EverySecond();
            var nowMs = Clock.NowMs;
            Desk.Speed = Clock.Speed;
            Desk.Begin(nowMs);
            AdvanceDue(nowMs);
            Wait();
        }
    }

    private void AdvanceDue(long nowMs)
    {
        for (var i = 0; i < MaxPerTurn && _due.TryPeek(out var index, out var dueMs) && dueMs <= nowMs; i++)
        {
            _due.Dequeue();
            // An older entry of a device that was scheduled anew.
            if (dueMs != _scheduledMs[index])
                continue;
            _devices[index].Advance(nowMs);
            Schedule(index);
        }
    }

    private void Schedule(int index)
    {
        if (!_devices[index].IsActive)
            return;
        var dueMs = _devices[index].Stream.DueMs;
        _scheduledMs[index] = dueMs;
        if (dueMs != Behaviour.Never)
            _due.Enqueue(index, dueMs);
    }

    private void Activate()
    {
        var seconds = (Clock.OursMs - _openedOursMs) / MsPerSecond;
        var wanted = (int)Math.Min(_devices.Length, 1 + (seconds * _options.ConnectsPerSecond));
        for (; _activated < wanted; _activated++)
        {
            _devices[_activated].Activate();
            Schedule(_activated);
        }
    }

    private void EverySecond()
    {
        var oursMs = Clock.OursMs;
        if (oursMs - _lastSecondMs < MsPerSecond)
            return;
        var sent = Counts.Now().Sent;
        Counts.Peak(sent - _lastSent);
        (_lastSecondMs, _lastSent) = (oursMs, sent);
        Desk.Show(Clock.NowMs);
        _sweep = (_sweep + 1) % SweepTurns;
        for (var i = _sweep; i < _activated; i += SweepTurns)
            _devices[i].PingIfIdle(Idle);
    }

    private void Wait()
    {
        const double Longest = 1000;
        var nextMs = Math.Min(_due.TryPeek(out _, out var dueMs) ? dueMs : Behaviour.Never, Desk.DueMs);
        var wait = nextMs == Behaviour.Never ? Longest : Math.Clamp(Clock.OursOf(nextMs) - Clock.OursMs, 0, Longest);
        if (_activated < _devices.Length)
            wait = Math.Min(wait, Math.Max(1, (double)MsPerSecond / _options.ConnectsPerSecond));
        if (wait > 0)
            _awake.Wait(TimeSpan.FromMilliseconds(Math.Ceiling(wait)), CancellationToken.None);
    }
}
