using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace SmartCommunity.Telemetry.Dialects.Modbus;

/// <summary>Reads the document of a register profile, see <c>profile.schema.json</c>, and names every fault of it. Pure.</summary>
internal sealed class ModbusProfileReader
{
    private const int MaxAddress = ushort.MaxValue;
    private const int MaxRegisters = 1000;
    private const int MaxTextWords = 32;
    private const int LastBit = 15;

    private static readonly string[] Members = ["model", "description", "registers"];

    private static readonly string[] RegisterMembers =
    [
        "table", "address", "type", "bit", "length", "wordOrder", "byteOrder", "scale", "scaleFactor", "offset", "quantity", "invalid", "codes", "note",
    ];

    private static readonly FrozenDictionary<string, ModbusTable> Tables = new Dictionary<string, ModbusTable>
    {
        ["coil"] = ModbusTable.Coil, ["discrete"] = ModbusTable.Discrete, ["holding"] = ModbusTable.Holding, ["input"] = ModbusTable.Input,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, ModbusType> Types = new Dictionary<string, ModbusType>
    {
        ["u16"] = ModbusType.U16, ["i16"] = ModbusType.I16, ["u32"] = ModbusType.U32, ["i32"] = ModbusType.I32, ["u64"] = ModbusType.U64, ["i64"] = ModbusType.I64,
        ["f32"] = ModbusType.F32, ["f64"] = ModbusType.F64, ["bit"] = ModbusType.Bit, ["bcd16"] = ModbusType.Bcd16, ["bcd32"] = ModbusType.Bcd32, ["string"] = ModbusType.Text,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly List<string> _faults = [];
    private string _place = "";
    private JsonElement _register;

    /// <summary>The registers, and a sentence for each fault; without faults the registers can be used.</summary>
    internal static (IReadOnlyList<ModbusRegister> Registers, IReadOnlyList<string> Faults) Read(JsonElement root)
    {
        var reader = new ModbusProfileReader();
        return (reader.ReadAll(root), reader._faults);
    }

    private List<ModbusRegister> ReadAll(JsonElement root)
    {
        var registers = new List<ModbusRegister>();
        if (root.ValueKind != JsonValueKind.Object)
        {
            _faults.Add($"The body must be a JSON object; it is {root.ValueKind}.");
            return registers;
        }

        RefuseOthers(root, Members, "The body");
        if (!root.TryGetProperty("registers", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > MaxRegisters)
        {
            _faults.Add($"registers must be an array of 1 to {MaxRegisters} objects.");
            return registers;
        }

        foreach (var item in list.EnumerateArray())
        {
            _place = $"registers[{registers.Count}]";
            _register = item;
            if (item.ValueKind != JsonValueKind.Object)
            {
                _faults.Add($"{_place} must be an object.");
                break;
            }

            RefuseOthers(item, RegisterMembers, _place);
            registers.Add(ReadRegister());
        }

        return registers;
    }

    private ModbusRegister ReadRegister()
    {
        var table = Choice("table", Tables, ModbusTable.Holding);
        var isBits = table is ModbusTable.Coil or ModbusTable.Discrete;
        var type = isBits && !_register.TryGetProperty("type", out _) ? ModbusType.Bit : Choice("type", Types, null);
        if (isBits && type != ModbusType.Bit)
            Fault("type", "must be 'bit' or absent: coils and discrete inputs are single bits");
        var words = type == ModbusType.Text ? Whole("length", 1, MaxTextWords, null) : ModbusCodec.WordsOf(type);
        var quantity = Text("quantity");
        var codes = Codes();
        foreach (var code in codes.Values)
        {
            if (QuantityCatalogue.Default.Find(quantity) is { } known && !known.Codes.ContainsKey(code))
                Fault("codes", $"names '{code}', which is no code of '{quantity}'");
        }

        return new ModbusRegister
        {
            Table = table,
            Address = Whole("address", 0, MaxAddress, null),
            Type = type,
            Words = words,
            Bit = Whole("bit", 0, isBits ? 0 : LastBit, type == ModbusType.Bit && !isBits ? null : 0),
            LowWordFirst = Order("wordOrder"),
            LowByteFirst = Order("byteOrder"),
            Scale = Number("scale", 1, isZeroAllowed: false),
            Offset = Number("offset", 0, isZeroAllowed: true),
            ScaleFactor = _register.TryGetProperty("scaleFactor", out _) ? Whole("scaleFactor", 0, MaxAddress, null) : null,
            Quantity = quantity,
            Invalid = Invalid(words),
            Codes = codes,
        };
    }

    private bool Order(string member)
    {
        if (!_register.TryGetProperty(member, out var order))
            return false;
        if (order.ValueKind == JsonValueKind.String && order.GetString() is "big" or "little")
            return order.ValueEquals("little");
        Fault(member, "must be 'big' (default, the highest first) or 'little'");
        return false;
    }

    private T Choice<T>(string member, FrozenDictionary<string, T> choices, T? otherwise)
        where T : struct
    {
        if (_register.TryGetProperty(member, out var value))
        {
            if (value.ValueKind == JsonValueKind.String && choices.TryGetValue(value.GetString()!, out var chosen))
                return chosen;
        }
        else if (otherwise is { } absent)
        {
            return absent;
        }

        Fault(member, $"must be one of: {string.Join(", ", choices.Keys.Order(StringComparer.Ordinal))}");
        return default;
    }

    private int Whole(string member, int min, int max, int? otherwise)
    {
        if (_register.TryGetProperty(member, out var value))
        {
            if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= min && number <= max)
                return number;
        }
        else if (otherwise is { } absent)
        {
            return absent;
        }

        Fault(member, $"must be a whole number from {min} to {max}");
        return min;
    }

    private double Number(string member, double otherwise, bool isZeroAllowed)
    {
        if (!_register.TryGetProperty(member, out var value))
            return otherwise;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) && (isZeroAllowed || number != 0))
            return number;
        Fault(member, isZeroAllowed ? "must be a number" : "must be a number other than 0");
        return otherwise;
    }

    private string Text(string member)
    {
        if (_register.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= Identifier.MaxLength } text)
            return text;
        Fault(member, $"must be a string of 1 to {Identifier.MaxLength} characters, a quantity of the catalogue or a field with a mapping");
        return "";
    }

    private FrozenDictionary<string, string> Codes()
    {
        var codes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!_register.TryGetProperty("codes", out var members))
            return FrozenDictionary<string, string>.Empty;
        if (members.ValueKind != JsonValueKind.Object)
        {
            Fault("codes", "must be an object of strings: raw number or text to code");
            return FrozenDictionary<string, string>.Empty;
        }

        foreach (var member in members.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.String)
                codes[member.Name] = member.Value.GetString()!;
            else
                Fault("codes", $"has '{member.Name}', which must be a string");
        }

        return codes.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Numbers (negative ones as two's complement) or hex text; compared with the whole bit pattern.</summary>
    private ulong[] Invalid(int words)
    {
        if (!_register.TryGetProperty("invalid", out var list))
            return [];
        var mask = words >= 4 ? ulong.MaxValue : (1UL << (words * 16)) - 1;
        var patterns = new List<ulong>();
        if (list.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in list.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var number))
                    patterns.Add(unchecked((ulong)number) & mask);
                else if (item.ValueKind == JsonValueKind.String && item.GetString() is { } text && text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
                    && ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var pattern))
                    patterns.Add(pattern & mask);
                else
                    Fault("invalid", "must hold whole numbers or text like \"0x8000\"");
            }

            return [.. patterns];
        }

        Fault("invalid", "must be an array");
        return [];
    }

    private void RefuseOthers(JsonElement element, string[] known, string place)
    {
        foreach (var member in element.EnumerateObject().Where(m => !known.Contains(m.Name, StringComparer.Ordinal)))
            _faults.Add($"{place} holds '{member.Name}', which is none of: {string.Join(", ", known)}.");
    }

    private void Fault(string member, string rule) => _faults.Add($"{_place}.{member} {rule}.");
}
