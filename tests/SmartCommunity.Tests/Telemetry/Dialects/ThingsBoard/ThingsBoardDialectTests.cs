using System.Text;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects.ThingsBoard;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Tests.Telemetry.Dialects.ThingsBoard;

public sealed class ThingsBoardDialectTests
{
    private const long AtMs = 1_763_999_999_000;

    private static readonly StatedFacts Facts = new()
    {
        Carried = { ["Wohnzimmer 1"] = Bench.Device("indoorAir", "air-1"), ["B"] = Bench.Device("wearable", "w-2") },
        Fields = { ["tempF"] = new FieldConversion("temp", 5.0 / 9, -32 * 5.0 / 9) },
    };

    [Theory]
    [InlineData("""{"temp":21.5,"co2":800}""", "gw-1 temp 21.5 1764000000000 4", "gw-1 co2 800 1764000000000 4")]
    [InlineData("""{"ts":1763999999000,"values":{"temp":21.5}}""", "gw-1 temp 21.5 1763999999000 0")]
    [InlineData("""{"values":{"temp":21.5},"ts":1763999999000}""", "gw-1 temp 21.5 1763999999000 0")]
    [InlineData("""[{"ts":1763999999000,"values":{"temp":1}},{"temp":2}]""", "gw-1 temp 1 1763999999000 0", "gw-1 temp 2 1764000000000 4")]
    [InlineData("""{"ts":1763999999000,"temp":21.5}""", "gw-1 temp 21.5 1763999999000 0")]
    [InlineData("""{"temp":"21.5"}""", "gw-1 temp 21.5 1764000000000 4")]
    [InlineData("""{"ts":0,"values":{"temp":21.5}}""", "gw-1 temp 21.5 1764000000000 8")]
    [InlineData("""{"tempF":68}""", "gw-1 temp 20 1764000000000 4")]
    [InlineData("""{"temp":21}x""", "gw-1 temp 21 1764000000000 4", "quarantine malformed")]
    public void Every_form_of_telemetry_is_read(string payload, params string[] lines) => Assert.Equal(lines, Lines("indoorAir", ThingsBoardTopics.Telemetry, payload));

    [Theory]
    [InlineData("{", QuarantineReason.Malformed)]
    [InlineData("7", QuarantineReason.Shape)]
    [InlineData("{}", QuarantineReason.Shape)]
    [InlineData("[1]", QuarantineReason.Shape)]
    [InlineData("""{"wlan":-70}""", QuarantineReason.UnknownQuantity)]
    [InlineData("""{"heartRate":70}""", QuarantineReason.ForeignQuantity)]
    [InlineData("""{"temp":"warm"}""", QuarantineReason.BadValue)]
    [InlineData("""{"temp":null}""", QuarantineReason.BadValue)]
    [InlineData("""{"temp":1000}""", QuarantineReason.OutOfRange)]
    [InlineData("""{"ts":"soon","values":{"temp":21}}""", QuarantineReason.BadTimestamp)]
    public void What_cannot_be_read_is_refused_with_its_reason(string payload, string reason) =>
        Assert.Equal([$"quarantine {reason}"], Lines("indoorAir", ThingsBoardTopics.Telemetry, payload));

    [Fact]
    public void A_gateways_payload_gives_every_device_its_own_and_the_unknown_ones_names()
    {
        var reading = Read("concentrator", "v1/gateway/telemetry", """{"Wohnzimmer 1":[{"ts":1763999999000,"values":{"temp":20}}],"Nobody":[{"temp":1}],"B":{"heartRate":72}}""");

        Assert.Equal(["air-1 temp 20 1763999999000 0", "w-2 heartRate 72 1764000000000 4", "quarantine unknownDevice"], Bench.Lines(reading));
        Assert.Equal("'Nobody' is not enrolled as a device that 'gw-1' carries.", reading.Detail);
    }

    [Theory]
    [InlineData("v1/gateway/connect", """{"device":"B","type":"default"}""", "status w-2 True")]
    [InlineData("v1/gateway/disconnect", """{"device":"B"}""", "status w-2 False")]
    [InlineData("v1/gateway/connect", """{"device":"C"}""", "quarantine unknownDevice")]
    [InlineData("v1/gateway/connect", """{"name":"B"}""", "quarantine shape")]
    [InlineData("v1/gateway/connect", """["B"]""", "quarantine shape")]
    [InlineData("v1/gateway/connect", "", "quarantine malformed")]
    public void Connect_and_disconnect_are_the_status_of_the_carried_device(string topic, string payload, string line) =>
        Assert.Equal([line], Lines("concentrator", topic, payload));

    [Theory]
    [InlineData("panicButton", """{"ts":1763999999000,"values":{"sos":true,"battery":80}}""", "gw-1 battery 80 1763999999000 0", "event gw-1 sos gw-1:sos:1763999999000 1763999999000 0")]
    [InlineData("panicButton", """{"sos":"press-17"}""", "event gw-1 sos press-17 1764000000000 4")]
    [InlineData("panicButton", """{"sosEvent":1}""", "event gw-1 sos gw-1:sos:1764000000000 1764000000000 4")]
    [InlineData("panicButton", """{"sos":{"pressedAt":"now"}}""", """event gw-1 sos gw-1:sos:1764000000000 1764000000000 4 {"pressedAt":"now"}""")]
    [InlineData("panicButton", """{"sos":false,"battery":80}""", "gw-1 battery 80 1764000000000 4")]
    [InlineData("panicButton", """{"ts":"soon","values":{"sos":true}}""", "event gw-1 sos gw-1:sos:1764000000000 1764000000000 8", "quarantine badTimestamp")]
    [InlineData("panicButton", """{"sos":true,"battery":""", "event gw-1 sos gw-1:sos:1764000000000 1764000000000 4", "quarantine malformed")]
    [InlineData("smokeDetector", """{"smoke":true}""", "gw-1 smoke 1 1764000000000 4")]
    [InlineData("smokeDetector", """{"smokeEvent":true}""", "event gw-1 smoke gw-1:smoke:1764000000000 1764000000000 4")]
    [InlineData("smokeDetector", """{"smoke":false}""", "gw-1 smoke 0 1764000000000 4")]
    [InlineData("coDetector", """{"co":35}""", "gw-1 co 35 1764000000000 4")]
    [InlineData("coDetector", """{"co":35,"coEvent":true}""", "gw-1 co 35 1764000000000 4", "event gw-1 co gw-1:co:1764000000000 1764000000000 4")]
    [InlineData("indoorAir", """{"sos":true}""", "quarantine unknownQuantity")]
    public void A_key_that_is_an_event_type_raises_the_event(string @class, string payload, params string[] lines) =>
        Assert.Equal(lines, Lines(@class, ThingsBoardTopics.Telemetry, payload));

    [Theory]
    [InlineData("""{"sos":true}""", true)]
    [InlineData("""{"B":[{"ts":1,"values":{"fall":"id"}}]}""", true)]
    [InlineData("""{"smoke":true}""", true)]
    [InlineData("""{"coEvent":1}""", true)]
    [InlineData("""{"co":35}""", false)]
    [InlineData("""{"smoke":false,"sos":0,"fall":null,"gas":""}""", false)]
    [InlineData("""{"temp":21}""", false)]
    [InlineData("""{"sos":""", false)]
    [InlineData("\u0001", false)]
    public void Safety_events_are_recognised_before_the_rate_limit(string payload, bool isSafety) =>
        Assert.Equal(isSafety, new ThingsBoardDialect(Facts).IsSafety(TopicKind.Telemetry, "v1/devices/me/telemetry"u8, Encoding.UTF8.GetBytes(payload)));

    [Fact]
    public void Attributes_that_are_quantities_are_measurements_and_others_are_reported_properties()
    {
        Assert.Equal(
            ["gw-1 temp 21 1764000000000 4", """event gw-1 reported gw-1:reported:1764000000000:1 1764000000000 4 {"firm\u0077are":"1.2","wlan":{"rssi":-70}}"""],
            Lines("indoorAir", ThingsBoardTopics.Attributes, """{"firm\u0077are":"1.2","temp":21,"wlan":{"rssi":-70}}"""));
        Assert.Equal(
            ["air-1 co2 700 1764000000000 4", """event air-1 reported air-1:reported:1764000000000:1 1764000000000 4 {"serial":"x"}"""],
            Lines("concentrator", "v1/gateway/attributes", """{"Wohnzimmer 1":{"co2":700,"serial":"x"}}"""));
        Assert.Equal(["quarantine outOfRange"], Lines("indoorAir", ThingsBoardTopics.Attributes, """{"temp":2100}"""));
    }

    [Theory]
    [InlineData("v1/devices/me/telemetry", TopicKind.Telemetry)]
    [InlineData("v1/devices/me/attributes/request/17", TopicKind.Request)]
    [InlineData("v1/devices/me/rpc/response/2147483647", TopicKind.CommandResponse)]
    [InlineData("v1/devices/me/rpc/request/1", TopicKind.Request)]
    [InlineData("v1/gateway/rpc", TopicKind.CommandResponse)]
    [InlineData("v1/gateway/attributes/request", TopicKind.Request)]
    [InlineData("v1/gateway/claim", TopicKind.Request)]
    [InlineData("v1/devices/me/rpc/response/x", null)]
    [InlineData("v1/devices/me/rpc/response/", null)]
    [InlineData("v1/devices/me/rpc/response/12345678901", null)]
    [InlineData("v1/devices/you/telemetry", null)]
    [InlineData("v1/gateway", null)]
    public void Only_the_topics_of_the_API_are_a_devices_own(string topic, TopicKind? kind) => Assert.Equal(kind, ThingsBoardDialect.KindOf(Encoding.UTF8.GetBytes(topic)));

    [Fact]
    public void More_messages_than_the_limit_are_named_and_not_read()
    {
        var payload = "[" + string.Join(',', Enumerable.Repeat($$$"""{"ts":{{{AtMs}}},"values":{"temp":1}}""", TelemetryDecoder.MaxMessages + 3)) + "]";

        var reading = Read("indoorAir", ThingsBoardTopics.Telemetry, payload);

        Assert.Equal(TelemetryDecoder.MaxMessages, reading.Messages.Count);
        Assert.Equal($"The payload holds more than {TelemetryDecoder.MaxMessages} messages; those after it were not read.", reading.Detail);
    }

    private static IEnumerable<string> Lines(string @class, string topic, string payload) => Bench.Lines(Read(@class, topic, payload));

    private static PayloadReading Read(string @class, string topic, string payload) => Bench.Read(new ThingsBoardDialect(Facts), @class, topic, payload);
}
