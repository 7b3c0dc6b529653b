using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>A leaf that is folded, compiled. Immutable and shared by all communities.</summary>
internal abstract class PlannedLeaf(string key)
{
    /// <summary>Canonical text, see <see cref="LeafKeys"/>.</summary>
    internal string Key { get; } = key;

    /// <summary>Place among the plan's leaves, which are in order of their keys.</summary>
    internal int Index { get; set; }

    /// <summary>Days before the newest that some window may still ask for.</summary>
    internal int KeptDays { get; set; }
}

/// <summary>Which devices, compiled.</summary>
internal sealed class PlannedDevices(DeviceSelector devices)
{
    internal bool Match(DeviceClass deviceClass, IReadOnlyList<string> facilities, IReadOnlyList<string> feeds) =>
        Holds(devices.Classes, deviceClass.Code) && Holds(devices.Domains, deviceClass.Domain) && Holds(devices.InFacilities, facilities) && Holds(devices.Feeds, feeds);

    private static bool Holds(IReadOnlyList<string> wanted, string actual) => wanted.Count == 0 || wanted.Contains(actual, StringComparer.Ordinal);

    private static bool Holds(IReadOnlyList<string> wanted, IReadOnlyList<string> actual) => wanted.Count == 0 || wanted.Any(w => actual.Contains(w, StringComparer.Ordinal));
}

/// <summary>Measurements of a quantity.</summary>
internal sealed class SampleLeaf(string key, SampleSource source) : PlannedLeaf(key)
{
    internal string Quantity { get; } = source.Quantity;

    internal PlannedDevices Devices { get; } = new(source.Devices);

    internal LeafHours Hours { get; } = LeafHours.Of(source.Hours);

    internal ValueConditions Where { get; } = new(source);
}

/// <summary>Events, with the values of one field.</summary>
internal sealed class EventLeaf(string key, EventSource source, string? field) : PlannedLeaf(key)
{
    internal IReadOnlyList<string> Types { get; } = source.Types;

    internal PlannedDevices Devices { get; } = new(source.Devices);

    internal DataConditions Where { get; } = new(source.Where);

    internal string? Field { get; } = field;
}

/// <summary>Consumption of a register.</summary>
internal sealed class RegisterLeaf(string key, RegisterDelta source) : PlannedLeaf(key)
{
    internal string Quantity { get; } = source.Quantity;

    internal PlannedDevices Devices { get; } = new(source.Devices);
}

/// <summary>Time in a state.</summary>
internal sealed class UptimeLeaf(string key, Uptime source) : PlannedLeaf(key)
{
    private readonly long[] _states = [.. source.States.Select(StateOf)];

    /// <summary>Null: any quantity, the device was heard.</summary>
    internal string? Quantity { get; } = source.Quantity;

    internal PlannedDevices Devices { get; } = new(source.Devices);

    internal LeafHours Hours { get; } = LeafHours.Of(source.Hours);

    internal int HoldIntervals { get; } = source.HoldIntervals;

    internal bool IsIn(long scaled) => _states.Length == 0 || Array.IndexOf(_states, scaled) >= 0 != source.Not;

    private static long StateOf(double state) => ScaledValue.TryFrom(state, out var scaled) ? scaled : throw new ArgumentException($"{state} is no state: at most {ScaledValue.Largest}.", nameof(state));
}

/// <summary>Events and what follows them.</summary>
internal sealed class PairLeaf : PlannedLeaf
{
    private const double MillisecondsPerSecond = 1000;
    private readonly string[] _steps;

    internal PairLeaf(string key, WithinSeconds source)
        : base(key)
    {
        var then = source.Then;
        FirstTypes = source.First.Types;
        FirstDevices = new PlannedDevices(source.First.Devices);
        FirstWhere = new DataConditions(source.First.Where);
        ThenTypes = then.EventTypes;
        ThenDevices = then.Devices is null ? null : new PlannedDevices(then.Devices);
        ThenQuantity = then.Quantity;
        ThenState = ScaledValue.TryFrom(then.State, out var state) ? state : throw new ArgumentException($"{then.State} is no state: at most {ScaledValue.Largest}.", nameof(source));
        _steps = [.. then.Steps.Select(static s => s.Step)];
        StepHashes = [.. _steps.Select(TextHash.Of)];
        StepLimitsMs = [.. then.Steps.Select(static s => Milliseconds(s.Seconds))];
        LimitMs = then.Steps.Count > 0 ? StepLimitsMs.Max() : Milliseconds(source.Seconds);
        Field = source.Key;
    }

    internal IReadOnlyList<string> FirstTypes { get; }

    internal PlannedDevices FirstDevices { get; }

    internal DataConditions FirstWhere { get; }

    internal IReadOnlyList<string> ThenTypes { get; }

    internal PlannedDevices? ThenDevices { get; }

    internal string? ThenQuantity { get; }

    internal long ThenState { get; }

    internal ulong[] StepHashes { get; }

    internal long[] StepLimitsMs { get; }

    /// <summary>The longest time a follower may take.</summary>
    internal long LimitMs { get; }

    /// <summary>Field whose value ties a follower to its event; null: none.</summary>
    internal string? Field { get; }

    internal int StepIndex(string step) => Array.IndexOf(_steps, step);

    private static long Milliseconds(double seconds) => (long)(seconds * MillisecondsPerSecond);
}
