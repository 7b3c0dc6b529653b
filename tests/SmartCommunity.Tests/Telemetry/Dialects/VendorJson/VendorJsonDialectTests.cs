using System.Text;
using SmartCommunity.Telemetry.Dialects.VendorJson;

namespace SmartCommunity.Tests.Telemetry.Dialects.VendorJson;

public sealed class VendorJsonDialectTests
{
    [Theory]
    [InlineData("""{"t":68}""", """{"pointer":"/t","quantity":"temp","unit":"degF"}""", "gw-1 temp 20 1764000000000 4")]
    [InlineData("""{"t":"215"}""", """{"pointer":"/t","quantity":"temp","scale":0.1}""", "gw-1 temp 21.5 1764000000000 4")]
    [InlineData("""{"t":215}""", """{"pointer":"/t","quantity":"temp","scale":0.1,"offset":-1}""", "gw-1 temp 20.5 1764000000000 4")]
    [InlineData("""{"t":293.15}""", """{"pointer":"/t","quantity":"temp","unit":"K"}""", "gw-1 temp 20 1764000000000 4")]
    [InlineData("""{"a":{"b~/c":[0,7]}}""", """{"pointer":"/a/b~0~1c/1","quantity":"temp"}""", "gw-1 temp 7 1764000000000 4")]
    [InlineData("""{"t":-999,"h":40}""", """{"pointer":"/t","quantity":"temp","invalid":[-999,"--"]},{"pointer":"/h","quantity":"humidity"}""", "gw-1 humidity 40 1764000000000 4")]
    [InlineData("""{"l":"bright"}""", """{"pointer":"/l","quantity":"light","codes":{"dark":0,"bright":500}}""", "gw-1 light 500 1764000000000 4")]
    [InlineData("""{"l":2}""", """{"pointer":"/l","quantity":"light","codes":{"1":10,"2":500}}""", "gw-1 light 500 1764000000000 4")]
    [InlineData("""{"l":"d\u0061rk"}""", """{"pointer":"/l","quantity":"light","codes":{"dark":1}}""", "gw-1 light 1 1764000000000 4")]
    [InlineData("""{"l":"dim"}""", """{"pointer":"/l","quantity":"light","codes":{"dark":0}}""", "quarantine badValue")]
    [InlineData("""{"t":{}}""", """{"pointer":"/t","quantity":"temp"}""", "quarantine badValue")]
    [InlineData("""{"t":null}""", """{"pointer":"/t","quantity":"temp"}""", "quarantine shape")]
    [InlineData("""{"x":1}""", """{"pointer":"/t","quantity":"temp"}""", "quarantine shape")]
    [InlineData("""{"t":500}""", """{"pointer":"/t","quantity":"temp"}""", "quarantine outOfRange")]
    [InlineData("""{"t":70}""", """{"pointer":"/t","quantity":"heartRate"}""", "quarantine foreignQuantity")]
    [InlineData("""{"t":1""", """{"pointer":"/t","quantity":"temp"}""", "quarantine malformed")]
    [InlineData("""{"n":"co2","v":800}""", """{"pointer":"/v","quantity":"co2","where":{"pointer":"/n","equals":"co2"}},{"pointer":"/v","quantity":"temp","where":{"pointer":"/n","equals":"t"}}""", "gw-1 co2 800 1764000000000 4")]
    public void A_value_is_found_converted_and_checked(string payload, string values, params string[] lines) =>
        Assert.Equal(lines, Lines("indoorAir", $$"""{"topics":["up"],"values":[{{values}}]}""", payload));

    [Theory]
    [InlineData("ms", "1763999999000", 1_763_999_999_000)]
    [InlineData("ms", "\"1763999999000\"", 1_763_999_999_000)]
    [InlineData("s", "1763999999", 1_763_999_999_000)]
    [InlineData("s", "1763999999.25", 1_763_999_999_250)]
    [InlineData("iso", "\"2025-11-24T15:59:59.123456789Z\"", 1_763_999_999_123)]
    [InlineData("iso", "\"2025-11-24T23:59:59\"", 1_763_999_999_000)]
    public void Times_are_read_in_their_format(string format, string time, long atMs) =>
        Assert.Equal([$"gw-1 temp 1 {atMs} 0"], Lines("indoorAir", Timed(format), $$"""{"at":{{time}},"t":1}"""));

    [Theory]
    [InlineData("yyyy-MM-dd HH:mm:ss", "\"2025-11-24 23:59:59\"", 1_763_999_999_000)]
    [InlineData("yyyyMMddHHmmss", "20251124235959", 1_763_999_999_000)]
    [InlineData("yyyy/MM/dd HH:mm:ss zzz", "\"2025/11/24 15:59:59 +00:00\"", 1_763_999_999_000)]
    public void A_pattern_is_Shanghais_clock_unless_it_says_its_offset(string pattern, string time, long atMs) =>
        Assert.Equal([$"gw-1 temp 1 {atMs} 0"], Lines("indoorAir", Timed($"pattern\",\"pattern\":\"{pattern}"), $$"""{"at":{{time}},"t":1}"""));

    [Theory]
    [InlineData("\"soon\"", "quarantine badTimestamp")]
    [InlineData("1e300", "quarantine badTimestamp")]
    [InlineData("[]", "quarantine badTimestamp")]
    [InlineData("0", "gw-1 temp 1 1764000000000 8")]
    [InlineData("null", "gw-1 temp 1 1764000000000 4")]
    public void A_time_that_cannot_be_read_costs_the_message_and_a_wrong_clock_only_its_time(string time, string line) =>
        Assert.Equal([line], Lines("indoorAir", Timed("ms"), $$"""{"at":{{time}},"t":1}"""));

    [Fact]
    public void Items_are_messages_of_carried_devices_whatever_the_order_of_members()
    {
        const string Profile = """
            {"topics":["up"],"items":"/data","device":"/id","time":{"pointer":"^/time","format":"s"},"values":[{"pointer":"/v/t","quantity":"temp"}],"events":[{"pointer":"/err","type":"fault","id":"/no"}]}
            """;
        var facts = Bench.WithProfile(Profile);
        facts.Carried["A"] = Bench.Device("indoorAir", "air-1");
        facts.Carried["17"] = Bench.Device("hvac", "hv-1");

        var reading = Bench.Read(new VendorJsonDialect(facts), "concentrator", "up", """{"data":[{"v":{"t":20},"id":"A"},{"id":17,"v":{"t":21},"err":1,"no":"f-1"},{"id":"X","v":{"t":1}}],"time":1763999999}""");

        Assert.Equal(["air-1 temp 20 1763999999000 0", "hv-1 temp 21 1763999999000 0", "event hv-1 fault f-1 1763999999000 0", "quarantine unknownDevice"], Bench.Lines(reading));
    }

    [Theory]
    [InlineData("""{"data":{}}""", "quarantine shape")]
    [InlineData("""{"data":[]}""", "quarantine shape")]
    [InlineData("""{"data":7}""", "quarantine shape")]
    [InlineData("""{"data":[{"t":1},{"t":2}]}""", "gw-1 temp 1 1764000000000 4", "gw-1 temp 2 1764000000000 4")]
    [InlineData("""{"data":{"t":3}}""", "gw-1 temp 3 1764000000000 4")]
    public void A_list_may_be_one_object_and_must_hold_something(string payload, params string[] lines) =>
        Assert.Equal(lines, Lines("indoorAir", """{"topics":["up"],"items":"/data","values":[{"pointer":"/t","quantity":"temp"}]}""", payload));

    [Fact]
    public void A_whole_array_is_a_list_too() =>
        Assert.Equal(
            ["gw-1 temp 1 1764000000000 4", "gw-1 temp 2 1764000000000 4"],
            Lines("indoorAir", """{"topics":["up"],"items":"","values":[{"pointer":"/t","quantity":"temp"}]}""", """[{"t":1},{"t":2}]"""));

    [Theory]
    [InlineData("""{"alarm":"SOS"}""", true)]
    [InlineData("""{"alarm":"OK"}""", false)]
    [InlineData("""{"alarm":"SOS""", false)]
    public void Safety_events_are_recognised_by_the_profile(string payload, bool isSafety)
    {
        const string Profile = """{"topics":["up"],"events":[{"pointer":"/alarm","equals":"SOS","type":"sos"}]}""";
        var dialect = new VendorJsonDialect(Bench.WithProfile(Profile));

        Assert.Equal(isSafety, dialect.SaysSafety(Encoding.UTF8.GetBytes(payload), Bench.Profile));
        Assert.Equal(isSafety, Bench.Read(dialect, "panicButton", "up", payload).Events.Count == 1);
    }

    [Fact]
    public void An_event_that_the_class_does_not_raise_is_refused() =>
        Assert.Equal(["quarantine unknownEvent"], Lines("indoorAir", """{"topics":["up"],"events":[{"pointer":"/a","type":"sos"}]}""", """{"a":true}"""));

    [Theory]
    [InlineData("v/gw-1/up", true)]
    [InlineData("any/thing/post", true)]
    [InlineData("v/gw-2/up", false)]
    [InlineData("v/gw-1/up/more", false)]
    [InlineData("v/gw-1", false)]
    [InlineData("", false)]
    public void Only_the_profiles_topics_are_a_devices_own(string topic, bool owns)
    {
        var dialect = new VendorJsonDialect(Bench.WithProfile("""{"topics":["v/{device}/up","any/+/post"],"values":[{"pointer":"/t","quantity":"temp"}]}"""));

        Assert.Equal(owns, dialect.Owns(Encoding.UTF8.GetBytes(topic), Bench.Sender, Bench.Profile));
        Assert.Equal(owns, Bench.Read(dialect, "indoorAir", topic, """{"t":1}""").IsClean);
        Assert.Equal("v/gw-1/up", dialect.TopicOf(Bench.Sender, Bench.Profile));
    }

    [Fact]
    public void Without_a_usable_profile_everything_is_kept_in_quarantine()
    {
        var none = new VendorJsonDialect(new StatedFacts());
        var broken = new VendorJsonDialect(Bench.WithProfile("{}"));

        Assert.True(none.Owns("x"u8, Bench.Sender, Bench.Profile) && broken.Owns("x"u8, Bench.Sender, Bench.Profile));
        Assert.Contains("does not exist", Bench.Read(none, "indoorAir", "x", "{}").Detail, StringComparison.Ordinal);
        Assert.Contains("topics is missing.", Bench.Read(broken, "indoorAir", "x", "{}").Detail, StringComparison.Ordinal);
    }

    private static string Timed(string format) =>
        "{\"topics\":[\"up\"],\"time\":{\"pointer\":\"/at\",\"format\":\"" + format + "\"},\"values\":[{\"pointer\":\"/t\",\"quantity\":\"temp\"}]}";

    private static IEnumerable<string> Lines(string @class, string profile, string payload) =>
        Bench.Lines(Bench.Read(new VendorJsonDialect(Bench.WithProfile(profile)), @class, "up", payload));
}
