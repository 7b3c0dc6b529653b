using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using SmartCommunity.Simulators.Fleet;

namespace SmartCommunity.Simulators;

/// <summary>
/// A simulated district under control: starts, stops, pauses, changes speed, seed and scenario, takes faults while it runs, and tells its labels. A change of
/// seed stops the run and begins another. Thread-safe; one change at a time.
/// </summary>
public sealed partial class Simulation : IAsyncDisposable
{
    private readonly SimulationSetup _setup;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TruthFile _truth;
    private readonly LabelFeed _labels = new();

    /// <summary>Its holder alone starts and stops runs.</summary>
    private readonly SemaphoreSlim _changing = new(1, 1);
    private volatile FleetRun? _run;
    private FleetProgress _last;
    private ulong _seed;
    private double _speed;
    private Scenario? _scenario;
    private DateTimeOffset? _since;
    private bool _hasBegun;

    private Simulation(SimulationSetup setup, TimeProvider time, ILogger logger)
    {
        (_setup, _time, _logger) = (setup, time, logger);
        (_seed, _speed, _scenario) = (setup.Seed, setup.Speed, setup.Scenario);
        _truth = TruthFile.Open(TruthPath);
    }

    /// <summary>The file with the labels.</summary>
    public string TruthPath => Path.Combine(_setup.Folder, TruthFile.Name);

    /// <summary>What it is doing now.</summary>
    public SimulationState State
    {
        get
        {
            var run = _run;
            return new SimulationState(
                run is not null, run?.Clock.IsPaused ?? false, _seed, _scenario?.Name, run?.Clock.Speed ?? _speed,
                run is null ? _time.GetUtcNow() : DateTimeOffset.FromUnixTimeMilliseconds(run.Clock.NowMs), _since, run?.Sleeping ?? 0, run?.Counts.Now() ?? _last,
                run?.Desk.Seen.Active ?? [], run?.Desk.Seen.Waiting ?? 0, run?.Desk.Seen.Unplaced ?? []);
        }
    }

    /// <summary>A simulation that does not run yet. Only one process may have a folder; keeping others out is the caller's.</summary>
    /// <exception cref="IOException">The truth file cannot be written.</exception>
    public static Simulation Open(SimulationSetup setup, TimeProvider time, ILogger logger)
    {
        setup.Fleet.Check();
        return new Simulation(setup, time, logger);
    }

    /// <summary>Plays the district; nothing when it does already. Where the simulated time begins: <see cref="SimulationSetup.Start"/> the first time, then now.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => ChangeAsync(Begin, cancellationToken);

    /// <summary>Every device says offline and disconnects; what lasted is labelled as ended.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => ChangeAsync(EndAsync, cancellationToken);

    /// <summary>Stops or resumes the simulated time; nothing when it does not run.</summary>
    public void SetPaused(bool paused)
    {
        _run?.Clock.SetPaused(paused);
        _run?.Wake();
    }

    /// <summary>Runs on at another speed, 1 to 3,600; the simulated time never passes ours.</summary>
    public void SetSpeed(double speed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(speed, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(speed, SimulationClock.MaxSpeed);
        _speed = speed;
        _run?.Clock.SetSpeed(speed);
        _run?.Wake();
    }

    /// <summary>The simulators' own lateness since this was last asked, or since the run began; empty when none runs. For one asker: asking begins the next stretch.</summary>
    public LatenessWindow TakeLateness() => _run?.Counts.TakeWindow() ?? default;

    /// <summary>Stops, and plays the district of another seed from now on if it ran.</summary>
    public Task SetSeedAsync(ulong seed, CancellationToken cancellationToken) => ChangeAsync(
        async () =>
        {
            var ran = _run is not null;
            await EndAsync();
            _seed = seed;
            if (ran)
                await Begin();
        },
        cancellationToken);

    /// <summary>Plays a scenario from the simulated now on, in place of the one before; null: none. Faults that began stay until their end.</summary>
    public Task PlayAsync(Scenario? scenario, CancellationToken cancellationToken) => ChangeAsync(
        async () =>
        {
            _scenario = scenario;
            if (_run is { } run)
                await run.PostAsync(() => run.Desk.Replace(scenario, DateTimeOffset.FromUnixTimeMilliseconds(run.Clock.NowMs)));
        },
        cancellationToken);

    /// <summary>
    /// Begins a fault; its beginning is not before the simulated now. Comes back with its labels, on the disk already, or with the field that is wrong.
    /// </summary>
    public async Task<(IReadOnlyList<FaultLabel> Labels, IReadOnlyList<(string Field, string Message)> Faults)> InjectAsync(FaultOrder order, CancellationToken cancellationToken)
    {
        if (order.Faults() is { Count: > 0 } faults)
            return ([], faults);
        if (_run is not { } run)
            return ([], [("simulation", "The simulation does not run; start it first.")]);
        var (labels, fault) = await run.PostAsync(() =>
        {
            var now = DateTimeOffset.FromUnixTimeMilliseconds(run.Clock.NowMs);
            return run.Desk.Begin(order with { From = order.From < now ? now : order.From }, now.ToUnixTimeMilliseconds());
        }).WaitAsync(cancellationToken);
        return (labels, fault is null ? [] : [("who", fault)]);
    }

    /// <summary>The newest labels, then every one as it is written, until cancelled.</summary>
    public IAsyncEnumerable<FaultLabel> LabelsAsync(CancellationToken cancellationToken) => _labels.ListenAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ChangeAsync(EndAsync, CancellationToken.None);
        _truth.Dispose();
        _changing.Dispose();
    }

    private Task Begin()
    {
        if (_run is not null)
            return Task.CompletedTask;
        var now = _time.GetUtcNow();
        var start = _hasBegun ? now : _setup.StartAt(now);
        var fleet = _hasBegun ? _setup.Fleet with { FirstHeard = FrozenSet<string>.Empty } : _setup.Fleet;
        var run = new FleetRun(_setup.District(_seed), fleet, new SimulationClock(_time, start, _speed), _time, Write);
        run.Desk.Speed = _speed;
        run.Desk.Play(_scenario, start);
        (_hasBegun, _since) = (true, now);
        run.Start();
        _run = run;
        DeviceFleet.Started(_logger, run, _seed);
        LogSimulated(_logger, start, _speed, _scenario?.Name ?? "none", TruthPath);
        return Task.CompletedTask;
    }

    private async Task EndAsync()
    {
        if (_run is not { } run)
            return;
        _run = null;
        _since = null;
        await run.DisposeAsync();
        _last = run.Counts.Now();
        DeviceFleet.Stopped(_logger, _last);
    }

    private async Task ChangeAsync(Func<Task> change, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            await change();
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>On the disk before anybody hears of it, and before the fault begins.</summary>
    private void Write(IReadOnlyList<FaultLabel> labels)
    {
        _truth.Append(labels);
        foreach (var label in labels)
            _labels.Add(label);
    }

    [LoggerMessage(4003, LogLevel.Information, "Simulated time begins at {Start:O}, speed {Speed}, scenario {Scenario}; the truth is in {TruthPath}.")]
    private static partial void LogSimulated(ILogger logger, DateTimeOffset start, double speed, string scenario, string truthPath);
}
