using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Cloud.Alerts.Settings;

namespace SmartCommunity.Tests.Cloud.Alerts.Settings;

public sealed class RuleOverrideTests
{
    [Fact]
    public void What_is_not_given_stays_as_the_rule_says_and_the_way_back_keeps_its_distance()
    {
        var over = new RuleOverride(Limit: 100, Readings: 3).Over(Rule("heartRateHigh"))!;

        Assert.Equal(new ThresholdCondition("heartRate", IsAbove: true, 100, 90, TimeSpan.FromMinutes(1), 3), over.Condition);
        Assert.Equal(48, ((ThresholdCondition)new RuleOverride(Limit: 43).Over(Rule("heartRateLow"))!.Condition).Clear);
        Assert.Equal(TimeSpan.FromHours(9), ((QuietCondition)new RuleOverride(Day: TimeSpan.FromHours(9)).Over(Rule("quietHome"))!.Condition).Signals[2].Day);
        Assert.Equal(TimeSpan.FromHours(3), ((SilenceCondition)new RuleOverride(For: TimeSpan.FromHours(3)).Over(Rule("silentCare"))!.Condition).For);
        Assert.Equal(new ClockCondition(7), new RuleOverride(Readings: 7).Over(Rule("clockWrong"))!.Condition);
        Assert.Null(new RuleOverride(IsOff: true).Over(Rule("leak")));
    }

    [Fact]
    public void Every_rule_that_is_no_safety_rule_can_be_switched_off_and_no_safety_rule_can()
    {
        Assert.All(RuleSets.Current.Rules, rule => Assert.Equal(rule.IsLatched, new RuleOverride(IsOff: true).Faults(rule).Any()));
        Assert.All(RuleSets.Current.Rules.Where(r => r.IsLatched), rule => Assert.Same(rule, new RuleOverride(IsOff: true).Over(rule)));
    }

    public static TheoryData<string, string, string, string> Wrong => new()
    {
        { "heartRateHigh", "limit=-5", "limit", "0 to 350" },
        { "heartRateHigh", "limit=100 clear=110", "clear", "at most the limit, 100" },
        { "heartRateLow", "limit=45 clear=40", "clear", "at least the limit, 45" },
        { "heartRateHigh", "readings=8", "readings", "1 to 7" },
        { "heartRateHigh", "for=604801", "forSeconds", "0 to 604800" },
        { "silentCare", "for=0", "forSeconds", "1 to 604800" },
        { "silentCare", "limit=3", "limit", "it has forSeconds" },
        { "quietHome", "day=29", "dayMinutes", "30 to 10080" },
        { "quietHome", "night=10081", "nightMinutes", "30 to 10080" },
        { "leak", "", "off", "off must be true" },
        { "heartRateHigh", "", "off", "at least one of limit, clear" },
        { "heartRateHigh", "off limit=100", "off", "beside limit" },
        { "sos", "off", "rule", "safety rule" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_fault_names_the_field_and_what_it_may_be(string rule, string given, string field, string said)
    {
        var faults = Parse(given).Faults(Rule(rule)).ToArray();

        Assert.Contains(faults, f => f.Field == field && f.Message.Contains(said, StringComparison.Ordinal));
    }

    private static AlertRule Rule(string id) => RuleSets.Current.Find(id)!;

    private static RuleOverride Parse(string given)
    {
        var numbers = given.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=')).ToDictionary(p => p[0], p => p.Length > 1 ? double.Parse(p[1], System.Globalization.CultureInfo.InvariantCulture) : 1);
        double? Of(string name) => numbers.TryGetValue(name, out var value) ? value : null;
        return new RuleOverride(
            numbers.ContainsKey("off"), Of("limit"), Of("clear"), Of("for") is { } seconds ? TimeSpan.FromSeconds(seconds) : null, (int?)Of("readings"),
            Of("day") is { } day ? TimeSpan.FromMinutes(day) : null, Of("night") is { } night ? TimeSpan.FromMinutes(night) : null);
    }
}
