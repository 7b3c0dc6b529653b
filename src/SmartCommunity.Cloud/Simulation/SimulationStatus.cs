using System.Text.Json;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Simulation;

/// <summary>
/// What the cloud knows of simulators. That simulated devices were enrolled is kept in <c>simulation.json</c> of the data folder, flushed before the first one is
/// enrolled, and never taken back: the banner "simulated data" must outlive the simulators. The rest is asked of them. Thread-safe.
/// </summary>
public sealed class SimulationStatus : IDisposable
{
    private const string FileName = "simulation.json";

    /// <summary>Simulators that hang must not hang a page.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Pages of many operators share one question.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly TimeProvider _time;

    /// <summary>Protects the mark, the control and the last answer.</summary>
    private readonly Lock _gate = new();
    private Mark? _mark;
    private SimulatorControl? _control;
    private SimulatorState? _state;
    private long _askedTicks;

    /// <summary>Reads what is kept.</summary>
    public SimulationStatus(CloudOptions options, TimeProvider time)
    {
        (_path, _time) = (Path.Combine(options.DataFolder, FileName), time);
        _mark = Read(_path);
        if (_mark?.Control is { } control)
            _control = new SimulatorControl(control);
    }

    /// <summary>The control of the simulators that enrolled last; null when none ever said where they listen. It may have ended meanwhile.</summary>
    public SimulatorControl? Control
    {
        get
        {
            lock (_gate)
                return _control;
        }
    }

    /// <summary>True: simulated devices were enrolled in this data folder at some time.</summary>
    public bool SimulatedData
    {
        get
        {
            lock (_gate)
                return _mark is not null;
        }
    }

    /// <summary>Keeps that simulated devices are about to be enrolled, and where their simulators listen.</summary>
    /// <param name="devices">How many.</param>
    /// <param name="control">Loopback address of the control endpoint; null: they have none.</param>
    public void Enrolling(int devices, Uri? control)
    {
        lock (_gate)
        {
            var kept = control is { IsLoopback: true } ? control : null;
            _mark = new Mark(_mark?.FirstEnrolledAt ?? _time.GetUtcNow(), devices, kept ?? _mark?.Control);
            Write(_path, _mark);
            if (kept is null || kept == _control?.Address)
                return;
            _control = new SimulatorControl(kept);
            (_state, _askedTicks) = (null, 0);
        }
    }

    /// <summary>What is known now; asks the simulators at most once a second.</summary>
    public async Task<SimulationView> ViewAsync(CancellationToken cancellationToken)
    {
        SimulatorControl? control;
        lock (_gate)
        {
            if (_mark is null)
                return new SimulationView(SimulatedData: false, FirstEnrolledAt: null, Devices: 0, Running: false, State: null);
            control = _askedTicks != 0 && _time.GetElapsedTime(_askedTicks) < Fresh ? null : _control;
            if (control is not null)
                _askedTicks = _time.GetTimestamp();
        }

        var state = control is null ? null : await AskAsync(control, cancellationToken);
        lock (_gate)
        {
            if (control is not null)
                _state = state;
            return new SimulationView(SimulatedData: true, _mark.FirstEnrolledAt, _mark.Devices, _state?.Running ?? false, _state);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _control?.Dispose();

    private async Task<SimulatorState?> AskAsync(SimulatorControl control, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var answer = await control.StateAsync(both.Token);
            return answer.Succeeded ? answer.Value : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static Mark? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize<Mark>(File.ReadAllText(path), JsonSerializerOptions.Web) ?? Unreadable();
        }
        catch (JsonException)
        {
            return Unreadable();
        }
    }

    /// <summary>A damaged mark still says the one thing that matters: that there was one.</summary>
    private static Mark Unreadable() => new(DateTimeOffset.UnixEpoch, 0, null);

    private static void Write(string path, Mark mark)
    {
        var beside = path + ".new";
        using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, mark, JsonSerializerOptions.Web);
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }

    private sealed record Mark(DateTimeOffset FirstEnrolledAt, int Devices, Uri? Control);
}
