using System.Text;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Tests.Telemetry.Payloads;

public sealed class NativePayloadReaderTests
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
        Assert.Equal(new Measurement("w-1", "heartRate", atMs, ReceivedAtMs, 72, quality), Assert.Single(reading.Measurements("w-1", ReceivedAtMs)));
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
        Assert.Equal(72, Assert.Single(reading.Measurements("w-1", ReceivedAtMs)).Value);
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

    [Fact]
    public void A_class_that_is_not_in_the_catalogue_is_refused_by_its_topic() =>
        Assert.Equal(QuarantineReason.Topic, NativePayloadReader.Read("{}"u8.ToArray(), new DeviceAddress("baihe", "toaster", "t-1"), ReceivedAtMs, _ => null).Reason);

    private static PayloadReading Read(string payload, Func<string, FieldConversion?>? map = null) =>
        NativePayloadReader.Read(Encoding.UTF8.GetBytes(payload), new DeviceAddress("baihe", "wearable", "w-1"), ReceivedAtMs, map ?? (_ => null));
}
