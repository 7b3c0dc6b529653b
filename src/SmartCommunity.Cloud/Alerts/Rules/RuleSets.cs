using System.Collections.Concurrent;
using System.Reflection;
using System.Security.Cryptography;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts.Rules;

/// <summary>Sets of alert rules: the one this program ships, and those read from logs. Thread-safe.</summary>
internal static class RuleSets
{
    private const string Resource = "rules/fuyang.yaml";

    private static readonly ConcurrentDictionary<string, RuleSet> _read = new(StringComparer.Ordinal);

    /// <summary>The file this program ships.</summary>
    internal static byte[] Shipped { get; } = ReadResource();

    /// <summary>The shipped set: words of rules for people. What a log has in force may be another.</summary>
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

    private static byte[] ReadResource()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
