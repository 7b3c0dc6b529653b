using System.Text.Json;
using SmartCommunity.Simulators;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Simulators.Run;

namespace SmartCommunity.Tests.Simulators.Scenarios;

public sealed class ScenarioReaderTests
{
    private const string Good = """
        name: small
        title: {en: Small, zh: 小}
        start: "20:00"
        duration: 2h
        weather:
          - {at: 0h, temperature: 5, cloud: 0.5, load: 1.5}
          - {at: 1h, temperature: 15, cloud: 1, load: 2}
        events:
          - at: 10m
            fault: sos
            for: 1m
            who: {class: panicButton, count: 2}
            with: {every: 20}
            every: 30m
            until: 70m
        """;

    public static TheoryData<string> Shipped => ["normalWeek", "heatWave", "coldWave", "typhoon", "festivalParking", "threeEmergencies", "badFirmware", "acceptanceDay"];

    [Fact]
    public void A_good_script_is_read_whole()
    {
        var (scenario, faults) = ScenarioReader.Read(Good);

        Assert.Empty(faults);
        Assert.Equal(("small", "Small", "小", TimeSpan.FromHours(2), TimeSpan.FromHours(20)), (scenario!.Name, scenario.En, scenario.Zh, scenario.Duration, scenario.BeginsAt));
        Assert.Equal([new WeatherPoint(TimeSpan.Zero, 5, 0.5, 1.5), new WeatherPoint(TimeSpan.FromHours(1), 15, 1, 2)], scenario.Weather);
        var sos = Assert.Single(scenario.Events);
        Assert.Equal(("sos", TimeSpan.FromMinutes(1), new FaultSubjects(Class: "panicButton", Count: 2), 20.0), (sos.Kind.Name, sos.Length, sos.Who, sos.With["every"]));
        Assert.Equal([10, 40, 70], scenario.Orders(DateTimeOffset.UnixEpoch).Select(o => (int)(o.From - DateTimeOffset.UnixEpoch).TotalMinutes));
    }

    [Theory]
    [InlineData("name: small", "name: 'no spaces'", "1:7: name:")]
    [InlineData("duration: 2h", "duration: soon", "4:11: duration: must be a length of time")]
    [InlineData("duration: 2h", "duration: 90d", "4:11: duration: must be a length of time")]
    [InlineData("start: \"20:00\"", "start: 8pm", "3:8: start: must be a time of day")]
    [InlineData("fault: sos", "fault: earthquake", "10:12: events[0].fault: is no kind of fault")]
    [InlineData("for: 1m", "for: -1m", "11:10: events[0].for: must be a length of time")]
    [InlineData("with: {every: 20}", "with: {often: 20}", "13:19: events[0].with.often: 'sos' has no parameter 'often'")]
    [InlineData("with: {every: 20}", "with: {every: 9999}", "13:19: events[0].with.every: 'every' is 9999; it must be 0 to 3600 s.")]
    [InlineData("class: panicButton", "class: pvInverter", "12:18: events[0].who.class: 'sos' does not fall on class 'pvInverter'")]
    [InlineData("count: 2", "count: 0", "12:38: events[0].who.count: must be a whole number from 1")]
    [InlineData("cloud: 0.5", "cloud: 1.5", "6:37: weather[0].cloud: must be a number from 0 to 1")]
    [InlineData("at: 1h,", "at: 0h,", "7:5: weather[1]: 'at' must be later")]
    [InlineData("until: 70m", "untill: 70m", "15:5: events[0].untill: is not known here; known are at, fault, for, who, with, every, until.")]
    [InlineData("until: 70m", "until: 3h", "15:12: events[0].until: must be a length of time")]
    [InlineData("title: {en: Small, zh: 小}", "title: {en: Small}", "2:8: title: needs 'en' and 'zh'.")]
    [InlineData("every: 30m", "every: 1s", "")]
    [InlineData("duration: 2h", "duration: [", "This is not YAML")]
    public void Every_fault_is_told_with_line_and_field(string right, string wrong, string expected)
    {
        var (scenario, faults) = ScenarioReader.Read(Good.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Equal(expected.Length == 0, scenario is not null);
        if (expected.Length > 0)
            Assert.Contains(faults, f => f.ToString().Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var (_, faults) = ScenarioReader.Read("name: x y\nduration: 0s\nevents:\n  - fault: nothing\n");

        Assert.Equal(["name", "", "duration", "events[0]", "events[0].fault"], faults.Select(f => f.Field).Distinct().OrderBy(f => faults.First(x => x.Field == f).Line).ThenBy(f => f == ""));
        Assert.Contains(faults, f => f.Message.Contains("'title' is missing", StringComparison.Ordinal));
    }

    [Fact]
    public void A_script_that_repeats_without_end_or_is_too_large_is_refused()
    {
        var endless = ScenarioReader.Read("name: x\ntitle: {en: x, zh: x}\nduration: 60d\nevents:\n  - {at: 0s, fault: sos, every: 1s}\n");
        var large = ScenarioReader.Read(new string('#', ScenarioReader.MaxCharacters + 1));

        var deep = ScenarioReader.Read("name: " + new string('[', 100_000));

        Assert.Contains("at most 20 levels", Assert.Single(deep.Faults).Message, StringComparison.Ordinal);
        Assert.Contains("at most 20000 are played", Assert.Single(endless.Faults).Message, StringComparison.Ordinal);
        Assert.Contains("at most 262144 are read", Assert.Single(large.Faults).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_shipped_scenario_is_documented_and_falls_on_somebody(string name)
    {
        var scenario = ScenarioShelf.Find(name)!;

        var start = scenario.LatestStart(DateTimeOffset.FromUnixTimeMilliseconds(ChinaTime.StartMs(new DateOnly(2026, 1, 7))));
        var recording = Recording.Of(start, TimeSpan.FromHours(1), scenario, communities: ["baihe", "donghu"]);

        Assert.StartsWith("# ", ScenarioShelf.Script(name), StringComparison.Ordinal);
        Assert.Contains("# Expect", ScenarioShelf.Script(name), StringComparison.Ordinal);
        Assert.NotEmpty(scenario.Events);
        Assert.Empty(recording.Summary.Unplaced);
        Assert.All(scenario.Events, e => Assert.True(e.At + e.Length <= scenario.Duration + TimeSpan.FromDays(1), $"{e.Kind.Name} at {e.At}"));
    }

    [Fact]
    public void Eight_scenarios_are_shipped() => Assert.Equal(Shipped.Select(r => r.Data).Order(StringComparer.Ordinal), ScenarioShelf.All.Select(s => s.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void The_published_schema_knows_every_kind_of_fault_that_is_played()
    {
        using var schema = JsonDocument.Parse(ScenarioShelf.Schema);
        var kinds = schema.RootElement.GetProperty("properties").GetProperty("events").GetProperty("items").GetProperty("properties").GetProperty("fault").GetProperty("enum");

        Assert.Empty(FaultCatalogue.All.Select(k => k.Name).Except(kinds.EnumerateArray().Select(k => k.GetString()!)));
    }

    [Fact]
    public void Weather_is_linear_between_its_points_and_changes_load_roof_and_rooms()
    {
        var (scenario, _) = ScenarioReader.Read(Good.Replace("events:", "x:", StringComparison.Ordinal).Split("x:")[0]);
        var noon = DateTimeOffset.FromUnixTimeMilliseconds(ChinaTime.StartMs(new DateOnly(2026, 1, 6))).AddHours(11);

        var without = Recording.Of(noon, TimeSpan.FromHours(1)).Acts();
        var with = Recording.Of(noon, TimeSpan.FromHours(1), scenario).Acts();

        var load = Ratios(without, with, "electricityMeter", "activePower").ToList();
        Assert.InRange(load[0], 1.48, 1.52);
        Assert.InRange(load[^1], 1.95, 2.02);
        Assert.All(Ratios(without, with, "pvInverter", "pvPower"), r => Assert.InRange(r, 0.19, 0.61));
        Assert.All(Differences(without, with, "indoorAir", "temp"), d => Assert.InRange(d, 1.5, 5.2));
        var registers = with.Where(a => a.Device == "baihe-electricityMeter-001").Select(a => a.Value("energyImport")).ToList();
        Assert.Equal(registers, registers.Order());
    }

    private static IEnumerable<double> Ratios(IReadOnlyList<RecordedAct> without, IReadOnlyList<RecordedAct> with, string @class, string quantity) =>
        Pairs(without, with, @class, quantity).Where(p => p.Without > 1).Select(p => p.With / p.Without);

    private static IEnumerable<double> Differences(IReadOnlyList<RecordedAct> without, IReadOnlyList<RecordedAct> with, string @class, string quantity) =>
        Pairs(without, with, @class, quantity).Select(p => p.With - p.Without);

    private static IEnumerable<(double Without, double With)> Pairs(IReadOnlyList<RecordedAct> without, IReadOnlyList<RecordedAct> with, string @class, string quantity) =>
        without.Zip(with).Where(p => p.First.Device.Contains(@class, StringComparison.Ordinal)).Select(p => (p.First.Value(quantity)!.Value, p.Second.Value(quantity)!.Value));
}
