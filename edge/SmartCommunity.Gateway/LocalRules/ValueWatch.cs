using System.Collections.Concurrent;
using System.Globalization;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Gateway.LocalRules;

/// <summary>
/// Finds the values that mean a safety event (<see cref="StandingValues.All"/>) and raises it once when the value gets there, not again before the value has gone back; the same for states that a dialect
/// says without a value. The event takes the alarm lane like a device's own. Its id comes from the rise, and the rises that stand are in a file (<see cref="RiseFile"/>): after a restart a value that still
/// stands raises nothing again, unless its event never reached the disk; then it is raised under the same id. Thread-safe as long as each device is used by one at a time; holds only the devices that
/// are above a limit now.
/// </summary>
internal sealed class ValueWatch
{
    /// <summary>
    /// A value measured longer ago is history, told late by a device that was away: twice the longest report interval of a detector that measures (900 s). No siren for what may be
    /// over; the cloud gets the value all the same.
    /// </summary>
    private static readonly long FreshMs = (long)TimeSpan.FromMinutes(30).TotalMilliseconds;

    /// <summary>A state that nobody repeated for so long, twice the hour in which detectors report, is over: some devices say <c>on</c> only.</summary>
    private static readonly long SilentMs = (long)TimeSpan.FromHours(2).TotalMilliseconds;

    private readonly ConcurrentDictionary<(string Device, string Event), Rise> _standing = new();
    private readonly StandingValue?[] _rules = new StandingValue?[QuantityCatalogue.Default.All.Count];
    private readonly RiseFile? _file;

    /// <summary>Takes up the rises that stood when the process last ended; without a file, none, and none is kept.</summary>
    internal ValueWatch(RiseFile? file)
    {
        _file = file;
        foreach (var rule in StandingValues.All)
            _rules[QuantityCatalogue.Default.IndexOf(rule.Quantity)] = rule;
        foreach (var rise in file?.Read() ?? [])
            _standing[(rise.Device, rise.Event)] = rise;
    }

    /// <summary>Looks at a message that is being taken; the events that it means, null for none.</summary>
    internal List<DecodedEvent>? See(in DecodedMessage message)
    {
        List<DecodedEvent>? raised = null;
        foreach (var value in message.Values)
        {
            if (_rules[value.QuantityIndex] is not { } rule || message.Quality.DeviceVerdict() == Quality.Bad || message.ReceivedAtMs - message.AtMs > FreshMs)
                continue;
            var key = (message.Address.Device, rule.Event);
            if (value.Value < rule.Limit)
                End(key);
            else if (Begin(key, message.AtMs) is { } rise)
                (raised ??= []).Add(Event(in message, value.Value, rule, rise));
        }

        return raised;
    }

    /// <summary>A dialect says whether a state is so now; the event to be raised, null for none.</summary>
    internal DecodedEvent? See(DecodedEvent state, bool isOn)
    {
        var key = (state.Address.Device, state.Type);
        if (!isOn || (_standing.TryGetValue(key, out var known) && known.HeardAtMs > 0 && state.ReceivedAtMs - known.HeardAtMs > SilentMs))
            End(key);
        if (!isOn)
            return null;
        var rise = Begin(key, state.AtMs);
        if (_standing.TryGetValue(key, out var standing))
            standing.HeardAtMs = state.ReceivedAtMs;
        return rise is null ? null : state with { EventId = rise.EventId, AtMs = rise.AtMs };
    }

    /// <summary>The device itself raised the event: its value has nothing to add before it has gone back.</summary>
    internal void See(DecodedEvent happened)
    {
        if (StandingValues.HaveEvent(happened.Type)
            && _standing.TryAdd((happened.Address.Device, happened.Type), new Rise(happened.Address.Device, happened.Type, happened.EventId, happened.AtMs) { IsStored = true }))
            Save();
    }

    /// <summary>The event is on disk: it is raised no second time, whatever happens.</summary>
    internal void Keep(DecodedEvent raised)
    {
        if (!_standing.TryGetValue((raised.Address.Device, raised.Type), out var rise) || rise.EventId != raised.EventId)
            return;
        rise.IsStored = true;
        Save();
    }

    /// <summary>The event could not be stored: the value raises it anew when the device sends it again.</summary>
    internal void Forget(DecodedEvent raised) => End((raised.Address.Device, raised.Type));

    /// <summary>The rise that is to be told; null when it was. What stands may be forgotten meanwhile: a commit that failed says so when it pleases.</summary>
    private Rise? Begin((string Device, string Event) key, long atMs)
    {
        var rise = new Rise(key.Device, key.Event, $"{key.Device}:{key.Event}:{atMs.ToString(CultureInfo.InvariantCulture)}", atMs);
        var standing = _standing.GetOrAdd(key, rise);
        if (!ReferenceEquals(standing, rise))
            return standing.TakeUp() ? standing : null;
        Save();
        return rise;
    }

    private void End((string Device, string Event) key)
    {
        if (_standing.TryRemove(key, out _))
            Save();
    }

    private void Save() => _file?.Write(() => _standing.Values);

    private static DecodedEvent Event(in DecodedMessage message, double value, StandingValue rule, Rise rise) => new()
    {
        Address = message.Address,
        AtMs = rise.AtMs,
        ReceivedAtMs = message.ReceivedAtMs,
        Quality = message.Quality,
        EventId = rise.EventId,
        Type = rule.Event,
        DataJson = string.Create(CultureInfo.InvariantCulture, $$"""{"{{rule.Quantity}}":{{value:R}},"limit":{{rule.Limit:R}}}"""),
    };
}
