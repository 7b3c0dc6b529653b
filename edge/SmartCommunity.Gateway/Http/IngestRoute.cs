using SmartCommunity.Gateway.Devices;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects.ThingsBoard;
using SmartCommunity.Telemetry.Dialects.VendorJson;

namespace SmartCommunity.Gateway.Http;

/// <summary>What a path of the ingest asks for.</summary>
/// <param name="Token">The token that stands in the path, ThingsBoard's way; null: it is in the header.</param>
/// <param name="Kind"><c>telemetry</c>, <c>event</c>, <c>status</c>, <c>attributes</c>, or <c>topic</c>.</param>
/// <param name="Topic">The topic behind <c>/topic/</c>; empty otherwise.</param>
internal readonly record struct IngestRoute(string? Token, string Kind, string Topic)
{
    private const string Native = "/ingest/v1/";
    private const string Board = "/api/v1/";
    private const string AnyTopic = "topic/";

    /// <summary>Longest topic in a path, in bytes, as MQTT topics are in practice.</summary>
    private const int MaxTopicBytes = 512;

    /// <summary>The route of a path, or null.</summary>
    internal static IngestRoute? Find(string path)
    {
        if (path.StartsWith(Native, StringComparison.Ordinal))
        {
            var rest = path[Native.Length..];
            if (rest is "telemetry" or "event" or "status")
                return new IngestRoute(null, rest, "");
            return rest.StartsWith(AnyTopic, StringComparison.Ordinal) && rest.Length - AnyTopic.Length is > 0 and <= MaxTopicBytes
                ? new IngestRoute(null, "topic", rest[AnyTopic.Length..])
                : null;
        }

        return path.StartsWith(Board, StringComparison.Ordinal) && path[Board.Length..].Split('/') is [{ Length: > 0 } token, var kind] && IsBoardKind(kind)
            ? new IngestRoute(token, kind, "")
            : null;
    }

    /// <summary>The topic that the device would have published on, or null when its dialect has none for this path.</summary>
    internal string? TopicFor(DirectoryEntry entry, VendorJsonDialect vendor) => (Kind, entry.Dialect) switch
    {
        ("topic", _) => Topic,
        ("telemetry", DialectCode.ThingsBoard) => ThingsBoardTopics.Telemetry,
        ("attributes", DialectCode.ThingsBoard) => ThingsBoardTopics.Attributes,
        ("telemetry", DialectCode.VendorJson) => vendor.TopicOf(entry.Address.Device, entry.Profile) ?? "telemetry",
        ("telemetry", DialectCode.Native) => Of(entry, TopicKind.Telemetry),
        ("event", DialectCode.Native) => Of(entry, TopicKind.Event),
        ("status", DialectCode.Native) => Of(entry, TopicKind.Status),
        _ => null,
    };

    private static bool IsBoardKind(string kind) => kind is "telemetry" or "attributes";

    private static string Of(DirectoryEntry entry, TopicKind kind) => new NativeTopic(entry.Address, kind).ToString();
}
