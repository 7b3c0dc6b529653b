using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Seeded;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators.Fleet;

/// <summary>One message of a simulated device: when it is due, on which topic, and its payload.</summary>
internal readonly record struct SimulatedMessage(long DueMs, TopicKind Kind, byte[] Payload);

/// <summary>
/// Everything one device says from a start instant on, in order of time. Pure in (district seed, device, start, boot): the same arguments give the same
/// bytes on any machine. Not thread-safe.
/// </summary>
internal sealed class DeviceStream
{
    /// <summary>A device reports for the first time within this of its start; below the promise of 10 s.</summary>
    private const double FirstReportWithinMs = 8_000;

    /// <summary>Clocks of cheap devices wander; the share of the interval a report may be late.</summary>
    private const double JitterShare = 0.04;

    private const int IncidentHorizonDays = 400;

    private readonly Behaviour _behaviour;
    private readonly Dice _dice;
    private readonly long _intervalMs;
    private readonly long _boot;
    private readonly Kept _kept;
    private readonly StreamScratch _scratch;
    private long _seq;
    private long _nextReportMs;
    private long _nextChangeMs;
    private Incident? _nextIncident;
    private Incident? _nextEvent;

    internal DeviceStream(
        SimulatedDevice device, DistrictView district, long startMs, long boot, double incidentsPerHomeDay, StreamScratch? scratch = null, bool withKept = false)
    {
        _scratch = scratch ?? new StreamScratch();
        var known = DeviceClassCatalogue.Default.Find(device.Address.Class)
            ?? throw new ArgumentOutOfRangeException(nameof(device), device.Address.Class, "Not a class of the catalogue.");
        Device = device;
        Class = known;
        _behaviour = BehaviourOf.Device(device, district, incidentsPerHomeDay);
        _dice = Dice.Of(district.Seed).Fork(device.Id).Fork("clock");
        _intervalMs = (long)known.ReportInterval.TotalMilliseconds;
        _boot = boot;
        StartMs = startMs;
        _kept = withKept ? _behaviour.KeptAt(Moment.Of(startMs)) : default;
        _nextReportMs = _kept.Step > TimeSpan.Zero ? KeptReportAfter(Before(_kept.Reports)) : FirstReportMs;
        _nextChangeMs = _behaviour.NextChangeMs(Before(_kept.Changes));
        _nextIncident = IncidentAfter(Before(_kept.Events));
        _nextEvent = _behaviour.NextEvent(Before(_kept.Events));
    }

    /// <summary>Where it begins to play; what is due before that it had kept.</summary>
    internal long StartMs { get; }

    internal SimulatedDevice Device { get; }

    internal DeviceClass Class { get; }

    /// <summary>When <see cref="Next"/> is due.</summary>
    internal long DueMs => Math.Min(Math.Min(_nextReportMs, _nextChangeMs), Math.Min(_nextIncident?.AtMs ?? Behaviour.Never, _nextEvent?.AtMs ?? Behaviour.Never));

    /// <summary>The next message; null when the device has nothing to say at this instant.</summary>
    internal SimulatedMessage? Next()
    {
        var report = Advance();
        return report is null
            ? null
            : new SimulatedMessage(report.DueMs, report.Incident is null ? TopicKind.Telemetry : TopicKind.Event, Written(report));
    }

    /// <summary>The next message before it is written, in the shared scratch; null when the device has nothing to say at this instant.</summary>
    internal Draft? Advance()
    {
        var dueMs = DueMs;
        if (_nextIncident is { } incident && incident.AtMs == dueMs)
        {
            _nextIncident = IncidentAfter(dueMs);
            return Event(dueMs, incident);
        }

        if (_nextEvent is { } happened && happened.AtMs == dueMs)
        {
            _nextEvent = _behaviour.NextEvent(dueMs);
            return Event(dueMs, happened);
        }

        if (_nextReportMs == dueMs)
            _nextReportMs = dueMs < StartMs ? KeptReportAfter(dueMs) : _behaviour.ReportsByInterval ? ReportAfter(dueMs) : Behaviour.Never;
        if (_nextChangeMs == dueMs)
            _nextChangeMs = _behaviour.NextChangeMs(dueMs);
        return Measured(dueMs);
    }

    /// <summary>Does what it is told; what is new by it is due next.</summary>
    internal void Obey(Order order, long nowMs)
    {
        if (_behaviour.Obey(order, nowMs))
            _nextChangeMs = nowMs;
    }

    /// <summary>A report out of turn: what the device measures at the instant; null when that is nothing.</summary>
    internal Draft? Measured(long dueMs)
    {
        var report = _scratch.Report;
        report.Begin(dueMs, _boot);
        _behaviour.Measure(Moment.Of(dueMs), report.Values);
        if (report.Values.Count == 0)
            return null;
        report.Seq = _seq++;
        return report;
    }

    /// <summary>An event of this device.</summary>
    internal Draft Event(long dueMs, Incident incident)
    {
        var report = _scratch.Report;
        report.Begin(dueMs, _boot);
        report.Incident = incident;
        return report;
    }

    /// <summary>What the device would measure at any instant; leaves the stream as it is.</summary>
    internal void Probe(long atMs, ValueSet values)
    {
        values.Clear();
        _behaviour.Measure(Moment.Of(atMs), values);
    }

    internal byte[] Written(Draft report) => report.Raw ?? (report.Incident is { } incident
        ? _scratch.Payloads.Event(Device.Id, incident, report.AtMs)
        : _scratch.Payloads.Telemetry(report.AtMs, report.Boot, report.Seq, report.Values.Values));

    private long FirstReportMs => StartMs + (long)_dice.Between(-1, 0, FirstReportWithinMs);

    private long Before(TimeSpan length) => StartMs - (long)length.TotalMilliseconds;

    /// <summary>The next kept report, in steps from midnight; the first of the run itself when there is none left.</summary>
    private long KeptReportAfter(long afterMs)
    {
        var dayMs = ChinaTime.DayStartMs(afterMs);
        var stepMs = (long)_kept.Step.TotalMilliseconds;
        var nextMs = dayMs + ((((afterMs - dayMs) / stepMs) + 1) * stepMs);
        return nextMs < StartMs ? nextMs : FirstReportMs;
    }

    private long ReportAfter(long afterMs)
    {
        var offset = (long)_dice.Between(-2, 0, _intervalMs);
        var period = (afterMs - offset) / _intervalMs;
        while (true)
        {
            var dueMs = (period * _intervalMs) + offset + (long)(_dice.Between(period, 0, JitterShare) * _intervalMs);
            if (dueMs > afterMs)
                return dueMs;
            period++;
        }
    }

    private Incident? IncidentAfter(long afterMs)
    {
        var today = Moment.Of(afterMs).Day;
        for (var day = today; day < today + IncidentHorizonDays; day++)
        {
            if (_behaviour.IncidentOf(day) is { } incident && incident.AtMs > afterMs)
                return incident;
        }

        return null;
    }
}
