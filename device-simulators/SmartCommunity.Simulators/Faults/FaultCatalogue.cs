namespace SmartCommunity.Simulators;

/// <summary>Every kind of fault the simulators can play, by name. The list is the same in every process of one version; thread-safe.</summary>
public static class FaultCatalogue
{
    /// <summary>All kinds whose device classes are in the catalogue of classes, in the order of their domains.</summary>
    public static IReadOnlyList<FaultKind> All { get; } =
        [.. new[] { CareFaults.Kinds, VitalFaults.Kinds, SafetyFaults.Kinds, EnergyFaults.Kinds, SiteFaults.Kinds, SensorFaults.Kinds, ClockFaults.Kinds, LinkFaults.Kinds }
            .SelectMany(k => k).Where(IsPlayable)];

    /// <summary>The kind of a name, ordinal; null when there is none.</summary>
    public static FaultKind? Find(string name) => All.FirstOrDefault(k => k.Name == name);

    private static bool IsPlayable(FaultKind kind) =>
        kind.Classes.Count == 0 || kind.Classes.Any(c => Telemetry.DeviceClassCatalogue.Default.Find(c) is not null);
}
