using SmartCommunity.Telemetry.Dtdl;

namespace SmartCommunity.Telemetry;

/// <summary>One class of devices: what it measures, which events it raises, which commands it takes. Read from its DTDL v3 interface by <see cref="DeviceClassReader"/>.</summary>
public sealed record DeviceClass
{
    private readonly Quantity[] _quantities = [];

    /// <summary>Class code in topics, e.g. <c>wearable</c>.</summary>
    public required string Code { get; init; }

    /// <summary>DTDL identifier, e.g. <c>dtmi:fc:device:wearable;1</c>.</summary>
    public required string ModelId { get; init; }

    /// <summary>Domain the class belongs to: <c>elderlyCare</c>, <c>healthStation</c>, <c>parking</c>, <c>energy</c>, <c>environment</c>.</summary>
    public required string Domain { get; init; }

    /// <summary>Name shown to people, Chinese.</summary>
    public required string Zh { get; init; }

    /// <summary>Name shown to people, English.</summary>
    public required string En { get; init; }

    /// <summary>How often a device of the class reports when nothing happens; its liveness is derived from this.</summary>
    public required TimeSpan ReportInterval
    {
        get;
        init => (field, ReportIntervalMs) = (value, (long)value.TotalMilliseconds);
    }

    /// <summary><see cref="ReportInterval"/> in whole milliseconds: asked for with each message.</summary>
    public long ReportIntervalMs { get; private init; }

    /// <summary>Quantities it reports, in interface order.</summary>
    public required IReadOnlyList<Quantity> Quantities
    {
        get => _quantities;
        init => _quantities = [.. value];
    }

    /// <summary>Events it may raise, with what their data may hold.</summary>
    public required IReadOnlyList<DeviceEventType> EventTypes
    {
        get;
        init
        {
            field = value;
            Events = [.. value.Select(static e => e.Name)];
        }
    }

    /// <summary>Commands it takes, with their arguments.</summary>
    public required IReadOnlyList<DeviceCommandType> CommandTypes
    {
        get;
        init
        {
            field = value;
            Commands = [.. value.Select(static c => c.Name)];
        }
    }

    /// <summary>Reported state that is no quantity; what is writable can also be desired.</summary>
    public required IReadOnlyList<DtdlProperty> Properties { get; init; }

    /// <summary>Names of <see cref="EventTypes"/>.</summary>
    public IReadOnlyList<string> Events { get; private init; } = [];

    /// <summary>Names of <see cref="CommandTypes"/>.</summary>
    public IReadOnlyList<string> Commands { get; private init; } = [];

    /// <summary>Place of a quantity of the catalogue among <see cref="Quantities"/>; −1: the class does not report it. Asked for each value that comes in, so it walks an array.</summary>
    public int IndexOf(Quantity? quantity)
    {
        for (var i = 0; i < _quantities.Length; i++)
        {
            if (ReferenceEquals(_quantities[i], quantity))
                return i;
        }

        return -1;
    }
}

/// <summary>An event a class may raise.</summary>
/// <param name="Name">Its <c>type</c> on the wire.</param>
/// <param name="Zh">Name shown to people, Chinese.</param>
/// <param name="En">Name shown to people, English.</param>
/// <param name="Fields">What its <c>data</c> may hold; a device may leave any of them out.</param>
public sealed record DeviceEventType(string Name, string Zh, string En, IReadOnlyList<DtdlField> Fields);

/// <summary>A command a class takes.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Zh">Name shown to people, Chinese.</param>
/// <param name="En">Name shown to people, English.</param>
/// <param name="Fields">Members of its arguments; empty when it takes none.</param>
public sealed record DeviceCommandType(string Name, string Zh, string En, IReadOnlyList<DtdlField> Fields);
