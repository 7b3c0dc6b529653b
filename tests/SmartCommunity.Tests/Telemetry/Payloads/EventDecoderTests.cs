using System.Text;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Tests.Telemetry.Payloads;

public sealed class EventDecoderTests
{
    [Fact]
    public void An_event_keeps_its_id_its_time_and_its_raw_data()
    {
        var sink = Decoding.Event("""{"ts":1763999999000,"id":"e-1","type":"sos","data":{"x":1}}"""u8);

        var seen = Assert.Single(sink.Events);
        Assert.Equal(("e-1", "sos", 1_763_999_999_000L, """{"x":1}"""), (seen.EventId, seen.Type, seen.AtMs, seen.DataJson));
        Assert.Null(sink.Reason);
    }

    [Theory]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"type":"\ud800"}""")]
    [InlineData("""{"type":"s\ud800"}""")]
    public void Half_a_surrogate_pair_is_malformed_and_no_safety_event(string payload)
    {
        var bytes = Encoding.UTF8.GetBytes(payload);
        var status = new CollectingSink();

        StatusDecoder.Decode(Encoding.UTF8.GetBytes("""{"\ud800":1}"""), new DeviceAddress("baihe", "wearable", "w-1"), status);

        Assert.False(EventDecoder.IsSafety(bytes));
        Assert.Equal(QuarantineReason.Malformed, Decoding.Event(bytes).Reason);
        Assert.Equal(QuarantineReason.Malformed, status.Reason);
    }

    [Fact]
    public void An_event_without_id_gets_one_from_device_type_and_time()
    {
        var sink = Decoding.Event("""{"ts":1763999999000,"type":"fall"}"""u8);

        Assert.Equal("w-1:fall:1763999999000", Assert.Single(sink.Events).EventId);
    }

    [Theory]
    [InlineData("""{"ts":"never","type":"sos"}""", QuarantineReason.BadTimestamp)]
    [InlineData("""{"id":7,"type":"sos"}""", QuarantineReason.Shape)]
    [InlineData("""{"type":"sos","where":"here"}""", QuarantineReason.Shape)]
    [InlineData("""{"type":"sos"} tail""", QuarantineReason.Malformed)]
    [InlineData("""{"type":"sos","data":{"cut":""", QuarantineReason.Malformed)]
    public void An_SOS_is_an_SOS_whatever_else_is_wrong(string payload, string reason)
    {
        var sink = Decoding.Event(Encoding.UTF8.GetBytes(payload));

        Assert.Equal("sos", Assert.Single(sink.Events).Type);
        Assert.Equal(reason, sink.Reason);
    }

    [Theory]
    [InlineData("""{"type":"gateEntry"}""", QuarantineReason.UnknownEvent)]
    [InlineData("""{"id":"x"}""", QuarantineReason.Shape)]
    [InlineData("""{"type":5}""", QuarantineReason.Shape)]
    [InlineData("[]", QuarantineReason.Shape)]
    [InlineData("sos", QuarantineReason.Malformed)]
    public void What_names_no_event_of_the_class_is_quarantined(string payload, string reason)
    {
        var sink = Decoding.Event(Encoding.UTF8.GetBytes(payload));

        Assert.Empty(sink.Events);
        Assert.Equal(reason, sink.Reason);
    }

    [Theory]
    [InlineData("""{"data":{"type":"x"},"type":"sos"}""", true)]
    [InlineData("""{"type":"fault","data":{"type":"sos"}}""", false)]
    [InlineData("""{"type":""", false)]
    [InlineData("", false)]
    public void Only_the_events_own_type_makes_it_a_safety_event(string payload, bool safety) =>
        Assert.Equal(safety, EventDecoder.IsSafety(Encoding.UTF8.GetBytes(payload)));

    [Theory]
    [InlineData("""{"online":true}""", true, null)]
    [InlineData("""{"firmware":{"v":2},"online":false}""", false, null)]
    [InlineData("""{"online":"yes"}""", null, QuarantineReason.Shape)]
    [InlineData("""{"online":true""", null, QuarantineReason.Malformed)]
    [InlineData("", null, QuarantineReason.Malformed)]
    public void A_status_says_online_or_is_quarantined(string payload, bool? online, string? reason)
    {
        var sink = new CollectingSink();

        StatusDecoder.Decode(Encoding.UTF8.GetBytes(payload), new DeviceAddress("baihe", "wearable", "w-1"), sink);

        Assert.Equal(online, sink.Online);
        Assert.Equal(reason, sink.Reason);
    }
}
