using System.Collections.Frozen;

namespace SmartCommunity.Telemetry.Dialects.Modbus;

/// <summary>The four tables of a Modbus device, by the function code that reads them.</summary>
internal enum ModbusTable
{
    Coil = 1,
    Discrete = 2,
    Holding = 3,
    Input = 4,
}

/// <summary>How the words of a value are to be understood.</summary>
internal enum ModbusType
{
    U16,
    I16,
    U32,
    I32,
    U64,
    I64,
    F32,
    F64,
    Bit,
    Bcd16,
    Bcd32,
    Text,
}

/// <summary>One value of a model: where it stands, how it is written, which quantity it is. Immutable.</summary>
internal sealed record ModbusRegister
{
    internal required ModbusTable Table { get; init; }

    /// <summary>Address in the request, counted from 0.</summary>
    internal required int Address { get; init; }

    internal required ModbusType Type { get; init; }

    /// <summary>Registers it takes.</summary>
    internal required int Words { get; init; }

    /// <summary>Which bit, 0 the lowest; for <see cref="ModbusType.Bit"/>.</summary>
    internal int Bit { get; init; }

    /// <summary>The register with the lowest part comes first.</summary>
    internal bool LowWordFirst { get; init; }

    /// <summary>The low byte of each register comes first.</summary>
    internal bool LowByteFirst { get; init; }

    internal double Scale { get; init; } = 1;

    internal double Offset { get; init; }

    /// <summary>Address of the register that holds the power of ten (SunSpec's sunssf) in the same table; null: none.</summary>
    internal int? ScaleFactor { get; init; }

    /// <summary>A quantity of the catalogue, or a field that a mapping knows.</summary>
    internal required string Quantity { get; init; }

    /// <summary>Bit patterns that say "no value".</summary>
    internal ulong[] Invalid { get; init; } = [];

    /// <summary>Code of the quantity by the raw number or the text; empty: the number counts.</summary>
    internal FrozenDictionary<string, string> Codes { get; init; } = FrozenDictionary<string, string>.Empty;
}
