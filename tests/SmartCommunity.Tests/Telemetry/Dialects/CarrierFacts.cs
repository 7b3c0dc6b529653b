using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects;
using SmartCommunity.Telemetry.Dialects.Modbus;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Tests.Telemetry.Dialects;

/// <summary>Facts of a registry with one carrier, <c>carrier-1</c>, and what stands behind it.</summary>
internal sealed class CarrierFacts : IDeviceFacts
{
    internal const string Carrier = "carrier-1";

    /// <summary>Alias to (device id, class).</summary>
    internal Dictionary<string, (string Device, string Class)> Carried { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, string> Profiles { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, FieldConversion> Fields { get; } = new(StringComparer.Ordinal);

    internal string? Alias { get; set; }

    private Dictionary<string, DialectProfile> Documents { get; } = ModbusExamples.All.ToDictionary(e => e.Key, e => new DialectProfile(e.Key, DialectCode.Modbus, e.Value), StringComparer.Ordinal);

    public FieldConversion? Map(DeviceAddress address, string field) => Fields.TryGetValue(field, out var conversion) ? conversion : null;

    public DeviceAddress? FindCarried(string carrier, string alias) =>
        carrier == Carrier && Carried.TryGetValue(alias, out var device) ? new DeviceAddress("baihe", device.Class, device.Device) : null;

    public DialectProfile? Profile(string name) => Documents.GetValueOrDefault(name);

    public string? ProfileOf(DeviceAddress device) => Profiles.GetValueOrDefault(device.Device);

    public string? AliasOf(DeviceAddress device) => device.Device == Carrier ? Alias ?? Carrier : null;

    internal void Put(string name, string body) => Documents[name] = new DialectProfile(name, DialectCode.Modbus, body);

    /// <summary>Everything a golden file of any dialect stands behind.</summary>
    internal static CarrierFacts Golden()
    {
        var facts = new CarrierFacts();
        facts.Carried["042209026460"] = ("meter-1", "electricityMeter");
        facts.Carried["000000000001"] = ("meter-2", "electricityMeter");
        facts.Carried["17"] = ("inverter-1", "pvInverter");
        facts.Carried["18"] = ("meter-203", "electricityMeter");
        facts.Carried["1@east"] = ("meter-3", "electricityMeter");
        facts.Carried["2"] = ("air-1", "indoorAir");
        facts.Carried["0x00158d0001"] = ("air-2", "indoorAir");
        facts.Carried["0x00158d0002"] = ("door-1", "doorContact");
        facts.Carried["0x00158d0003"] = ("smoke-1", "smokeDetector");
        facts.Carried["plug-1"] = ("lamp-1", "streetLamp");
        facts.Carried["Meter 7"] = ("meter-7", "electricityMeter");
        facts.Profiles["inverter-1"] = "sunspec-inverter-103";
        facts.Profiles["meter-203"] = "sunspec-meter-203";
        facts.Profiles["meter-3"] = "three-phase-meter";
        facts.Profiles["air-1"] = "indoor-air";
        facts.Fields["Meter/Active Power"] = new FieldConversion("activePower", 0.001, 0);
        return facts;
    }
}

/// <summary>What a decoder found, one line a find, as golden files spell it.</summary>
internal sealed class LineSink : IDecodedSink
{
    internal List<string> Lines { get; } = [];

    internal string? Reason { get; private set; }

    internal string Detail { get; private set; } = "";

    public void OnTelemetry(in DecodedMessage message)
    {
        var values = new List<string>();
        foreach (var value in message.Values)
            values.Add(FormattableString.Invariant($"{QuantityCatalogue.Default.All[value.QuantityIndex].Name}={value.Value:R}"));
        Lines.Add($"{message.Address.Device} {message.AtMs} {message.Quality} {string.Join(' ', values)}");
    }

    public void OnEvent(DecodedEvent happened) => Lines.Add($"{happened.Address.Device} {happened.AtMs} event {happened.Type}");

    public void OnStatus(DeviceAddress device, bool online) => Lines.Add($"{device.Device} {(online ? "online" : "offline")}");

    public void OnQuarantine(string reason, string detail)
    {
        Assert.Null(Reason); // At most once per payload, and last.
        (Reason, Detail) = (reason, detail);
        Lines.Add($"quarantine {reason}");
    }
}

/// <summary>Payloads of the carrier.</summary>
internal static class CarrierPayload
{
    internal const long ReceivedAtMs = 1_764_000_000_000;

    internal static readonly DeviceAddress Address = new("baihe", "concentrator", CarrierFacts.Carrier);

    internal static InboundPayload Of(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> bytes, string profile = "") => new()
    {
        Address = Address, Class = ClassTable.Of(Address.Class), Topic = topic, Profile = profile, Bytes = bytes, ReceivedAtMs = ReceivedAtMs, Duplicate = false, Digest = 1,
    };

    internal static LineSink Decode(IDialect dialect, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> bytes, string profile = "")
    {
        var sink = new LineSink();
        var payload = Of(topic, bytes, profile);
        dialect.Decode(TopicKind.Telemetry, in payload, sink);
        return sink;
    }
}
