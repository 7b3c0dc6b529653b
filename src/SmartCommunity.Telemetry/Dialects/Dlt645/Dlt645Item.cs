using System.Collections.Frozen;

namespace SmartCommunity.Telemetry.Dialects.Dlt645;

/// <summary>
/// One data identifier: how its values are written and which quantities they are. A value without a quantity of its own is offered to the mappings under the identifier's eight digits
/// when it stands alone, and passed over inside a block (tariffs, powers of single phases).
/// </summary>
internal sealed record Dlt645Item(uint Identifier, int ValueBytes, int Decimals, bool IsSigned, string[] Fields, bool IsBlock = false)
{
    private const string Passed = "";

    /// <summary>Every identifier that is read; DL/T 645-2007 appendix A, tables A.1 and A.2.</summary>
    internal static FrozenDictionary<uint, Dlt645Item> All { get; } = Items().ToFrozenDictionary(i => i.Identifier);

    internal static string Name(uint identifier) => identifier.ToString("X8", System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<Dlt645Item> Items()
    {
        // Registers, XXXXXX.XX kWh: of all tariffs, or with each tariff behind it.
        const int energyBytes = 4, energyDecimals = 2;
        yield return new(0x0001_0000, energyBytes, energyDecimals, IsSigned: false, ["energyImport"]);
        yield return new(0x0001_FF00, energyBytes, energyDecimals, IsSigned: false, ["energyImport"], IsBlock: true);
        yield return new(0x0002_0000, energyBytes, energyDecimals, IsSigned: false, ["energyExport"]);
        yield return new(0x0002_FF00, energyBytes, energyDecimals, IsSigned: false, ["energyExport"], IsBlock: true);
        yield return Alone(0x0000_0000, energyBytes, energyDecimals);

        // Voltages XXX.X V, currents XXX.XXX A with sign, of phases A, B, C.
        string[] voltages = ["voltage", "voltageB", "voltageC"], currents = ["current", "currentB", "currentC"];
        for (var phase = 0; phase < voltages.Length; phase++)
        {
            var step = (uint)(phase + 1) << 8;
            yield return new(0x0201_0000 | step, 2, 1, IsSigned: false, [voltages[phase]]);
            yield return new(0x0202_0000 | step, 3, 3, IsSigned: true, [currents[phase]]);
            yield return Alone(0x0203_0000 | step, 3, 4);
            yield return Alone(0x0204_0000 | step, 3, 4);
            yield return Alone(0x0206_0000 | step, 2, 3);
        }

        yield return new(0x0201_FF00, 2, 1, IsSigned: false, voltages, IsBlock: true);
        yield return new(0x0202_FF00, 3, 3, IsSigned: true, currents, IsBlock: true);

        // Powers XX.XXXX kW and kvar, power factor X.XXX, all with sign: the total, in blocks with the phases behind it.
        foreach (var (group, valueBytes, decimals, field) in new[] { (0x0203u, 3, 4, "activePower"), (0x0204u, 3, 4, "reactivePower"), (0x0206u, 2, 3, "powerFactor") })
        {
            yield return new(group << 16, valueBytes, decimals, IsSigned: true, [field]);
            yield return new(group << 16 | 0xFF00, valueBytes, decimals, IsSigned: true, [field, Passed, Passed, Passed], IsBlock: true);
        }

        yield return new(0x0280_0002, 2, 2, IsSigned: false, ["frequency"]);
    }

    private static Dlt645Item Alone(uint identifier, int valueBytes, int decimals) => new(identifier, valueBytes, decimals, IsSigned: true, [Name(identifier)]);
}
