using System.Text;
using SmartCommunity.Cloud.Alerts.Reports;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Tests.Cloud.Alerts.Reports;

public sealed class AlertQualityTests
{
    private const long HourMs = 3_600_000, DayMs = 86_400_000;

    private static readonly Dictionary<string, string[]> _offices = new() { ["fuchun"] = ["baihe", "xinmin"], ["yinhu"] = ["caihong"] };

    [Fact]
    public void Load_is_counted_by_office_and_a_crowded_slot_is_one_with_more_than_ten()
    {
        AlertActivation[] raised = [.. Enumerable.Range(0, 11).Select(i => Raised($"a{i}", "baihe", i * 1_000)), .. Enumerable.Range(0, 10).Select(i => Raised($"b{i}", "caihong", i * 1_000))];

        var report = AlertQuality.Of(Input(raised), RuleSets.Current);

        Assert.Equal(["fuchun", "yinhu"], report.Offices.Select(o => o.Street));
        Assert.Equal((11, 10, 21), (report.Offices[0].Alerts, report.Offices[1].Alerts, report.All.Alerts));
        Assert.Equal((11 / 24.0, 21 / 48.0), (report.Offices[0].PerHour, report.All.PerHour));
        Assert.Equal((1 / 144.0, 0.0, 1 / 288.0), (report.Offices[0].CrowdedShare, report.Offices[1].CrowdedShare, report.All.CrowdedShare));
        Assert.Equal((3, 2), (report.Communities, report.Offices[0].Communities));
        Assert.Equal(("device:d-1", 21), (report.Sources[0].Subject, report.Sources[0].Alerts + report.Sources[1].Alerts));
    }

    [Fact]
    public void A_devices_fault_is_right_for_a_rule_about_devices_and_wrong_for_one_about_people_and_the_unsure_do_not_count()
    {
        AlertJudgement[] judged =
        [
            Judged("a", "batteryLow", 4, "deviceFault"), Judged("b", "batteryLow", 4, "true"), Judged("c", "batteryLow", 4, "unsure"), Judged("d", "quietHome", 1, "deviceFault"), Judged("e", "quietHome", 1, "expected"),
        ];

        var report = AlertQuality.Of(Input([], judged), RuleSets.Current);

        var battery = report.Rules.Single(r => r.Rule == "batteryLow");
        Assert.Equal((2, 2, 1.0), (battery.Precision.Part, battery.Precision.All, battery.Precision.Share));
        Assert.Equal(1, battery.Codes["unsure"]);
        Assert.Equal(0, report.Rules.Single(r => r.Rule == "quietHome").Precision.Share);
        Assert.Equal((2, 4), (report.All.Precision.Part, report.All.Precision.All));
        Assert.Equal((2, 2 / 3.0), (report.All.FalseAlerts, report.All.FalsePerCommunityDay));
    }

    [Fact]
    public void A_limit_is_suggested_from_what_was_raised_at_the_present_one_only()
    {
        AlertJudgement[] judged =
        [
            .. Enumerable.Range(0, 8).Select(i => Judged($"f{i}", "heartRateHigh", 1, "false", 131 + i)), .. Enumerable.Range(0, 4).Select(i => Judged($"t{i}", "heartRateHigh", 1, "true", 150 + i)),
            .. Enumerable.Range(0, 4).Select(i => Judged($"old{i}", "heartRateHigh", 1, "true", 121, limit: 120)),
        ];

        var suggestion = AlertQuality.Of(Input([], judged), RuleSets.Current).Rules.Single().Suggestion;

        Assert.NotNull(suggestion);
        Assert.Equal((130, 144, 8, 8, 0, 4), (suggestion.Now, suggestion.Limit, suggestion.SparedFalse, suggestion.False, suggestion.LostRight, suggestion.Right));
    }

    [Fact]
    public void What_is_open_for_more_than_a_day_is_stale_and_the_table_quotes_what_needs_it()
    {
        var open = new[] { Row("old", "baihe", "silentCare", 4, raisedAtMs: -HourMs), Row("young", "baihe", "silentCare", 4, raisedAtMs: HourMs) };

        var report = AlertQuality.Of(Input([Raised("a", "baihe", 5)], open: open), RuleSets.Current);
        var csv = Encoding.UTF8.GetString(QualityCsv.Write(report)).Split("\r\n");

        Assert.Equal("old", Assert.Single(report.Stale).Id);
        Assert.Equal((2, 1), (report.Offices[0].Open, report.Offices[0].Stale));
        Assert.Equal(1 + 1 + 2 + 1 + 1, csv.Length); // Head, all, two offices, a rule, and what follows the last line's end.
        Assert.All(csv[1..4], line => Assert.Equal(18, line.Split(',').Length));
        Assert.StartsWith("rule,batteryLow,电量低,,1,", csv[4], StringComparison.Ordinal);
    }

    private static QualityInput Input(AlertActivation[] raised, AlertJudgement[]? judged = null, AlertRow[]? open = null) => new(0, DayMs, _offices, raised, judged ?? [], [], open ?? []);

    private static AlertActivation Raised(string id, string community, long atMs) => new(Row(id, community, "batteryLow", 4, atMs), 1, atMs);

    private static AlertJudgement Judged(string id, string rule, int cause, string code, double value = 19, double limit = 130) =>
        new(Row(id, "baihe", rule, cause, 0) with { Quantity = rule == "heartRateHigh" ? "heartRate" : "", Value = value, Limit = limit }, code);

    private static AlertRow Row(string id, string community, string rule, int cause, long raisedAtMs) => new()
    {
        Id = id, Community = community, Rule = rule, RuleSet = "test@1", Subject = "device:d-1#e", Device = "d-1", Place = "", EventId = "", EventType = "", Priority = 3, Cause = cause, Stage = AlertStage.Firing,
        StageSinceMs = raisedAtMs, RaisedAtMs = raisedAtMs, LastAtMs = raisedAtMs, IsHolding = true, Occurrences = 1, Level = 0, Number = 1, Assignee = "", Code = "", Quantity = "", Value = 0, Limit = 0, MeasuredAtMs = 0,
    };
}
