using System.Text;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Gateway.Mqtt;

/// <summary>F-12: every poison is acknowledged and quarantined with its reason, and the stream goes on.</summary>
public sealed class PoisonCorpusTests
{
    private static readonly (string Name, byte[] Payload, string Reason)[] Corpus =
    [
        ("empty", [], QuarantineReason.Malformed),
        ("not JSON", "hello"u8.ToArray(), QuarantineReason.Malformed),
        ("cut off", """{"v":{"spo2":9"""u8.ToArray(), QuarantineReason.Malformed),
        ("depth bomb of 64 KB", Encoding.UTF8.GetBytes(new string('[', 60_000)), QuarantineReason.Malformed),
        ("object depth bomb", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("""{"v":""", 10_000))), QuarantineReason.Malformed),
        ("NaN", """{"v":{"spo2":NaN}}"""u8.ToArray(), QuarantineReason.Malformed),
        ("infinity", """{"v":{"spo2":Infinity}}"""u8.ToArray(), QuarantineReason.Malformed),
        ("minus infinity", """{"v":{"spo2":-1e999}}"""u8.ToArray(), QuarantineReason.BadValue),
        ("1e308", """{"v":{"spo2":1e308}}"""u8.ToArray(), QuarantineReason.OutOfRange),
        ("wrong unit", """{"v":{"bodyTemp":309.7}}"""u8.ToArray(), QuarantineReason.OutOfRange),
        ("unknown quantity", """{"v":{"心率":72}}"""u8.ToArray(), QuarantineReason.UnknownQuantity),
        ("foreign quantity", """{"v":{"co2":400}}"""u8.ToArray(), QuarantineReason.ForeignQuantity),
        ("NUL in a name", """{"v":{"a\u0000b":1}}"""u8.ToArray(), QuarantineReason.UnknownQuantity),
        ("emoji", Encoding.UTF8.GetBytes("""{"v":{"😀":"😀"}}"""), QuarantineReason.UnknownQuantity),
        ("not UTF-8", [(byte)'{', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)':', (byte)'1', (byte)'}'], QuarantineReason.Shape),
        ("protobuf garbage", [0x0A, 0x05, 0x68, 0x65, 0x6C, 0x6C, 0x6F, 0xFF, 0xFE, 0x00], QuarantineReason.Malformed),
        ("byte order mark", [0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}'], QuarantineReason.Malformed),
        ("bad timestamp", """{"ts":{},"v":{"spo2":97}}"""u8.ToArray(), QuarantineReason.BadTimestamp),
        ("long number", Encoding.UTF8.GetBytes($$$"""{"v":{"spo2":{{{new string('9', 5000)}}}}}"""), QuarantineReason.BadValue),
    ];

    [Fact]
    public async Task Every_poison_is_acknowledged_and_quarantined_and_the_stream_goes_on()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        using var raw = await gateway.ConnectRawAsync("w-1");
        var topic = GatewayFixture.Topic("w-1", "telemetry");

        for (byte i = 0; i < Corpus.Length; i++)
        {
            await raw.SendAsync(RawClient.Publish(topic, (byte)(i + 1), Corpus[i].Payload));
            Assert.Equal([0x40, 2, 0, (byte)(i + 1)], await raw.ReadAsync(4));
        }

        await raw.SendAsync(RawClient.Publish(topic, 200, """{"v":{"spo2":97}}"""u8));
        Assert.Equal([0x40, 2, 0, 200], await raw.ReadAsync(4));
        var quarantined = (await gateway.StoredAsync()).SelectMany(b => b.Quarantined).ToArray();
        Assert.Equal(Corpus.Select(p => $"{p.Name}: {p.Reason}"), Corpus.Zip(quarantined, (p, q) => $"{p.Name}: {q.Reason}"));
        Assert.All(Corpus.Zip(quarantined), pair => Assert.Equal(pair.First.Payload, pair.Second.Payload.ToByteArray()));
        Assert.All(quarantined, q => Assert.Equal((topic, false), (q.Topic, string.IsNullOrEmpty(q.Detail))));
    }
}
