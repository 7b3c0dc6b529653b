using System.IO.Hashing;
using System.Text;
using BenchmarkDotNet.Attributes;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Benchmarks;

/// <summary>Decoding of other dialects: a ThingsBoard device's and gateway's message, and a network server's uplink through a mapping file.</summary>
[MemoryDiagnoser]
public class DialectBenchmarks
{
    private const long ReceivedAtMs = 1_764_000_000_000;
    private const string Board = """{"ts":1763999999000,"values":{"temp":22.4,"humidity":51,"co2":734,"light":320}}""";

    private const string Uplink = """
        {"deduplicationId":"3ac7e3c4-4401-4b8d-9386-a5c902f9202d","time":"2025-11-24T15:59:59.433511+00:00","deviceInfo":{"tenantName":"ChirpStack","applicationName":"fuyang","deviceProfileName":"EM500","deviceName":"co2-hall","devEui":"24e124707c481234"},"devAddr":"00189440","adr":true,"dr":5,"fCnt":1243,"fPort":85,"confirmed":false,"data":"AXVjA2cTAQRoZQd98gI=","object":{"battery":99.0,"temperature":27.5,"humidity":50.5,"co2":754.0},"rxInfo":[{"gatewayId":"24e124fffef12345","uplinkId":22,"rssi":-57,"snr":13.2,"channel":3,"crcStatus":"CRC_OK"}],"txInfo":{"frequency":486900000,"modulation":{"lora":{"bandwidth":125000,"spreadingFactor":7,"codeRate":"CR_4_5"}}}}
        """;

    private const string Mapping = """
        {"topics":["application/+/device/+/event/up"],"device":"/deviceInfo/devEui","time":{"pointer":"/time","format":"iso"},
         "values":[{"pointer":"/object/temperature","quantity":"temp"},{"pointer":"/object/humidity","quantity":"humidity"},{"pointer":"/object/co2","quantity":"co2"}]}
        """;

    private static readonly DeviceAddress Sender = new("baihe", "indoorAir", "gw-1");
    private readonly ClassTable _class = ClassTable.Of(Sender.Class);
    private readonly Count _count = new();
    private readonly DialectSet _dialects = new(new Facts());
    private readonly byte[] _board = Encoding.UTF8.GetBytes(Board);
    private readonly byte[] _boardGateway = Encoding.UTF8.GetBytes($$"""{"{{Facts.Alias}}":[{{string.Join(',', Enumerable.Repeat(Board, 10))}}]}""");
    private readonly byte[] _uplink = Encoding.UTF8.GetBytes(Uplink);

    [Benchmark]
    public int ThingsBoard_device() => Decode(DialectCode.ThingsBoard, "v1/devices/me/telemetry"u8, _board);

    [Benchmark(OperationsPerInvoke = 10)]
    public int ThingsBoard_gateway_of_ten() => Decode(DialectCode.ThingsBoard, "v1/gateway/telemetry"u8, _boardGateway);

    [Benchmark]
    public int Uplink_through_a_mapping() => Decode(DialectCode.VendorJson, "application/1/device/2/event/up"u8, _uplink);

    private int Decode(string dialect, ReadOnlySpan<byte> topic, byte[] bytes)
    {
        var payload = new InboundPayload
        {
            Address = Sender, Class = _class, Topic = topic, Profile = "p", Bytes = bytes, ReceivedAtMs = ReceivedAtMs, Duplicate = false, Digest = XxHash3.HashToUInt64(bytes, seed: 1),
        };
        _dialects.Find(dialect)!.Decode(TopicKind.Telemetry, in payload, _count);
        return _count.Values;
    }

    private sealed class Facts : IDeviceFacts
    {
        internal const string Alias = "24e124707c481234";

        private readonly DialectProfile _profile = new("p", DialectCode.VendorJson, Mapping);
        private readonly DeviceAddress _carried = new("baihe", "indoorAir", "air-1");

        public FieldConversion? Map(DeviceAddress address, string field) => null;

        public DeviceAddress? FindCarried(string carrier, string alias) => alias == Alias ? _carried : null;

        public DialectProfile? Profile(string name) => _profile;
    }

    private sealed class Count : IDecodedSink
    {
        internal int Values { get; private set; }

        public void OnTelemetry(in DecodedMessage message) => Values += message.Values.Length;

        public void OnEvent(DecodedEvent happened) => throw new InvalidOperationException(happened.Type);

        public void OnStatus(DeviceAddress device, bool online) => throw new InvalidOperationException(device.Device);

        public void OnQuarantine(string reason, string detail) => throw new InvalidOperationException($"{reason}: {detail}");
    }
}
