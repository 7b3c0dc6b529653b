using System.Collections.Frozen;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Gateway.LocalRules;

/// <summary>What a siren is told to do.</summary>
internal enum SoundPattern
{
    /// <summary>Nothing: the matter is no reason to wake a community.</summary>
    None,

    /// <summary>Somebody needs help: come.</summary>
    Attention,

    /// <summary>The place itself is dangerous: leave.</summary>
    Evacuate,
}

/// <summary>Which events are matters of safety, what each triggers, and which values mean such an event. Pure.</summary>
internal static class SafetyRule
{
    /// <summary>Somebody calls, each time anew; the others are states of a place, which one siren tells once.</summary>
    private static readonly FrozenSet<string> Calls = FrozenSet.ToFrozenSet(["sos", "fall"], StringComparer.Ordinal);

    /// <summary>
    /// Every event that triggers something here. Water on the floor (P2: somebody looks within two hours) is posted to the webhook and sounds nothing. What is no life's matter
    /// keeps the limits of a routine event.
    /// </summary>
    private static readonly FrozenDictionary<string, SoundPattern> Patterns = SafetyEvents.Types
        .Select(type => KeyValuePair.Create(type, Calls.Contains(type) ? SoundPattern.Attention : SoundPattern.Evacuate))
        .Append(KeyValuePair.Create("leak", SoundPattern.None))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>True when the gateway itself acts on the event.</summary>
    internal static bool IsMatter(string type) => Patterns.ContainsKey(type);

    /// <summary>What a siren does about the event.</summary>
    internal static SoundPattern PatternOf(string type) => Patterns.GetValueOrDefault(type, SoundPattern.None);

    /// <summary>True when each event of the type is a new call for help.</summary>
    internal static bool IsCall(string type) => Calls.Contains(type);
}
