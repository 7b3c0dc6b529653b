using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Packs.Loading;

/// <summary>What formulas of a pack may refer to: its own definitions, and the device classes of the platform.</summary>
internal sealed class PackNames
{
    internal required DeviceClassCatalogue Classes { get; init; }

    internal required IReadOnlyDictionary<string, FactDefinition> Facts { get; init; }

    internal required IReadOnlyDictionary<string, RecordDefinition> Records { get; init; }

    internal required IReadOnlyList<string> EvidenceKinds { get; init; }

    internal required IReadOnlyList<string> FacilityKinds { get; init; }

    internal required IReadOnlyList<string> ProjectTypes { get; init; }

    /// <summary>Scenario codes, as far as they can be read.</summary>
    internal required IReadOnlyList<string> Scenarios { get; init; }

    /// <summary>Definitions that no formula, dimension or veto has asked for yet.</summary>
    internal HashSet<string> Used { get; } = new(StringComparer.Ordinal);

    internal IReadOnlyList<string> ClassCodes => [.. Classes.All.Select(static c => c.Code)];
}
