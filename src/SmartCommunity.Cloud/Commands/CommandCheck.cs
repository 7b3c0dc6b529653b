using System.Text;
using System.Text.Json;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dtdl;

namespace SmartCommunity.Cloud.Commands;

/// <summary>The rules a command must meet to be issued. Pure.</summary>
internal static class CommandCheck
{
    /// <summary>Largest arguments, bytes of JSON: what the smallest devices take in one MQTT message.</summary>
    internal const int MaxArgsBytes = 4 * 1024;

    /// <summary>Longest life of a command: a week. Later the person who issued it no longer expects it.</summary>
    internal const int MaxTtlSeconds = 604_800;

    internal static IReadOnlyList<Fault> Faults(string deviceClass, NewCommand command)
    {
        var faults = new List<Fault>();
        var known = DeviceClassCatalogue.Current.Find(deviceClass)?.CommandTypes ?? [];
        var type = known.FirstOrDefault(c => c.Name == command.Name);
        if (type is null)
            Add("name", $"name '{command.Name}' is not a command of class {deviceClass}; it takes: {string.Join(", ", known.Select(c => c.Name))}.");
        if (ArgsFault(command.Args, type) is { } argsFault)
            Add("args", argsFault);
        if (command.TtlSeconds is < 1 or > MaxTtlSeconds)
            Add("ttlSeconds", $"ttlSeconds is {command.TtlSeconds}; it must be 1 to {MaxTtlSeconds}.");
        if (command.Id is not null && !Identifier.IsValid(command.Id))
            Add("id", Identifier.Fault("id", command.Id));
        return faults;

        void Add(string field, string message) => faults.Add(new Fault(FaultKind.Invalid, field, message));
    }

    /// <summary>The arguments as they are stored and sent; null when there are none.</summary>
    internal static string? Text(JsonElement? args) =>
        args is { ValueKind: JsonValueKind.Object } json ? JsonSerializer.Serialize(json) : null;

    private static string? ArgsFault(JsonElement? args, DeviceCommandType? type)
    {
        if (args is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } json)
            return null;
        if (json.ValueKind != JsonValueKind.Object)
            return "args must be a JSON object.";
        var bytes = Encoding.UTF8.GetByteCount(Text(json)!);
        if (bytes > MaxArgsBytes)
            return $"args has {bytes} bytes, more than the limit of {MaxArgsBytes}.";
        return type is null ? null : DtdlValue.FaultOfFields(type.Fields, json, "args");
    }
}
