using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Cloud.Alerts;

public sealed class RuleDiffTests
{
    [Theory]
    [InlineData("threshold: {quantity: heartRate, above: 130, clear: 120}", "threshold: {quantity: heartRate, above: 140, clear: 120}", "condition.threshold.above", "130", "140", RuleEffect.Fewer)]
    [InlineData("threshold: {quantity: heartRate, below: 40, clear: 45}", "threshold: {quantity: heartRate, below: 42, clear: 45}", "condition.threshold.below", "40", "42", RuleEffect.More)]
    [InlineData("threshold: {quantity: heartRate, above: 130, clear: 120}", "threshold: {quantity: heartRate, above: 130, clear: 110}", "condition.threshold.clear", "120", "110", RuleEffect.Longer)]
    [InlineData("threshold: {quantity: heartRate, below: 40, clear: 45}", "threshold: {quantity: heartRate, below: 40, clear: 42}", "condition.threshold.clear", "45", "42", RuleEffect.Shorter)]
    [InlineData("silence: {for: 1h}", "silence: {for: 30min}", "condition.silence.for", "1h", "30min", RuleEffect.More)]
    [InlineData("repeated: {events: [sos], for: 3min, gap: 3min}", "repeated: {events: [sos], for: 3min, gap: 2min}", "condition.repeated.gap", "3min", "2min", RuleEffect.Fewer)]
    [InlineData("use: {quantity: volume, above: 2, within: 24h}", "use: {quantity: volume, above: 2, within: 12h}", "condition.use.within", "1d", "12h", RuleEffect.Fewer)]
    [InlineData("state: {quantity: door, is: open, for: 30min}", "state: {quantity: door, is: closed, for: 30min}", "condition.state.is", "open", "closed", RuleEffect.Other)]
    public void A_changed_number_says_what_it_does(string old, string changed, string path, string from, string to, RuleEffect effect)
    {
        var change = Assert.Single(Diff($"r, priority: P2, condition: {{{old}}}", $"r, priority: P2, condition: {{{changed}}}").Changes);

        Assert.Equal(new RuleChange(PackChangeKind.Changed, "r", path, from, to, effect), change);
    }

    [Fact]
    public void Rules_that_come_go_and_fall_silent_are_points_and_their_order_is_none()
    {
        var diff = Diff(
            "a, priority: P2, condition: {event: [sos]}\nb, priority: P2, condition: {clock: {readings: 3}}\nc, priority: P3, condition: {silence: {for: 1h}}",
            "c, priority: P2, scenario: JK, mode: shadow, condition: {silence: {for: 1h}}\na, priority: P2, condition: {event: [sos]}\nd, priority: P3, condition: {gatewayAway: {for: 5min}}");

        Assert.Equal(
            [("c", "priority", RuleEffect.Urgency), ("c", "scenario", RuleEffect.Other), ("c", "mode", RuleEffect.Silent), ("d", "", RuleEffect.More), ("b", "", RuleEffect.Fewer)], diff.Changes.Select(c => (c.Rule, c.Path, c.Effect)));
        Assert.Equal([null, null, null, "P3: gateway away for 5 min", null], diff.Changes.Select(c => c.Path.Length == 0 ? c.New : null));
    }

    [Fact]
    public void The_shipped_rules_differ_in_nothing_from_themselves_and_each_has_words_in_both_languages()
    {
        var set = RuleSets.Current;

        Assert.Empty(RuleDiff.Of(set, set).Changes);
        Assert.All(set.Rules, r => Assert.True(RuleWords.Of(r) is { Zh.Length: > 3, En.Length: > 3 }, r.Id));
    }

    [Fact]
    public void Shipped_rules_say_neither_codes_nor_UCUM_units()
    {
        var words = RuleSets.Current.Rules.Select(RuleWords.Of).ToArray();
        string[] units = ["Cel", "m3", "kW.h", "[", "ug/m3", "umol"];
        var codes = DeviceClassCatalogue.Default.All.SelectMany(c => c.Events).Concat(QuantityCatalogue.Default.All.SelectMany(q => q.Codes.Keys)).Where(code => code.Length > 2).ToHashSet();

        Assert.Equal([], words.SelectMany(w => new[] { w.Zh, w.En }).Where(w => units.Any(u => w.Contains(u, StringComparison.Ordinal))));
        Assert.Equal([], words.Select(w => w.Zh).Where(zh => codes.Any(code => zh.Contains(code, StringComparison.Ordinal))));
    }

    [Fact]
    public void Every_kind_of_condition_is_one_that_files_can_name()
    {
        var kinds = typeof(RuleCondition).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(RuleCondition))).Select(t => t.Name).ToHashSet();

        Assert.Equal(RuleReader.Kinds.Select(k => char.ToUpperInvariant(k[0]) + k[1..] + "Condition").Order(StringComparer.Ordinal), kinds.Order(StringComparer.Ordinal));
    }

    private static RuleDiff Diff(string a, string b) => RuleDiff.Of(RuleFile.Read(RuleFileText.Set(a)).Set!, RuleFile.Read(RuleFileText.Set(b, "2")).Set!);
}
