using System.IO.Hashing;
using System.Text;
using BenchmarkDotNet.Attributes;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Benchmarks;

/// <summary>Decoding of native telemetry: the load run's message of four values, and the same as an array of ten.</summary>
[MemoryDiagnoser]
public class TelemetryDecoderBenchmarks
{
    private const long ReceivedAtMs = 1_764_000_000_000;
    private const string Message = """{"ts":1763999999000,"boot":3,"seq":1234567,"v":{"heartRate":72,"spo2":97,"bodyTemp":36.6,"steps":4321}}""";

    private static readonly DeviceAddress Address = new("baihe", "wearable", "w-1");
    private readonly TelemetryDecoder _decoder = new(static (_, _) => null);
    private readonly ClassTable _class = ClassTable.Of(Address.Class);
    private readonly Count _count = new();
    private readonly byte[] _one = Encoding.UTF8.GetBytes(Message);
    private readonly byte[] _ten = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat(Message, 10))}]");

    [Benchmark]
    public int One_message() => Decode(_one);

    [Benchmark(OperationsPerInvoke = 10)]
    public int Of_an_array_of_ten() => Decode(_ten);

    private int Decode(byte[] bytes)
    {
        var payload = new InboundPayload
        {
            Address = Address, Class = _class, Topic = "fc/v1/baihe/wearable/w-1/telemetry"u8, Bytes = bytes, ReceivedAtMs = ReceivedAtMs, Duplicate = false, Digest = XxHash3.HashToUInt64(bytes, seed: 1),
        };
        _decoder.Decode(in payload, _count);
        return _count.Values;
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
