using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Fleet;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators;

/// <summary>What a device does at an instant.</summary>
internal enum ActKind
{
    /// <summary>Publishes measurements.</summary>
    Telemetry,

    /// <summary>Publishes an event.</summary>
    Event,

    /// <summary>Publishes on another device's topic.</summary>
    Foreign,

    /// <summary>Loses its connection without a goodbye.</summary>
    Cut,

    /// <summary>May connect again.</summary>
    Restore,

    /// <summary>Tries to log in with a wrong token.</summary>
    WrongToken,
}

/// <summary>One act of a device; <paramref name="Topic"/> only when it is not its own, <paramref name="IsAlone"/> when it must not stand in an array.</summary>
internal readonly record struct DeviceAct(long DueMs, ActKind Kind, byte[] Payload, string Topic = "", bool IsAlone = false);

/// <summary>
/// Everything one device does, its faults and the weather included, in order of time. Pure in the stream's arguments, the faults and when they were
/// added. Without faults it costs nothing but the reference. Not thread-safe.
/// </summary>
internal sealed class FaultyStream(DeviceStream inner)
{
    private static readonly byte[] Nothing = [];

    private List<(FaultEffect Effect, long NextMs)>? _effects;
    private PriorityQueue<DeviceAct, (long DueMs, long Number)>? _held;
    private RegisterFollow? _registers;
    private Action<Draft>? _weather;
    private long _number;

    internal SimulatedDevice Device => inner.Device;

    internal DeviceClass Class => inner.Class;

    /// <summary>When what the device says of itself begins: what is older it had kept before.</summary>
    internal long StartMs => inner.StartMs;

    /// <summary>Called with every incident the behaviour itself brings, for its label.</summary>
    internal Action<SimulatedDevice, Incident>? OnIncident { get; init; }

    internal long DueMs
    {
        get
        {
            var dueMs = inner.DueMs;
            if (_effects is not null)
            {
                foreach (var (_, nextMs) in _effects)
                    dueMs = Math.Min(dueMs, nextMs);
            }

            return _held is not null && _held.TryPeek(out var act, out _) ? Math.Min(dueMs, act.DueMs) : dueMs;
        }
    }

    /// <summary>Adds a fault; what it does out of turn begins after <paramref name="nowMs"/>.</summary>
    internal void Add(FaultEffect effect, long nowMs)
    {
        effect.Meet(inner.Probe);
        (_effects ??= []).Add((effect, effect.NextExtraMs(nowMs)));
        _registers ??= new RegisterFollow();
    }

    /// <summary>Shapes every report by the weather before the faults do; null: the behaviour's own weather.</summary>
    internal void SetWeather(Action<Draft>? weather)
    {
        _weather = weather;
        if (weather is not null)
            _registers ??= new RegisterFollow();
    }

    /// <summary>Does what it is told.</summary>
    internal void Obey(Order order, long nowMs) => inner.Obey(order, nowMs);

    /// <summary>The next act; null when there is nothing to do at this instant after all.</summary>
    internal DeviceAct? Next()
    {
        var dueMs = DueMs;
        if (_held is not null && _held.TryPeek(out var held, out _) && held.DueMs == dueMs)
            return _held.Dequeue();
        if (_effects is not null)
        {
            for (var i = 0; i < _effects.Count; i++)
            {
                if (_effects[i].NextMs == dueMs)
                    return Extra(i, dueMs);
            }
        }

        var report = inner.Advance();
        if (report?.Incident is { Label.Length: > 0 } incident)
            OnIncident?.Invoke(Device, incident);
        return report is null ? null : Send(report);
    }

    private DeviceAct? Extra(int index, long dueMs)
    {
        var effect = _effects![index].Effect;
        _effects[index] = (effect, effect.NextExtraMs(dueMs));
        var extra = effect.ExtraAt(dueMs);
        switch (extra.Kind)
        {
            case ExtraKind.Report:
                return inner.Measured(dueMs) is { } report ? Send(report) : null;
            case ExtraKind.Event:
                return Send(inner.Event(dueMs, new Incident(dueMs, extra.Text, "")));
            case ExtraKind.Cut:
                return new DeviceAct(dueMs, ActKind.Cut, Nothing);
            case ExtraKind.Restore:
                return new DeviceAct(dueMs, ActKind.Restore, Nothing);
            case ExtraKind.WrongToken:
                return new DeviceAct(dueMs, ActKind.WrongToken, Nothing);
            default:
                var foreign = inner.Measured(dueMs);
                return foreign is null ? null : new DeviceAct(dueMs, ActKind.Foreign, inner.Written(foreign), extra.Text, IsAlone: true);
        }
    }

    private DeviceAct? Send(Draft report)
    {
        if (_registers is not null)
            Shape(report);
        var kind = report.Incident is null ? ActKind.Telemetry : ActKind.Event;
        if (report.Copies == 0)
            return null;
        var act = new DeviceAct(report.DueMs + report.DelayMs, kind, inner.Written(report), IsAlone: report.Raw is not null);
        if (report.DelayMs == 0 && report.Copies == 1)
            return act;
        _held ??= new PriorityQueue<DeviceAct, (long DueMs, long Number)>();
        for (var copy = 0; copy < report.Copies; copy++)
            _held.Enqueue(act, (act.DueMs, _number++));
        return null;
    }

    /// <summary>Weather and passing faults first, then the registers follow the rates, then what lasts: exchanged meters and new boots.</summary>
    private void Shape(Draft report)
    {
        _registers!.Before(report.Values);
        if (report.Incident is null)
            _weather?.Invoke(report);
        ShapeBy(report, lasting: false);
        if (report.Incident is null)
            _registers.After(report, inner.Class);
        ShapeBy(report, lasting: true);
        Forget(report.DueMs);
    }

    private void ShapeBy(Draft report, bool lasting)
    {
        if (_effects is null)
            return;
        foreach (var (effect, _) in _effects)
        {
            if (effect.Lasts == lasting && effect.Concerns(report.DueMs))
                effect.Shape(report);
        }
    }

    private void Forget(long nowMs) =>
        _effects?.RemoveAll(e => !e.Effect.Lasts && e.NextMs == Behaviour.Never && e.Effect.Play.ToMs <= nowMs);
}
