using System.Text.Json;

namespace SmartCommunity.Telemetry.Dialects.Modbus;

/// <summary>The rules of a register profile, for the registry. Pure.</summary>
internal static class ModbusProfileCheck
{
    /// <summary>A person corrects these few and asks again.</summary>
    private const int MaxFaults = 20;

    internal static IReadOnlyList<string> Faults(JsonElement body) => [.. ModbusProfileReader.Read(body).Faults.Take(MaxFaults)];
}
