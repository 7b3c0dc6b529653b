using System.Collections.Concurrent;
using System.Globalization;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Gateway.LocalRules;

/// <summary>
/// Finds the values that mean a safety event (<see cref="SafetyRule.Values"/>) and raises it once when the value gets there, not again before the value has gone back. The event takes
/// the alarm lane like a device's own. Thread-safe as long as each device is used by one at a time; holds only the devices that are above a limit now.
/// </summary>
/// <remarks>After a restart a value that still stands raises once more: rather twice than silent.</remarks>
internal sealed class ValueWatch
{
    /// <summary>
    /// A value measured longer ago is history, told late by a device that was away: twice the longest report interval of a detector that measures (900 s). No siren for what may be
    /// over; the cloud gets the value all the same.
    /// </summary>
    private static readonly long FreshMs = (long)TimeSpan.FromMinutes(30).TotalMilliseconds;

    private readonly ConcurrentDictionary<(string Device, string Event), byte> _standing = new();
    private readonly ValueRule?[] _rules = new ValueRule?[QuantityCatalogue.Default.All.Count];

    public ValueWatch()
    {
        foreach (var rule in SafetyRule.Values)
            _rules[QuantityCatalogue.Default.IndexOf(rule.Quantity)] = rule;
    }

    /// <summary>Looks at a message that is being taken; the events that it means, null for none.</summary>
    internal List<DecodedEvent>? See(in DecodedMessage message)
    {
        List<DecodedEvent>? raised = null;
        foreach (var value in message.Values)
        {
            if (_rules[value.QuantityIndex] is { } rule && Rises(in message, value.Value, rule))
                (raised ??= []).Add(Event(in message, value.Value, rule));
        }

        return raised;
    }

    /// <summary>The device itself raised the event: its value has nothing to add before it has gone back.</summary>
    internal void See(DecodedEvent happened)
    {
        if (SafetyRule.Values.Any(rule => rule.Event == happened.Type))
            _standing[(happened.Address.Device, happened.Type)] = 0;
    }

    /// <summary>The event could not be stored: the value raises it anew when the device sends it again.</summary>
    internal void Forget(DecodedEvent raised) => _standing.TryRemove((raised.Address.Device, raised.Type), out _);

    private bool Rises(in DecodedMessage message, double value, ValueRule rule)
    {
        if (message.Quality.DeviceVerdict() == Quality.Bad || message.ReceivedAtMs - message.AtMs > FreshMs)
            return false;
        var key = (message.Address.Device, rule.Event);
        if (value >= rule.Limit)
            return _standing.TryAdd(key, 0);
        _standing.TryRemove(key, out _);
        return false;
    }

    private static DecodedEvent Event(in DecodedMessage message, double value, ValueRule rule) => new()
    {
        Address = message.Address,
        AtMs = message.AtMs,
        ReceivedAtMs = message.ReceivedAtMs,
        Quality = message.Quality,
        EventId = $"{message.Address.Device}:{rule.Event}:{message.AtMs}",
        Type = rule.Event,
        DataJson = string.Create(CultureInfo.InvariantCulture, $$"""{"{{rule.Quantity}}":{{value:R}},"limit":{{rule.Limit:R}}}"""),
    };
}
