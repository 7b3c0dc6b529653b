using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace SmartCommunity.Telemetry.Dialects.VendorJson;

/// <summary>How the mapping file says that times are written.</summary>
internal enum TimeFormat
{
    Milliseconds,
    Seconds,
    Iso,
    Pattern,
}

internal sealed record TimeRule(int Slot, TimeFormat Format, string Pattern);

internal sealed record Condition(int Slot, Expected Expected);

internal sealed record ValueRule(
    int Slot, string Pointer, string Quantity, double Scale, double Offset, Condition? Where, IReadOnlyList<Expected> Invalid, IReadOnlyList<(Expected Written, double Value)> Codes)
{
    /// <summary>Significant digits kept of a converted value: two fewer than a double has, so that 68 °F are 20 °C and not 20.000000000000036.</summary>
    private const int Digits = 13;

    private const int MaxDecimals = 15; // As Math.Round takes them.

    /// <summary>A raw number in the quantity's unit.</summary>
    internal double Convert(double raw)
    {
        if (Scale == 1 && Offset == 0)
            return raw;
        var product = raw * Scale;
        var value = product + Offset;
        var decimals = Digits - (int)Math.Ceiling(Math.Log10(Math.Max(Math.Abs(product), Math.Abs(Offset))));
        return double.IsFinite(value) && decimals is >= 0 and <= MaxDecimals ? Math.Round(value, decimals) : value;
    }
}

internal sealed record EventRule(int Slot, Expected? Expected, string Type, int IdSlot);

/// <summary>A mapping file ready for use: one tree of pointers for the document and one for its items, and the rules over what they captured. Immutable and thread-safe.</summary>
internal sealed class VendorMapping
{
    /// <summary>Compiled once for each profile object, which stays the same until the profile is changed.</summary>
    private static readonly ConditionalWeakTable<DialectProfile, VendorMapping> Compiled = [];

    private readonly string[][] _topics;

    internal VendorMapping(IReadOnlyList<string> topics)
    {
        Topics = topics;
        _topics = [.. topics.Select(t => t.Split('/'))];
    }

    /// <summary>Why it cannot be used; empty: it can.</summary>
    internal IReadOnlyList<string> Faults { get; init; } = [];

    internal IReadOnlyList<string> Topics { get; }

    internal PointerTree Document { get; init; } = new();

    /// <summary>Null: the document is one message. Else what is wanted of every item.</summary>
    internal PointerTree? Item { get; init; }

    /// <summary>The slot of the list of items, or −1.</summary>
    internal int ItemsSlot { get; init; } = -1;

    internal string ItemsPointer { get; init; } = "";

    /// <summary>Slots of pointers into the document, from 0 on.</summary>
    internal int DocumentSlots { get; init; }

    /// <summary>Slots of pointers into an item, from <see cref="VendorMappingDocument.MaxPointers"/> on.</summary>
    internal int ItemSlots { get; init; }

    /// <summary>The slot of the name of the device, or −1: the sender itself.</summary>
    internal int DeviceSlot { get; init; } = -1;

    internal TimeRule? Time { get; init; }

    internal IReadOnlyList<ValueRule> Values { get; init; } = [];

    internal IReadOnlyList<EventRule> Events { get; init; } = [];

    /// <summary>The rules whose events pass the rate limit.</summary>
    internal IReadOnlyList<EventRule> SafetyEvents { get; init; } = [];

    /// <summary>The compiled profile; one with faults when the profile has faults.</summary>
    internal static VendorMapping Of(DialectProfile profile) => Compiled.GetValue(profile, static p => Compile(p));

    /// <summary>Where a device publishes when nothing says where: its first topic.</summary>
    internal string TopicOf(string device) => Topics[0].Replace(VendorMappingDocument.DevicePlaceholder, device, StringComparison.Ordinal).Replace('+', '-');

    /// <summary>Whether the device may publish on this topic. No allocation.</summary>
    internal bool Owns(ReadOnlySpan<byte> topic, string device)
    {
        foreach (var levels in _topics)
        {
            if (Matches(topic, levels, device))
                return true;
        }

        return false;
    }

    private static bool Matches(ReadOnlySpan<byte> topic, string[] levels, string device)
    {
        var index = 0;
        foreach (var range in topic.Split((byte)'/'))
        {
            if (index == levels.Length)
                return false;
            var wanted = levels[index++];
            if (wanted == "+")
                continue;
            if (wanted == VendorMappingDocument.DevicePlaceholder)
                wanted = device;
            if (!Is(topic[range], wanted))
                return false;
        }

        return index == levels.Length;
    }

    private static bool Is(ReadOnlySpan<byte> level, string wanted)
    {
        Span<byte> utf8 = stackalloc byte[VendorMappingDocument.MaxTopicBytes];
        return Encoding.UTF8.TryGetBytes(wanted, utf8, out var length) && level.SequenceEqual(utf8[..length]);
    }

    private static VendorMapping Compile(DialectProfile profile)
    {
        if (ProfileCheck.Faults(profile.Kind, profile.Body) is { Count: > 0 } faults)
            return new VendorMapping([]) { Faults = faults };
        using var document = JsonDocument.Parse(profile.Body);
        return VendorMappingDocument.Read(document.RootElement);
    }
}
