using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects;
using SmartCommunity.Telemetry.Dialects.Dlt645;
using SmartCommunity.Telemetry.Dialects.HomeAssistant;
using SmartCommunity.Telemetry.Dialects.Modbus;
using SmartCommunity.Telemetry.Dialects.SparkplugB;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Benchmarks;

/// <summary>One typical message of each dialect that forwards for others: a voltage block, a block of an inverter, three metrics by alias, a bridge's state of three entities.</summary>
[MemoryDiagnoser]
public class CarrierDialectBenchmarks
{
    private const long ReceivedAtMs = 1_764_000_000_000;

    private static readonly DeviceAddress Carrier = new("baihe", "concentrator", "carrier-1");
    private static readonly Facts Registry = new();
    private readonly Dlt645Dialect _dlt645 = new(Registry);
    private readonly ModbusDialect _modbus = new(Registry);
    private readonly SparkplugDialect _sparkplug = new(Registry);
    private readonly HaDialect _homeAssistant = new(Registry);
    private readonly SparkplugBirths _births = new();
    private readonly HaConfigs _configs = new();
    private readonly Count _count = new();
    private readonly byte[] _frame = "68 60 64 02 09 22 04 68 91 0a 33 32 34 35 47 56 33 33 33 33 97 16"u8.ToArray();
    private readonly byte[] _block = Encoding.UTF8.GetBytes($$"""{"ts":1763999999000,"unit":17,"function":3,"address":40069,"registers":"{{Inverter()}}"}""");
    private readonly byte[] _data = SparkplugWriter.Write(1_763_999_999_000, 2,
        new SparkplugValue(null, SparkplugType.Double, 230.5) { Alias = 1, HidesType = true }, new SparkplugValue(null, SparkplugType.Double, 4.2) { Alias = 2, HidesType = true },
        new SparkplugValue(null, SparkplugType.Double, 1.1) { Alias = 3, HidesType = true });

    private readonly byte[] _state = """{"battery":87,"humidity":45.5,"linkquality":80,"temperature":21.5,"co2":612}"""u8.ToArray();

    [GlobalSetup]
    public void TellBirthsAndConfigs()
    {
        Sparkplug("spBv1.0/baihe/NBIRTH/carrier-1"u8, SparkplugWriter.Write(1_763_999_999_000, 0, new SparkplugValue("bdSeq", SparkplugType.Int64, 0L)));
        Sparkplug("spBv1.0/baihe/DBIRTH/carrier-1/meter"u8, SparkplugWriter.Write(1_763_999_999_000, 1,
            new SparkplugValue("voltage", SparkplugType.Double, 0.0) { Alias = 1 }, new SparkplugValue("current", SparkplugType.Double, 0.0) { Alias = 2 },
            new SparkplugValue("activePower", SparkplugType.Double, 0.0) { Alias = 3 }));
        foreach (var (name, unit) in new[] { ("temperature", "°C"), ("humidity", "%"), ("carbon_dioxide", "ppm") })
        {
            var path = name == "carbon_dioxide" ? "co2" : name;
            HomeAssistant(
                Encoding.UTF8.GetBytes($"homeassistant/sensor/air/{name}/config"),
                Encoding.UTF8.GetBytes($$$"""{"dev_cla":"{{{name}}}","unit_of_meas":"{{{unit}}}","stat_t":"z/air","val_tpl":"{{ value_json.{{{path}}} }}","dev":{"ids":"air"}}"""));
        }
    }

    [Benchmark]
    public int Dlt645_voltage_block()
    {
        var payload = Of("dlt645/carrier-1/up"u8, _frame);
        _dlt645.Decode(TopicKind.Telemetry, in payload, _count);
        return _count.Values;
    }

    [Benchmark]
    public int Modbus_inverter_block()
    {
        var payload = Of("modbus/carrier-1/up"u8, _block);
        _modbus.Decode(TopicKind.Telemetry, in payload, _count);
        return _count.Values;
    }

    [Benchmark]
    public int Sparkplug_three_metrics() => Sparkplug("spBv1.0/baihe/DDATA/carrier-1/meter"u8, _data);

    [Benchmark]
    public int HomeAssistant_three_entities() => HomeAssistant("z/air"u8, _state);

    private int Sparkplug(ReadOnlySpan<byte> topic, byte[] bytes)
    {
        var payload = Of(topic, bytes);
        _sparkplug.Decode(in payload, _count, _births);
        return _count.Values;
    }

    private int HomeAssistant(ReadOnlySpan<byte> topic, byte[] bytes)
    {
        var payload = Of(topic, bytes);
        _homeAssistant.Decode(in payload, _count, _configs);
        return _count.Values;
    }

    private static InboundPayload Of(ReadOnlySpan<byte> topic, byte[] bytes) => new()
    {
        Address = Carrier, Class = ClassTable.Of(Carrier.Class), Topic = topic, Bytes = bytes, ReceivedAtMs = ReceivedAtMs, Duplicate = false, Digest = 1,
    };

    private static string Inverter()
    {
        var words = new ushort[40];
        words.AsSpan().Fill(1);
        return string.Concat(words.Select(w => w.ToString("x4", CultureInfo.InvariantCulture)));
    }

    private sealed class Facts : IDeviceFacts
    {
        private static readonly DialectProfile Inverter103 = new("sunspec-inverter-103", DialectCode.Modbus, ModbusExamples.All["sunspec-inverter-103"]);

        public FieldConversion? Map(DeviceAddress address, string field) => null;

        public DeviceAddress? FindCarried(string carrier, string alias) => alias switch
        {
            "17" => new DeviceAddress("baihe", "pvInverter", "inverter-1"),
            "air" => new DeviceAddress("baihe", "indoorAir", "air-1"),
            _ => new DeviceAddress("baihe", "electricityMeter", "meter-1"),
        };

        public DialectProfile? Profile(string name) => Inverter103;

        public string? ProfileOf(DeviceAddress device) => Inverter103.Name;
    }

    private sealed class Count : IDecodedSink
    {
        internal int Values { get; private set; }

        public void OnTelemetry(in DecodedMessage message) => Values += message.Values.Length;

        public void OnEvent(DecodedEvent happened) => throw new InvalidOperationException(happened.Type);

        public void OnStatus(DeviceAddress device, bool online) => Values++;

        public void OnQuarantine(string reason, string detail) => throw new InvalidOperationException($"{reason}: {detail}");
    }
}
