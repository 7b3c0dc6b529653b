using SmartCommunity.Anomaly.Evaluation;

namespace SmartCommunity.Tests.Anomaly.Evaluation;

public sealed class EventScorerTests
{
    private static readonly DateTimeOffset _noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void Precision_recall_and_delay_are_counted_by_event()
    {
        TruthInterval[] truth = [Event("pump-1", 0, 60), Event("pump-1", 120, 180), Event("pump-2", 0, 60), Event("pump-3", 0, 10)];
        RaisedAlert[] alerts = [Alert("pump-1", 30), Alert("pump-1", 5), Alert("pump-1", 90), Alert("pump-2", 65), Alert("pump-3", 30), Alert("pump-4", 0)];

        var score = EventScorer.Score(truth, alerts, TimeSpan.FromMinutes(10));

        Assert.Equal(new EventScore(4, 2, 6, 3, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(65)), score);
        Assert.Equal((0.5, 0.5), (score.Recall, score.Precision));
    }

    [Fact]
    public void An_alert_before_the_event_is_false_and_both_ends_of_the_grace_count()
    {
        TruthInterval[] truth = [Event("lift", 10, 20)];

        EventScore At(int minute) => EventScorer.Score(truth, [Alert("lift", minute)], TimeSpan.FromMinutes(5));

        Assert.Equal([0, 1, 1, 0], new[] { 9, 10, 25, 26 }.Select(m => At(m).Found));
    }

    [Fact]
    public void Without_events_or_alerts_there_is_no_share()
    {
        var nothing = EventScorer.Score([], [], TimeSpan.Zero);

        Assert.Equal((null, null, null, null), (nothing.Recall, nothing.Precision, nothing.DelayMedian, nothing.Delay95));
    }

    [Fact]
    public void An_event_that_ends_before_it_begins_is_refused_by_name() =>
        Assert.Contains("lift", Assert.Throws<ArgumentException>(() => EventScorer.Score([Event("lift", 20, 10)], [], TimeSpan.Zero)).Message, StringComparison.Ordinal);

    private static TruthInterval Event(string subject, int from, int to) => new(subject, _noon.AddMinutes(from), _noon.AddMinutes(to));

    private static RaisedAlert Alert(string subject, int minute) => new(subject, _noon.AddMinutes(minute));
}
