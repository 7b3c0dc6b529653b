using System.Runtime.CompilerServices;
using System.Text.Json;

namespace SmartCommunity.Telemetry.Dialects.Modbus;

/// <summary>The registers of one model, ready to decode with. Immutable.</summary>
internal sealed class ModbusProfile
{
    /// <summary>Compiled once for as long as the document lives; a changed profile is another object.</summary>
    private static readonly ConditionalWeakTable<DialectProfile, ModbusProfile> Compiled = [];

    private readonly Dictionary<ModbusTable, ModbusRegister[]> _tables;

    private ModbusProfile(IEnumerable<ModbusRegister> registers) =>
        _tables = registers.GroupBy(r => r.Table).ToDictionary(t => t.Key, t => t.OrderBy(r => r.Address).ToArray());

    /// <summary>What a profile that cannot be used decodes with: nothing.</summary>
    private static ModbusProfile Empty { get; } = new([]);

    internal static ModbusProfile Of(DialectProfile profile) => Compiled.GetValue(profile, Compile);

    /// <summary>The registers of a table by address.</summary>
    internal ReadOnlySpan<ModbusRegister> In(ModbusTable table) => _tables.TryGetValue(table, out var registers) ? registers : default(ReadOnlySpan<ModbusRegister>);

    private static ModbusProfile Compile(DialectProfile profile)
    {
        try
        {
            using var document = JsonDocument.Parse(profile.Body);
            var (registers, faults) = ModbusProfileReader.Read(document.RootElement);
            return faults.Count == 0 ? new ModbusProfile(registers) : Empty;
        }
        catch (JsonException)
        {
            return Empty; // The registry takes no such body; an older one may have.
        }
    }
}
