using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts.Rules;

/// <summary>Files of alert rules for whoever is outside of the cloud: verbs, editors. Pure.</summary>
public static class RuleFile
{
    /// <summary>Longest file: 500 rules with all their words are a third of it.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>The file this program ships.</summary>
    public static ReadOnlyMemory<byte> Shipped => RuleSets.Shipped;

    /// <summary>JSON Schema of rule files.</summary>
    public static string Schema => RuleSets.Schema;

    /// <summary>The set of a file, or all faults with their line and field. Knows the device classes of this process.</summary>
    public static (RuleSet? Set, IReadOnlyList<PackFault> Faults) Read(ReadOnlyMemory<byte> file) => file.Length > MaxBytes
        ? (null, [new PackFault(1, 1, "", FormattableString.Invariant($"is {file.Length} bytes; a file of rules has at most {MaxBytes}."))])
        : RuleReader.Read(file, DeviceClassCatalogue.Current);
}
