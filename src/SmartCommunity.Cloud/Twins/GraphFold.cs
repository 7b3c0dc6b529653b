using System.Text.Json;
using MessagePack;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Contracts.Uplink;

namespace SmartCommunity.Cloud.Twins;

/// <summary>The part of <see cref="CommunityFold"/> that concerns the twin graph and reported properties. Pure like it.</summary>
internal static class GraphFold
{
    internal static void Apply(CommunityState state, CommunityEntry entry)
    {
        foreach (var twin in MessagePackSerializer.Deserialize<LoggedTwin[]>(entry.Body))
        {
            if (state.Twins.TryGetValue(twin.Id, out var known) && known.Version >= twin.Version)
                continue;
            Put(state, twin);
            state.GraphVersion = Math.Max(state.GraphVersion, twin.Version);
            if (twin.Key is { Kind: TwinKind.Device } device && state.Devices.TryGetValue(device.Code, out var folded))
                folded.Relations = RelationsOf(state.Held, folded.Device, twin);
        }
    }

    /// <summary>What was said of a twin stands in the state.</summary>
    internal static void Put(CommunityState state, LoggedTwin twin)
    {
        var held = state.Held.Twin(twin);
        state.Twins[held.Id] = held;
    }

    // What is derived from relationships knows devices and places by their codes.
    private static DeviceRelation[] RelationsOf(HeldOnce held, string device, LoggedTwin twin) =>
        [.. twin.Relations.Select(r => held.Relation(device, r.Kind, r.Target[(r.Target.IndexOf(':', StringComparison.Ordinal) + 1)..]))];

    /// <summary>Takes over what a device reports. Older than what it reported before, or no properties at all: nothing changes.</summary>
    internal static void Report(DeviceTwin twin, DeviceEvent happened)
    {
        if (happened.AtMs < twin.ReportedAtMs || ElementOf(happened.DataJson) is not { } data)
            return;
        var (json, _) = PropertyDocument.Merge(twin.ReportedJson, data);
        if (json is null || json == twin.ReportedJson)
            return;
        (twin.ReportedJson, twin.ReportedVersion, twin.ReportedAtMs) = (json, twin.ReportedVersion + 1, happened.AtMs);
    }

    private static JsonElement? ElementOf(string json)
    {
        try
        {
            return JsonElement.Parse(json);
        }
        catch (JsonException)
        {
            // What a device sends is never an exception; the event itself is stored as it came.
            return null;
        }
    }
}
