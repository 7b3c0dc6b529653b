using System.Text;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Tests.Telemetry.Dialects;

public sealed class PayloadReaderTests
{
    private const long ReceivedAtMs = 1_764_000_000_000;

    [Theory]
    [InlineData("""{"v":{"heartRate":72}}""", ReceivedAtMs, Quality.ServerTime)]
    [InlineData("""{"ts":null,"v":{"heartRate":72}}""", ReceivedAtMs, Quality.ServerTime)]
    [InlineData("""{"ts":1763999999000,"v":{"heartRate":72},"q":"good"}""", 1_763_999_999_000, Quality.Good)]
    [InlineData("""{"ts":"2025-11-24T15:59:59Z","v":{"heartRate":72},"q":"bad"}""", 1_763_999_999_000, Quality.Bad)]
    [InlineData("""{"ts":"2025-11-24T23:59:59.000+08:00","v":{"heartRate":72},"q":"uncertain"}""", 1_763_999_999_000, Quality.Uncertain)]
    [InlineData("""{"ts":"2025-11-24T23:59:59","v":{"heartRate":72}}""", 1_763_999_999_000, Quality.Good)]
    [InlineData("""{"ts":0,"v":{"heartRate":72}}""", ReceivedAtMs, Quality.ClockSuspect)]
    [InlineData("""{"ts":1764000600001,"v":{"heartRate":72}}""", ReceivedAtMs, Quality.ClockSuspect)]
    public void Timestamps_and_verdicts_are_read_and_checked(string payload, long atMs, Quality quality)
    {
        var reading = Read(payload);

        Assert.True(reading.IsClean, reading.Detail);
        Assert.Equal(new Measurement("w-1", "heartRate", atMs, ReceivedAtMs, 72, quality), Assert.Single(reading.Measurements(ReceivedAtMs)));
    }

    [Fact]
    public void An_array_gives_its_messages_in_order_with_boot_and_seq()
    {
        var reading = Read("""[{"boot":3,"seq":17,"v":{"heartRate":72,"wearState":"on"}},{"seq":18,"v":{"wearState":0}}]""");

        Assert.True(reading.IsClean);
        Assert.Equal([(3L, 17L), (-1L, 18L)], reading.Messages.Select(m => (m.Boot, m.Seq)));
        Assert.Equal([("heartRate", 72), ("wearState", 1)], reading.Messages[0].Values);
        Assert.Equal([("wearState", 0)], reading.Messages[1].Values);
    }

    [Theory]
    [InlineData("{", QuarantineReason.Malformed)]
    [InlineData("", QuarantineReason.Malformed)]
    [InlineData("{\"v\":{\"heartRate\":NaN}}", QuarantineReason.Malformed)]
    [InlineData("[[[[[[[[[[1]]]]]]]]]]", QuarantineReason.Malformed)]
    [InlineData("{\"v\":{\"\\ud800\":1}}", QuarantineReason.Malformed)]
    [InlineData("7", QuarantineReason.Shape)]
    [InlineData("[1]", QuarantineReason.Shape)]
    [InlineData("""{"heartRate":72}""", QuarantineReason.Shape)]
    [InlineData("""{"v":{}}""", QuarantineReason.Shape)]
    [InlineData("""{"v":[1]}""", QuarantineReason.Shape)]
    [InlineData("""{"ts":"soon","v":{"heartRate":72}}""", QuarantineReason.BadTimestamp)]
    [InlineData("""{"ts":1.5,"v":{"heartRate":72}}""", QuarantineReason.BadTimestamp)]
    [InlineData("""{"v":{"hr":72}}""", QuarantineReason.UnknownQuantity)]
    [InlineData("""{"v":{"co2":400}}""", QuarantineReason.ForeignQuantity)]
    [InlineData("""{"v":{"heartRate":"72"}}""", QuarantineReason.BadValue)]
    [InlineData("""{"v":{"heartRate":1e999}}""", QuarantineReason.BadValue)]
    [InlineData("""{"v":{"heartRate":null}}""", QuarantineReason.BadValue)]
    [InlineData("""{"v":{"wearState":"maybe"}}""", QuarantineReason.BadValue)]
    [InlineData("""{"v":{"wearState":7}}""", QuarantineReason.BadValue)]
    [InlineData("""{"v":{"heartRate":351}}""", QuarantineReason.OutOfRange)]
    [InlineData("""{"v":{"heartRate":-1}}""", QuarantineReason.OutOfRange)]
    public void What_cannot_be_read_is_refused_with_its_reason(string payload, string reason)
    {
        var reading = Read(payload);

        Assert.Equal(reason, reading.Reason);
        Assert.NotEmpty(reading.Detail);
        Assert.Empty(reading.Messages);
    }

    [Theory]
    [InlineData("""{"v":{"heartRate":72,"hr":1}}""", QuarantineReason.UnknownQuantity)]
    [InlineData("""{"v":{"heartRate":72,"heartRate":73}}""", QuarantineReason.BadValue)]
    [InlineData("""{"seq":-1,"v":{"heartRate":72}}""", QuarantineReason.Shape)]
    [InlineData("""{"extra":1,"v":{"heartRate":72}}""", QuarantineReason.Shape)]
    [InlineData("""[{"v":{"heartRate":72}},{"ts":"soon","v":{"heartRate":73}}]""", QuarantineReason.BadTimestamp)]
    public void A_fault_costs_its_value_or_message_and_not_its_neighbours(string payload, string reason)
    {
        var reading = Read(payload);

        Assert.Equal(reason, reading.Reason);
        Assert.Equal(72, Assert.Single(reading.Measurements(ReceivedAtMs)).Value);
    }

    [Fact]
    public void A_mapping_converts_a_vendors_field_and_never_a_catalogue_name()
    {
        var reading = Read("""{"v":{"tempF":98.6,"heartRate":72}}""", field => field switch
        {
            "tempF" => new FieldConversion("bodyTemp", 5.0 / 9, -32 * 5.0 / 9),
            "heartRate" => new FieldConversion("spo2", 1, 0),
            _ => null,
        });

        Assert.True(reading.IsClean, reading.Detail);
        var values = Assert.Single(reading.Messages).Values;
        Assert.Equal(["bodyTemp", "heartRate"], values.Select(v => v.Quantity));
        Assert.Equal(37.0, values[0].Value, precision: 9);
    }

    [Theory]
    [InlineData("toaster", "fc/v1/baihe/toaster/w-1/telemetry")]
    [InlineData("wearable", "fc/v1/baihe/wearable/w-2/telemetry")]
    [InlineData("wearable", "fc/v1/baihe/wearable/w-1/cmd")]
    [InlineData("wearable", "fc/v1/baihe/wearable/w-1/cmdResp")]
    [InlineData("wearable", "not/ours")]
    public void What_is_no_data_of_the_sender_is_refused_by_its_topic(string deviceClass, string topic)
    {
        var sender = new PayloadSender(new DeviceAddress("baihe", deviceClass, "w-1"), "");

        var reading = PayloadReader.Read(new NativeDialect(new NoFacts()), sender, topic, "{}"u8.ToArray(), ReceivedAtMs);

        Assert.Equal(QuarantineReason.Topic, reading.Reason);
    }

    [Fact]
    public void Events_and_status_are_read_from_their_topics()
    {
        var happened = Reading.Of("""{"ts":1763999999000,"id":"e-1","type":"sos"}"""u8.ToArray(), ReceivedAtMs, kind: "event");
        var status = Reading.Of("""{"online":false}"""u8.ToArray(), ReceivedAtMs, kind: "status");

        Assert.Equal(("e-1", "sos", 1_763_999_999_000L), (Assert.Single(happened.Events).EventId, happened.Events[0].Type, happened.Events[0].AtMs));
        Assert.Equal((new DeviceAddress("baihe", "wearable", "w-1"), false), Assert.Single(status.Statuses));
        Assert.True(happened.IsClean && status.IsClean);
    }

    private static PayloadReading Read(string payload, Func<string, FieldConversion?>? map = null) =>
        Reading.Of(Encoding.UTF8.GetBytes(payload), ReceivedAtMs, map);
}

/// <summary>Reads payloads of one wearable as the cloud does.</summary>
internal static class Reading
{
    internal static PayloadReading Of(byte[] payload, long receivedAtMs, Func<string, FieldConversion?>? map = null, string kind = "telemetry") => PayloadReader.Read(
        new NativeDialect(new NoFacts { Fields = map }), new PayloadSender(new DeviceAddress("baihe", "wearable", "w-1"), ""), $"fc/v1/baihe/wearable/w-1/{kind}", payload, receivedAtMs);
}

/// <summary>Facts of a registry without carriers and profiles.</summary>
internal sealed class NoFacts : IDeviceFacts
{
    internal Func<string, FieldConversion?>? Fields { get; init; }

    public FieldConversion? Map(DeviceAddress address, string field) => Fields?.Invoke(field);

    public DeviceAddress? FindCarried(string carrier, string alias) => null;

    public DialectProfile? Profile(string name) => null;
}
