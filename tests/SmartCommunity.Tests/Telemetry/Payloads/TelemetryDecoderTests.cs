using System.Text;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Tests.Telemetry.Payloads;

public sealed class TelemetryDecoderTests
{
    private const long At = Decoding.ReceivedAtMs - 1000;

    [Fact]
    public void A_message_carries_its_time_its_counters_and_its_values()
    {
        var sink = Decoding.Telemetry(Encoding.UTF8.GetBytes($$"""{"ts":{{At}},"boot":3,"seq":17,"v":{"heartRate":72,"spo2":97.5,"wearState":"on"},"q":"uncertain"}"""));

        var seen = Assert.Single(sink.Messages);
        Assert.Equal((At, Quality.Uncertain, 3L, 17L), (seen.AtMs, seen.Quality, seen.Boot, seen.Seq));
        Assert.Equal("heartRate=72 spo2=97.5 wearState=1", seen.Values);
        Assert.True(seen.DigestIdentifies);
        Assert.Null(sink.Reason);
    }

    [Fact]
    public void Members_may_come_in_any_order_and_an_array_holds_several_messages()
    {
        var sink = Decoding.Telemetry(Encoding.UTF8.GetBytes($$"""[{"v":{"spo2":97},"ts":{{At}}},{"v":{"spo2":97},"ts":{{At}}}]"""));

        Assert.Equal(["spo2=97", "spo2=97"], sink.Messages.Select(m => m.Values));
        Assert.NotEqual(sink.Messages[0].Digest, sink.Messages[1].Digest);
        Assert.Null(sink.Reason);
    }

    [Theory]
    [InlineData("""{"v":{"spo2":97}}""", Decoding.ReceivedAtMs, Quality.ServerTime)]
    [InlineData("""{"ts":null,"v":{"spo2":97}}""", Decoding.ReceivedAtMs, Quality.ServerTime)]
    [InlineData("""{"ts":0,"v":{"spo2":97}}""", Decoding.ReceivedAtMs, Quality.ClockSuspect)]
    [InlineData("""{"ts":4102444800000,"v":{"spo2":97}}""", Decoding.ReceivedAtMs, Quality.ClockSuspect)]
    [InlineData("""{"ts":1763999999,"v":{"spo2":97}}""", Decoding.ReceivedAtMs, Quality.ClockSuspect)]
    [InlineData("""{"ts":"2025-11-24T15:59:59Z","v":{"spo2":97}}""", 1_763_999_999_000, Quality.Good)]
    [InlineData("""{"ts":"2025-11-24T23:59:59+08:00","v":{"spo2":97}}""", 1_763_999_999_000, Quality.Good)]
    [InlineData("""{"ts":"2025-11-24T23:59:59","v":{"spo2":97},"q":"bad"}""", 1_763_999_999_000, Quality.Bad)]
    public void The_time_is_the_devices_own_or_the_receive_time_with_a_flag(string payload, long at, Quality quality)
    {
        var sink = Decoding.Telemetry(Encoding.UTF8.GetBytes(payload));

        var seen = Assert.Single(sink.Messages);
        Assert.Equal((at, quality), (seen.AtMs, seen.Quality));
        Assert.Null(sink.Reason);
    }

    [Theory]
    [InlineData("""{"v":{"spo2":97,"pulse":70}}""", QuarantineReason.UnknownQuantity, "'pulse'")]
    [InlineData("""{"v":{"spo2":97,"co2":400}}""", QuarantineReason.ForeignQuantity, "'co2'")]
    [InlineData("""{"v":{"spo2":97,"heartRate":351}}""", QuarantineReason.OutOfRange, "heartRate 351 /min is above its maximum 350.")]
    [InlineData("""{"v":{"spo2":97,"heartRate":-1}}""", QuarantineReason.OutOfRange, "heartRate -1 /min is below its minimum 0.")]
    [InlineData("""{"v":{"spo2":97,"heartRate":1e308}}""", QuarantineReason.OutOfRange, "heartRate")]
    [InlineData("""{"v":{"spo2":97,"heartRate":1e999}}""", QuarantineReason.BadValue, "heartRate '1e999' is not a finite number.")]
    [InlineData("""{"v":{"spo2":97,"heartRate":"72"}}""", QuarantineReason.BadValue, "wrong type")]
    [InlineData("""{"v":{"spo2":97,"heartRate":null}}""", QuarantineReason.BadValue, "wrong type")]
    [InlineData("""{"v":{"spo2":97,"heartRate":{"x":[1]}}}""", QuarantineReason.BadValue, "wrong type")]
    [InlineData("""{"v":{"spo2":97,"wearState":"maybe"}}""", QuarantineReason.BadValue, "none of its codes off, on")]
    [InlineData("""{"v":{"spo2":97,"wearState":2}}""", QuarantineReason.BadValue, "none of its codes off, on")]
    [InlineData("""{"v":{"spo2":97},"unit":"%"}""", QuarantineReason.Shape, "member other than")]
    [InlineData("""{"v":{"spo2":97},"seq":-1}""", QuarantineReason.Shape, "seq must be a whole number")]
    [InlineData("""{"v":{"spo2":97,"spo2":98}}""", QuarantineReason.BadValue, "'spo2' is given twice")]
    [InlineData("""[{"v":{"spo2":97}},5]""", QuarantineReason.Shape, "Item 1")]
    [InlineData("""{"v":{"spo2":97}} x""", QuarantineReason.Malformed, "not JSON")]
    public void Good_values_are_kept_when_others_are_quarantined(string payload, string reason, string detail)
    {
        var sink = Decoding.Telemetry(Encoding.UTF8.GetBytes(payload));

        Assert.Equal("spo2=97", Assert.Single(sink.Messages).Values);
        Assert.Equal(reason, sink.Reason);
        Assert.Contains(detail, sink.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", QuarantineReason.Malformed)]
    [InlineData("{", QuarantineReason.Malformed)]
    [InlineData("""{"v":{"spo2":97}""", QuarantineReason.Malformed)]
    [InlineData("""{"v":{"spo2":NaN}}""", QuarantineReason.Malformed)]
    [InlineData("""{"v":{"\ud800":1}}""", QuarantineReason.Malformed)]
    [InlineData("""{"\ud800":1}""", QuarantineReason.Malformed)]
    [InlineData("""{"v":{"wearState":"\ud800"}}""", QuarantineReason.Malformed)]
    [InlineData("""{"q":"\ud800","v":{"spo2":97}}""", QuarantineReason.Malformed)]
    [InlineData("""{"ts":"yesterday","v":{"spo2":97}}""", QuarantineReason.BadTimestamp)]
    [InlineData("""{"ts":17.5,"v":{"spo2":97}}""", QuarantineReason.BadTimestamp)]
    [InlineData("""{"v":{}}""", QuarantineReason.Shape)]
    [InlineData("""{"v":[1]}""", QuarantineReason.Shape)]
    [InlineData("""{"ts":1}""", QuarantineReason.Shape)]
    [InlineData("42", QuarantineReason.Shape)]
    public void Nothing_is_kept_of_a_payload_that_says_nothing(string payload, string reason)
    {
        var sink = Decoding.Telemetry(Encoding.UTF8.GetBytes(payload));

        Assert.Empty(sink.Messages);
        Assert.Equal(reason, sink.Reason);
    }

    [Fact]
    public void A_vendors_field_is_mapped_with_scale_and_offset()
    {
        FieldMap map = (address, field) => field == "温度x10" ? new FieldConversion("bodyTemp", 0.1, 0.5) : null;

        var sink = Decoding.Telemetry("""{"v":{"温度x10":365}}"""u8, map: map);

        Assert.Equal("bodyTemp=37", Assert.Single(sink.Messages).Values);
        Assert.Null(sink.Reason);
    }

    [Fact]
    public void Only_a_timestamp_or_the_DUP_flag_lets_the_digest_identify_a_message()
    {
        Assert.False(Decoding.Telemetry("""{"v":{"spo2":97}}"""u8).Messages[0].DigestIdentifies);
        Assert.True(Decoding.Telemetry("""{"v":{"spo2":97}}"""u8, duplicate: true).Messages[0].DigestIdentifies);
    }

    [Fact]
    public void Five_faults_are_told_and_the_rest_counted()
    {
        var sink = Decoding.Telemetry("""{"v":{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1}}"""u8);

        Assert.Equal(QuarantineReason.UnknownQuantity, sink.Reason);
        Assert.Contains("'e'", sink.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("'f'", sink.Detail, StringComparison.Ordinal);
        Assert.EndsWith("And 2 more.", sink.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void An_array_is_read_up_to_its_limit_and_the_rest_quarantined()
    {
        var payload = "[" + string.Join(',', Enumerable.Repeat("""{"v":{"spo2":97}}""", TelemetryDecoder.MaxMessages + 1)) + "]";

        var sink = Decoding.Telemetry(Encoding.UTF8.GetBytes(payload));

        Assert.Equal(TelemetryDecoder.MaxMessages, sink.Messages.Count);
        Assert.Equal(QuarantineReason.Shape, sink.Reason);
    }

    [Fact]
    public void A_good_payload_is_decoded_without_allocating()
    {
        var decoder = new TelemetryDecoder((_, _) => null);
        var payload = """{"ts":1763999999000,"boot":3,"seq":17,"v":{"heartRate":72,"spo2":97,"bodyTemp":36.5,"wearState":"on"}}"""u8.ToArray();
        var sink = new CountingSink();
        for (var i = 0; i < 1000; i++)
            decoder.Decode(Decoding.Payload(payload), sink);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++)
            decoder.Decode(Decoding.Payload(payload), sink);

        // The reader enumerates two enumeration codes through an interface; everything else stays on the stack.
        var perMessage = (GC.GetAllocatedBytesForCurrentThread() - before) / 1000.0;
        Assert.Equal(2000, sink.Count);
        Assert.True(perMessage <= 64, $"{perMessage} bytes allocated per message.");
    }

    private sealed class CountingSink : IDecodedSink
    {
        internal int Count { get; private set; }

        public void OnTelemetry(in DecodedMessage message) => Count++;

        public void OnEvent(DecodedEvent happened) => Assert.Fail(happened.Type);

        public void OnStatus(DeviceAddress device, bool online) => Assert.Fail(device.Device);

        public void OnQuarantine(string reason, string detail) => Assert.Fail(detail);
    }

    [Theory]
    [InlineData("""{"v":{"systolic":126,"heartRate":72}}""", "heartRate=72", "incomplete", "'systolic' came without a good 'diastolic'; they are one observation.")]
    [InlineData("""{"v":{"diastolic":78,"heartRate":72,"spo2":97}}""", "heartRate=72 spo2=97", "incomplete", "'diastolic' came without a good 'systolic'; they are one observation.")]
    [InlineData("""{"v":{"heartRate":72,"systolic":126,"diastolic":500}}""", "heartRate=72", "outOfRange", "diastolic 500 mm[Hg] is above its maximum 200. 'systolic' came without a good 'diastolic'; they are one observation.")]
    public void Half_a_blood_pressure_is_not_kept(string payload, string values, string reason, string detail)
    {
        var seen = Decoding.Telemetry(Encoding.UTF8.GetBytes(payload), "healthStation");

        Assert.Equal((values, reason, detail), (Assert.Single(seen.Messages).Values, seen.Reason, seen.Detail));
    }

    [Fact]
    public void A_whole_blood_pressure_is_one_observation()
    {
        var seen = Decoding.Telemetry("""{"v":{"diastolic":78,"systolic":126}}"""u8, "healthStation");

        Assert.Equal(("diastolic=78 systolic=126", null), (Assert.Single(seen.Messages).Values, seen.Reason));
    }

    [Fact]
    public void Half_a_blood_pressure_alone_leaves_no_message()
    {
        var seen = Decoding.Telemetry("""{"v":{"systolic":126}}"""u8, "healthStation");

        Assert.Empty(seen.Messages);
        Assert.Equal("incomplete", seen.Reason);
    }
}
