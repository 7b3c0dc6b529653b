using SmartCommunity.Anomaly.Evaluation;
using SmartCommunity.Cli.Truth;
using SmartCommunity.Cloud.Alerts.Trials;
using SmartCommunity.Simulators;

namespace SmartCommunity.Tests.Cli.Truth;

/// <summary>The simulators' week in its short form: two communities, one and a half days, every kind of fault that fits, through the gateway's decoding and the very fold.</summary>
public sealed class TruthWeekTests
{
    private const ulong Seed = 20251123;

    private static readonly DateTimeOffset _start = new(2026, 3, 5, 0, 0, 0, TimeSpan.FromHours(8));
    private static readonly TimeSpan _length = TimeSpan.FromHours(36);
    private static readonly string[] _communities = ["baihe", "caihong"];

    [Fact]
    public void Every_alert_that_a_fault_deserves_is_one_that_a_rule_can_raise() =>
        Assert.DoesNotContain(FaultCatalogue.All, k => k.ExpectedAlert is { } alert && ShippedRules.Find(alert) is null);

    [Fact]
    public void Safety_is_found_without_exception_and_what_is_raised_is_right_told_with_its_cause_and_not_too_much()
    {
        var outcomes = _communities.Select(c => CommunityTrial.Run(new TrialPlan(Seed, 1, _start, _length, 0.02), c, 1, TestContext.Current.CancellationToken)).ToArray();
        var faults = outcomes.SelectMany(o => TruthLabels.Of(o.Labels.Select(l => l with { Id = $"{l.Community}-{l.Id}" }))).ToArray();

        var score = TruthScorer.Score(faults, [.. outcomes.SelectMany(o => o.Alerts).Select(a => a.Alert)], new TruthScope(_length, _communities.ToDictionary(c => c, _ => "office"), TimeSpan.FromMinutes(10)));

        var said = TruthTable.Text(score);
        TestContext.Current.TestOutputHelper?.WriteLine(said);
        Assert.True(faults.Length > 70, said);
        Assert.True(score.SafetyRecall is 1, said);
        Assert.True(score.Precision.Share >= 0.9, said);
        Assert.True(score.CauseRight >= 0.95, said);
        Assert.True(score.AlertsPerOfficeHour <= 3, said);
        var known = score.Kinds.Where(k => k.Rule is not null && k.Kind is not ("drift" or "offset")).ToArray();
        Assert.True(known.Sum(k => k.Found) >= 0.95 * known.Sum(k => k.Faults), said);
    }

    [Fact]
    public void The_same_week_gives_the_same_alerts_twice()
    {
        JudgedAlert[] Once() => [.. CommunityTrial.Run(new TrialPlan(Seed, 1, _start, TimeSpan.FromHours(14), 0.02), "baihe", 1, TestContext.Current.CancellationToken).Alerts.Select(a => a.Alert)];

        Assert.Equal(Once().Select(a => (a.Id, a.Rule, a.At)), Once().Select(a => (a.Id, a.Rule, a.At)));
    }
}
