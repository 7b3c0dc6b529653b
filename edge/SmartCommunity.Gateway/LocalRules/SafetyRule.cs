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

/// <summary>A measured value that means an event: at or above <paramref name="Limit"/>.</summary>
internal sealed record ValueRule(string Quantity, string Event, double Limit);

/// <summary>Which events are matters of safety, what each triggers, and which values mean such an event. Pure.</summary>
internal static class SafetyRule
{
    /// <summary>A boolean's true.</summary>
    private const double Yes = 1;

    /// <summary>
    /// Methane, share of the lower explosive limit: household detectors alarm somewhere from 5 to 25 % (GB 15322.2). The lower end: this rule is for detectors that send values
    /// only, and kitchens stay below 2 %.
    /// </summary>
    private const double GasLelLimit = 5;

    /// <summary>Carbon monoxide, ppm: 100 endangers life within the hour. From 50 on the cloud warns; that is no matter for a siren.</summary>
    private const double CoLimitPpm = 100;

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

    /// <summary>Values that mean an event, for detectors that report nothing else.</summary>
    internal static IReadOnlyList<ValueRule> Values { get; } =
        [new("smoke", "smoke", Yes), new("gasLel", "gas", GasLelLimit), new("co", "co", CoLimitPpm), new("leak", "leak", Yes)];

    /// <summary>True when the gateway itself acts on the event.</summary>
    internal static bool IsMatter(string type) => Patterns.ContainsKey(type);

    /// <summary>What a siren does about the event.</summary>
    internal static SoundPattern PatternOf(string type) => Patterns.GetValueOrDefault(type, SoundPattern.None);

    /// <summary>True when each event of the type is a new call for help.</summary>
    internal static bool IsCall(string type) => Calls.Contains(type);
}
