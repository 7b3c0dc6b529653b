using System.Text;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Cloud.Alerts;

public sealed class RuleReaderTests
{
    private const string Head = "format: 1\nid: test\nversion: \"1\"\ntitle: {zh: 测, en: t}\nrules:\n";

    private const string Words = "title: {zh: 测, en: t}, nextStep: {zh: 测, en: t}, source: default, cause: personAtRisk";

    [Fact]
    public void The_shipped_rules_read_without_a_fault_and_cover_every_safety_event_latched_and_urgent()
    {
        var (set, faults) = RuleReader.Read(RuleSets.Shipped, DeviceClassCatalogue.Default);

        Assert.Empty(faults);
        var latched = set!.Rules.Where(r => r is { IsLatched: true, Priority: AlertPriority.P1, Condition: EventCondition }).SelectMany(r => ((EventCondition)r.Condition).Types);
        Assert.Empty(SafetyEvents.Types.Except(latched));
        // A suggestion, never a diagnosis.
        Assert.All(set.Rules.Where(r => r.Classes.Contains("healthStation") && r.Condition is ThresholdCondition), r => Assert.Contains("Suggest a medical check", r.NextStep.En, StringComparison.Ordinal));
    }

    [Fact]
    public void Rules_name_the_nine_scenarios_as_the_standard_of_33_indicators_does_and_what_concerns_devices_and_lines_of_any_names_none()
    {
        var standard = Assert.Single(PackLibrary.Shipped.Packs, pack => pack.Id == "zj-future-community");
        Assert.Equal(standard.Scenarios.Select(s => (s.Code, s.Title.Zh, s.Title.En)), RuleScenario.All.Select(s => (s.Code, s.Title.Zh, s.Title.En)));

        Assert.Equal(("JK", "JT"), (RuleSets.Current.Find("sos")!.Scenario, RuleSets.Current.Find("parkingFull")!.Scenario));
        Assert.Equal(
            ["batteryLow", "clockWrong", "deviceFlood", "gatewayAway", "linkFlapping", "placeCut", "quarantineGrows", "rogueDevice", "sensorImplausible", "sensorStuck", "silentDevice", "standsStill", "stuckTemperature", "temperatureJumps", "unlikeExpected"],
            RuleSets.Current.Rules.Where(r => r.Scenario.Length == 0).Select(r => r.Id).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("priority: P4, condition: {event: [sos]}", "priority", "'P4'")]
    [InlineData("priority: P1, condition: {event: [sos], clock: {readings: 3}}", "condition", "exactly one")]
    [InlineData("priority: P1, condition: {event: [soss]}", "condition.event[0]", "did you mean 'sos'")]
    [InlineData("priority: P1, condition: {threshold: {quantity: heartRate, above: 1, below: 2}}", "condition.threshold", "either 'above' or 'below'")]
    [InlineData("priority: P1, condition: {threshold: {quantity: heartRate, above: 100, clear: 110}}", "clear", "at most the limit, 100, not 110")]
    [InlineData("priority: P1, condition: {threshold: {quantity: heartRate, above: 100, readings: 9}}", "readings", "1 to 7")]
    [InlineData("priority: P1, latched: true, condition: {silence: {for: 1h}}", "latched", "rules of events only")]
    [InlineData("priority: P1, condition: {silence: {for: soon}}", "for", "'soon'")]
    [InlineData("priority: P1, classes: [pir], condition: {event: [sos]}", "condition", "none of the classes pir")]
    [InlineData("priority: P1, condition: {quiet: {dayFrom: \"22:00\", nightFrom: \"06:00\", signals: [{class: pir, quantity: door, kind: change, day: 5h, night: 10h}]}}", "quantity", "no quantity of class 'pir'")]
    [InlineData("priority: P1, condition: {quiet: {dayFrom: \"06:00\", nightFrom: \"22:00\", signals: [{class: waterMeter, quantity: volume, kind: use, day: 5h, night: 10h}]}}", "signals[0]", "'step' exactly when")]
    [InlineData("priority: P1, condition: {plausible: {ranges: [{quantity: temp, from: 0, to: 40}], readings: 5, jump: {class: indoorAir, quantity: spo2, by: 5, within: 5min}}}", "quantity", "no quantity of class 'indoorAir'")]
    [InlineData("priority: P1, condition: {plausible: {ranges: [{quantity: temp, from: 0, to: 40}], readings: 5, jump: {class: indoorAir, quantity: temp, by: 0, within: 5min}}}", "by", "")]
    [InlineData("priority: P1, scenario: XX, condition: {event: [sos]}", "scenario", "there are LL, JY, JK")]
    [InlineData("priority: P1, mode: off, condition: {event: [sos]}", "mode", "there are live, shadow")]
    [InlineData("priority: P1, condition: {state: {quantity: door, is: ajar}}", "is", "a code of 'door'")]
    [InlineData("priority: P1, condition: {state: {quantity: inBed, is: 1}}", "is", "true or false")]
    [InlineData("priority: P1, condition: {state: {quantity: door, is: open, from: \"22:00\"}}", "condition.state", "both 'from' and 'to'")]
    [InlineData("priority: P1, condition: {state: {quantity: door, is: open, from: \"22:00\", to: \"22:00\"}}", "to", "another time")]
    [InlineData("priority: P1, condition: {repeated: {events: [fireLaneBlock], for: 3min, gap: 3min}}", "events[0]", "did you mean 'fireLaneBlocked'")]
    [InlineData("priority: P1, condition: {repeated: {events: [sos], for: 3min, gap: 5s}}", "gap", "from 1min")]
    [InlineData("priority: P1, condition: {use: {quantity: heartRate, above: 2, within: 24h}}", "quantity", "'heartRate' is no register")]
    [InlineData("priority: P1, condition: {use: {quantity: volume, within: 24h}}", "condition.use", "either 'above' or 'below'")]
    [InlineData("priority: P1, condition: {use: {quantity: volume, above: 2, within: 5min}}", "within", "from 1h")]
    [InlineData("priority: P1, condition: {steadyUse: {quantity: volume, step: 0.001, slot: 7min, for: 24h}}", "for", "whole number of slots of 7min")]
    [InlineData("priority: P3, condition: {anomaly: {channels: [noise]}}", "channels[0]", "series, peers, stuck, step")]
    [InlineData("priority: P3, condition: {anomaly: {channels: [step], strength: 0.9}}", "strength", "1 to 100")]
    [InlineData("priority: P3, condition: {anomaly: {channels: []}}", "channels", "must have 1 to 100")]
    [InlineData("priority: P3, condition: {anomaly: {channels: [series, kit]}}", "channels", "it must stand alone")]
    public void A_fault_is_told_with_its_place_its_value_and_the_limit(string rule, string path, string said)
    {
        var (set, faults) = Read($"{Head}  - {{id: r, {Words}, {rule}}}\n");

        Assert.Null(set);
        Assert.Contains(faults, f => f.Line == 6 && f.Path.EndsWith(path, StringComparison.Ordinal) && f.Message.Contains(said, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{most: 0, quantities: [{class: indoorAir, quantity: co2, channels: [series]}]}", "most", "1 to 2000")]
    [InlineData("{most: 9, alertsAnHour: 99, quantities: [{class: indoorAir, quantity: co2, channels: [series]}]}", "alertsAnHour", "to 60")]
    [InlineData("{most: 9, quantities: [{class: indoorAir, quantity: heartRate, channels: [series]}]}", "quantity", "no quantity of class 'indoorAir'")]
    [InlineData("{most: 9, quantities: [{class: doorContact, quantity: door, channels: [series]}]}", "quantity", "is no number")]
    [InlineData("{most: 9, quantities: [{class: indoorAir, quantity: co2, channels: [kit]}]}", "channels", "'homes' says how many")]
    [InlineData("{most: 9, homes: 3000, quantities: [{class: indoorAir, quantity: co2, channels: [series]}]}", "homes", "0 to 2000")]
    public void A_fault_of_what_detectors_look_at_is_told_as_well(string detectors, string path, string said)
    {
        var (set, faults) = Read($"{Head}  - {{id: r, {Words}, priority: P1, condition: {{event: [sos]}}}}\ndetectors: {detectors}\n");

        Assert.Null(set);
        Assert.Contains(faults, f => f.Line == 7 && f.Path.EndsWith(path, StringComparison.Ordinal) && f.Message.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public void All_faults_are_told_at_once_and_an_id_is_there_once()
    {
        var (_, faults) = Read($"{Head}  - {{id: r, {Words}, priority: P1, condition: {{event: [sos]}}}}\n  - {{id: r, {Words}, priority: P9, condition: {{}}}}\nextra: 1\n");

        Assert.Equal(4, faults.Count);
        Assert.Contains(faults, f => f.Message.Contains("'r' 2 times", StringComparison.Ordinal));
    }

    private static (RuleSet? Set, IReadOnlyList<SmartCommunity.Indicators.Packs.PackFault> Faults) Read(string text) => RuleReader.Read(Encoding.UTF8.GetBytes(text), DeviceClassCatalogue.Default);
}
