using System.Collections.Concurrent;
using System.Reflection;
using System.Security.Cryptography;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts.Rules;

/// <summary>Sets of alert rules: the one this program ships, and those read from logs. Thread-safe.</summary>
internal static class RuleSets
{
    private const string Resource = "rules/fuyang.yaml", SchemaResource = "rules/rules.schema.json";

    private static readonly ConcurrentDictionary<string, RuleSet> _read = new(StringComparer.Ordinal);

    /// <summary>The file this program ships.</summary>
    internal static byte[] Shipped { get; } = ReadResource(Resource);

    /// <summary>JSON Schema of such files.</summary>
    internal static string Schema { get; } = System.Text.Encoding.UTF8.GetString(ReadResource(SchemaResource));

    /// <summary>The shipped set. What a log has in force may be another.</summary>
    internal static RuleSet Current { get; } = Of(Shipped)!;

    /// <summary>The set of a file that was checked before it came into a log.</summary>
    internal static RuleSet? Of(byte[] file)
    {
        if (file.Length == 0)
            return null;
        var hash = Convert.ToHexStringLower(SHA256.HashData(file));
        return _read.GetOrAdd(hash, _ =>
        {
            var (set, faults) = RuleReader.Read(file, DeviceClassCatalogue.Current);
            return set ?? throw new InvalidDataException($"The alert rules of hash {hash} cannot be read: {string.Join(' ', faults)}");
        });
    }

    /// <summary>A set that was read in this process, by the hash of its file; null: none.</summary>
    internal static RuleSet? OfHash(string hash) => _read.GetValueOrDefault(hash);

    /// <summary>A rule of a set that was read in this process, else of the one that is shipped; null: neither knows it.</summary>
    internal static AlertRule? Find(string setName, string rule) => _read.FirstOrDefault(s => s.Value.Name == setName).Value?.Find(rule) ?? Current.Find(rule);

    /// <summary>A rule of the shipped set, else of any that was read in this process; null: none knows it.</summary>
    internal static AlertRule? Find(string rule) => Current.Find(rule) ?? _read.Select(s => s.Value.Find(rule)).FirstOrDefault(static r => r is not null);

    /// <summary>The scenario of a set's rule; empty: it names none.</summary>
    internal static string ScenarioOf(string setName, string rule) => Find(setName, rule)?.Scenario ?? "";

    /// <summary>Every rule of a scenario, of all sets that were read in this process.</summary>
    internal static IReadOnlyList<(string Set, string Rule)> OfScenario(string scenario) =>
        [.. _read.Values.SelectMany(s => s.Rules.Where(r => r.Scenario == scenario).Select(r => (s.Name, r.Id))).Distinct()];

    private static byte[] ReadResource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
