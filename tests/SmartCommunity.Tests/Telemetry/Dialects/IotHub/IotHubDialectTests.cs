using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects;
using SmartCommunity.Telemetry.Dialects.IotHub;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Tests.Telemetry.Dialects.IotHub;

public sealed class IotHubDialectTests
{
    private const long ReceivedAtMs = 1_764_000_000_000;

    private const string Events = "devices/w-1/messages/events/";

    [Theory]
    [InlineData(Events, """{"heartRate":72,"spo2":97}""", "heartRate=72 spo2=97", ReceivedAtMs, Quality.ServerTime)]
    [InlineData("devices/w-1/messages/events", """{"heartRate":72}""", "heartRate=72", ReceivedAtMs, Quality.ServerTime)]
    [InlineData(Events + "$.ct=application%2Fjson%3Bcharset%3Dutf-8&$.ce=utf-8&$.mid=1", """{"heartRate":72}""", "heartRate=72", ReceivedAtMs, Quality.ServerTime)]
    [InlineData(Events + "$.ctime=2025-11-24T15%3A59%3A59Z&alert=false", """{"heartRate":72}""", "heartRate=72", 1_763_999_999_000, Quality.Good)]
    [InlineData(Events + "%24.ctime=2025-11-24T15%3A59%3A59.000Z", """{"heartRate":72}""", "heartRate=72", 1_763_999_999_000, Quality.Good)]
    [InlineData(Events + "?prop1&prop2=&prop3=a%20string", """{"heartRate":72}""", "heartRate=72", ReceivedAtMs, Quality.ServerTime)]
    [InlineData(Events, """{"ts":1763999999000,"seq":4,"v":{"heartRate":72}}""", "heartRate=72", 1_763_999_999_000, Quality.Good)]
    [InlineData(Events, """{"watch":{"pulse":72}}""", "heartRate=72", ReceivedAtMs, Quality.ServerTime)]
    [InlineData(Events, """{"wearState":"on"}""", "wearState=1", ReceivedAtMs, Quality.ServerTime)]
    public void A_message_gives_its_measurements(string topic, string payload, string values, long atMs, Quality quality)
    {
        var reading = Read(topic, payload);

        Assert.True(reading.IsClean, reading.Detail);
        var message = Assert.Single(reading.Messages);
        Assert.Equal((values, atMs, quality), (Told(message), message.AtMs, message.Quality));
    }

    [Fact]
    public void An_array_gives_a_message_for_each_object()
    {
        var reading = Read(Events, """[{"heartRate":72},{"heartRate":73}]""");

        Assert.Equal(["heartRate=72", "heartRate=73"], reading.Messages.Select(Told));
    }

    [Theory]
    [InlineData(Events + "eventType=sos", """{"button":1}""", "w-1:sos:1764000000000", """{"button":1}""")]
    [InlineData(Events, """{"sos":true}""", "w-1:sos:1764000000000", "")]
    [InlineData(Events, """{"sos":"press-7","battery":40}""", "press-7", "")]
    public void An_event_is_named_by_the_bag_or_by_a_field(string topic, string payload, string id, string data)
    {
        var reading = Read(topic, payload);

        Assert.True(reading.IsClean, reading.Detail);
        var happened = Assert.Single(reading.Events);
        Assert.Equal(("sos", id, data), (happened.Type, happened.EventId, happened.DataJson));
        Assert.True(new IotHubDialect(new NoFacts()).IsSafety(TopicKind.Telemetry, Encoding.UTF8.GetBytes(topic), Encoding.UTF8.GetBytes(payload)));
    }

    [Theory]
    [InlineData(Events, """{"sos":false}""")]
    [InlineData(Events, """{"heartRate":72}""")]
    [InlineData(Events, "{")]
    [InlineData(Events + "eventType=reported", "{}")]
    public void What_says_no_safety_event_is_none(string topic, string payload) =>
        Assert.False(new IotHubDialect(new NoFacts()).IsSafety(TopicKind.Telemetry, Encoding.UTF8.GetBytes(topic), Encoding.UTF8.GetBytes(payload)));

    [Theory]
    [InlineData(Events, "{", QuarantineReason.Malformed)]
    [InlineData(Events, "72", QuarantineReason.Shape)]
    [InlineData(Events, "{}", QuarantineReason.Shape)]
    [InlineData(Events, "[1]", QuarantineReason.Shape)]
    [InlineData(Events, """{"pulse":72}""", QuarantineReason.UnknownQuantity)]
    [InlineData(Events, """{"heartRate":"fast"}""", QuarantineReason.BadValue)]
    [InlineData(Events, """{"watch":{"heartRate":999}}""", QuarantineReason.UnknownQuantity)]
    [InlineData(Events + "$.ctime=yesterday", """{"heartRate":72}""", QuarantineReason.BadTimestamp)]
    [InlineData(Events + "$.ce=utf-16", """{"heartRate":72}""", QuarantineReason.Malformed)]
    [InlineData(Events + "$.ct=application%2Foctet-stream", """{"heartRate":72}""", QuarantineReason.Malformed)]
    [InlineData(Events + "eventType=party", "{}", QuarantineReason.UnknownEvent)]
    [InlineData("devices/w-2/messages/events/", """{"heartRate":72}""", QuarantineReason.Topic)]
    [InlineData("$iothub/twin/GET/?$rid=1", "", QuarantineReason.Topic)]
    [InlineData("$iothub/twin/PATCH/properties/reported/?$rid=1", "[]", QuarantineReason.Shape)]
    public void What_cannot_be_read_is_refused_with_its_reason(string topic, string payload, string reason)
    {
        var reading = Read(topic, payload);

        Assert.Equal(reason, reading.Reason);
        Assert.NotEmpty(reading.Detail);
        Assert.Empty(reading.Messages);
    }

    [Fact]
    public void Reported_properties_are_an_event()
    {
        var reading = Read("$iothub/twin/PATCH/properties/reported/?$rid=7", """{"firmware":"1.2","old":null}""");

        var happened = Assert.Single(reading.Events);
        Assert.Equal((TwinProperties.ReportedEvent, """{"firmware":"1.2","old":null}"""), (happened.Type, happened.DataJson));
    }

    [Fact]
    public void Any_bytes_give_something_or_a_reason_and_never_throw() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new System.Random(seed);
            var payload = Encoding.UTF8.GetBytes("""{"heartRate":72,"watch":{"pulse":[1,{"a":2}]},"sos":"x","wearState":"on"}""");
            for (var i = 0; i < 3; i++)
                payload[random.Next(payload.Length)] = (byte)random.Next(256);
            var topic = Encoding.UTF8.GetBytes(Events + "$.ctime=2025-11-24T15%3A59%3A59Z&eventType=sos&a=%");
            topic[random.Next(Events.Length, topic.Length)] = (byte)random.Next(1, 128);
            var reading = Read(Encoding.UTF8.GetString(topic), payload[..random.Next(payload.Length + 1)]);
            Assert.True(reading.Messages.Count + reading.Events.Count > 0 || reading.Reason is not null, $"seed {seed}");
            return true;
        }).QuickCheckThrowOnFailure();

    private static PayloadReading Read(string topic, string payload) => Read(topic, Encoding.UTF8.GetBytes(payload));

    private static PayloadReading Read(string topic, byte[] payload) => PayloadReader.Read(
        new IotHubDialect(new NoFacts { Fields = field => field == "watch.pulse" ? new FieldConversion("heartRate", 1, 0) : null }),
        new PayloadSender(new DeviceAddress("baihe", "wearable", "w-1"), ""), topic, payload, ReceivedAtMs);

    private static string Told(PayloadMessage message) => string.Join(' ', message.Values.Select(v => FormattableString.Invariant($"{v.Quantity}={v.Value:R}")));
}
