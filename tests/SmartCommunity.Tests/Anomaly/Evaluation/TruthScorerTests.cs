using SmartCommunity.Anomaly.Evaluation;

namespace SmartCommunity.Tests.Anomaly.Evaluation;

public sealed class TruthScorerTests
{
    private const string Town = "baihe";

    private static readonly DateTimeOffset _noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.FromHours(8));
    private static readonly TruthScope _scope = new(TimeSpan.FromDays(2), new Dictionary<string, string> { [Town] = "fuchun" }, TimeSpan.FromMinutes(10));

    [Fact]
    public void A_fault_is_found_by_the_right_rule_about_its_device_from_its_beginning_to_the_grace_after_its_end()
    {
        bool Found(string rule, string device, int minute) =>
            TruthScorer.Score([Fault("f", "deadBattery", "pir-1", 0, 60, "batteryLow")], [Alert("a", rule, device, minute)], _scope).Kinds[0].Found == 1;

        Assert.True(Found("batteryLow", "pir-1", 0));
        Assert.True(Found("batteryLow", "pir-1", 70));
        Assert.False(Found("batteryLow", "pir-1", 71));
        Assert.False(Found("batteryLow", "pir-1", -1));
        Assert.False(Found("batteryLow", "pir-2", 5));
        Assert.False(Found("silentCare", "pir-1", 5));
    }

    [Fact]
    public void A_budget_longer_than_the_fault_keeps_it_open_and_only_an_alert_within_it_is_in_time()
    {
        var fault = Fault("f", "stuck", "air-1", 0, 10, "sensorStuck") with { Budget = TimeSpan.FromMinutes(30) };

        FaultKindScore At(int minute) => TruthScorer.Score([fault], [Alert("a", "sensorStuck", "air-1", minute)], _scope).Kinds[0];

        Assert.Equal((1, 1), (At(30).Found, At(30).InTime));
        Assert.Equal((1, 0), (At(39).Found, At(39).InTime));
        Assert.Equal(0, At(41).Found);
        Assert.Equal(TimeSpan.FromMinutes(39), At(39).DelayMedian);
    }

    [Fact]
    public void A_fault_whose_alert_may_still_come_is_neither_found_nor_missed()
    {
        LabelledFault[] faults = [Fault("early", "stuck", "air-1", 0, 10, "sensorStuck"), Fault("late", "stuck", "air-2", 50, 90, "sensorStuck"), Fault("found", "stuck", "air-3", 50, 90, "sensorStuck")];
        var score = TruthScorer.Score([.. faults.Select(f => f with { Budget = TimeSpan.FromMinutes(30) })], [Alert("a", "sensorStuck", "air-3", 55)], _scope with { Until = _noon.AddMinutes(60) });

        Assert.Equal((2, 1, "early", "late"), (score.Kinds[0].Faults, score.Kinds[0].Found, Assert.Single(score.Missed), Assert.Single(score.LeftOut)));
    }

    [Fact]
    public void What_began_before_alerts_were_kept_is_not_missed_and_a_late_alert_about_it_counts_nowhere()
    {
        LabelledFault[] faults = [Fault("kept", "sos", "b-1", -600, -599, "sos"), Fault("cut", "stuck", "air-1", -10, 90, "sensorStuck"), Fault("seen", "sos", "b-1", 5, 6, "sos")];
        JudgedAlert[] alerts = [Alert("late", "sos", "b-1", 1) with { MeasuredAt = _noon.AddMinutes(-600) }, Alert("right", "sensorStuck", "air-1", 20), Alert("call", "sos", "b-1", 5) with { MeasuredAt = _noon.AddMinutes(5) }];

        var score = TruthScorer.Score(faults, alerts, _scope with { From = _noon });

        Assert.Equal((2, 2, "kept"), (score.Precision.Part, score.Precision.All, Assert.Single(score.LeftOut)));
        Assert.Equal([("sos", 1, 1), ("stuck", 1, 1)], score.Kinds.Select(k => (k.Kind, k.Faults, k.Found)));
    }

    [Fact]
    public void Each_alert_is_told_what_it_was_worth()
    {
        LabelledFault[] faults =
        [
            Fault("dead", "deadBattery", "pir-1", 0, 600, "batteryLow"), Fault("spike", "spike", "air-1", 0, 60, null),
            Fault("cut", "powerCut", "", 700, 760, "placeCut") with { Subjects = [], Cause = "networkCut" },
        ];
        JudgedAlert[] alerts =
        [
            Alert("found", "batteryLow", "pir-1", 5), Alert("again", "batteryLow", "pir-1", 300), Alert("follow", "silentCare", "pir-1", 400), Alert("person", "quietHome", "pir-1", 500, "personAtRisk"),
            Alert("jump", "stuck", "air-1", 10), Alert("nothing", "batteryLow", "pir-2", 10), Alert("storm", "silentCare", "pir-3", 710),
        ];

        var score = TruthScorer.Score(faults, alerts, _scope);

        Assert.Equal(
            [("again", AlertVerdict.Repeated, "dead"), ("follow", AlertVerdict.Following, "dead"), ("found", AlertVerdict.Found, "dead"), ("jump", AlertVerdict.False, "spike"), ("nothing", AlertVerdict.False, null), ("person", AlertVerdict.WrongCause, "dead"), ("storm", AlertVerdict.WrongCause, "cut")],
            score.Verdicts.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => (v.Key, v.Value.Verdict, v.Value.Fault)));
        Assert.Equal(["cut"], score.Missed);
        Assert.Equal((3, 7), (score.Precision.Part, score.Precision.All));
        Assert.Equal(3.0 / 5, score.CauseRight);
        Assert.Equal(1, score.FalsePerCommunityDay);
        Assert.Equal(7 / 48.0, score.AlertsPerOfficeHour);
        Assert.Equal(0.5, score.OtherRecall);
        Assert.Null(score.SafetyRecall);
    }

    [Fact]
    public void A_late_fault_takes_another_alert_so_that_both_are_found()
    {
        // The first alert fits both faults, the second only the first: giving the first fault its earliest would lose the other.
        LabelledFault[] faults = [Fault("long", "sos", "b-1", 0, 60, "sos"), Fault("short", "sos", "b-1", 1, 2, "sos")];
        JudgedAlert[] alerts = [Alert("a", "sos", "b-1", 3), Alert("b", "sos", "b-1", 50)];

        Assert.Equal(2, TruthScorer.Score(faults, alerts, _scope).Kinds[0].Found);
    }

    [Fact]
    public void What_contradicts_itself_is_refused_by_name()
    {
        Assert.Contains("lift", Assert.Throws<ArgumentException>(() => TruthScorer.Score([Fault("lift", "sos", "b", 5, 1, "sos")], [], _scope)).Message, StringComparison.Ordinal);
        Assert.Contains("twin", Assert.Throws<ArgumentException>(() => TruthScorer.Score([Fault("twin", "sos", "b", 0, 1, "sos"), Fault("twin", "sos", "b", 0, 1, "sos")], [], _scope)).Message, StringComparison.Ordinal);
        Assert.Contains("same", Assert.Throws<ArgumentException>(() => TruthScorer.Score([], [Alert("same", "sos", "b", 1), Alert("same", "sos", "b", 1)], _scope)).Message, StringComparison.Ordinal);
        Assert.Contains("qilong", Assert.Throws<ArgumentException>(() => TruthScorer.Score([], [Alert("a", "sos", "b", 1) with { Community = "qilong" }], _scope)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => TruthScorer.Score([], [], _scope with { OfficeOf = new Dictionary<string, string>() }));
    }

    [Fact]
    public void Detectors_are_told_apart_by_what_their_alerts_were_about_and_a_fault_that_any_alert_was_about_was_seen()
    {
        LabelledFault[] faults = [Fault("drift", "drift", "air-1", 0, 60, "sensorImplausible"), Fault("spike", "spike", "air-2", 0, 60, null), Fault("far", "drift", "air-3", 0, 60, "sensorImplausible")];
        JudgedAlert Said(string id, string detector, string device, int minute) => Alert(id, "unusualAir", device, minute, "capacity") with { Detector = detector };

        var score = TruthScorer.Score(faults, [Said("a", "series drift", "air-1", 5), Said("b", "step", "air-1", 6), Said("c", "step", "air-2", 6), Said("d", "step", "air-9", 6), Alert("e", "binFull", "bin-1", 1)], _scope);

        Assert.Equal(
            [("series drift", 1, 0, "drift 1"), ("step", 3, 2, "drift 1, spike 1")],
            score.Detectors.Select(d => (d.Detector, d.Alerts, d.False, string.Join(", ", d.Kinds.Select(k => $"{k.Key} {k.Value}")))));
        Assert.Equal((1, 3), (score.Detectors[1].Precision.Part, score.Detectors[1].Precision.All));
        Assert.Equal((2, 0, 1), (score.Kinds[0].Faults, score.Kinds[0].Found, score.Kinds[0].Seen));
    }

    [Fact]
    public void Ten_minutes_of_an_office_are_busy_with_more_than_ten_alerts_from_all_of_its_communities_together()
    {
        var scope = _scope with { OfficeOf = new Dictionary<string, string> { [Town] = "fuchun", ["qilong"] = "fuchun", ["dongwu"] = "lushan" } };
        JudgedAlert[] Alerts(int count) => [.. Enumerable.Range(0, count).Select(i => Alert($"a{i}", "sos", $"b-{i}", 1) with { Community = i % 2 == 0 ? Town : "qilong" })];

        // Two days of two offices are 576 stretches of ten minutes.
        Assert.Equal((0, 1 / 576.0), (TruthScorer.Score([], Alerts(10), scope).BusySlots, TruthScorer.Score([], Alerts(11), scope).BusySlots));
    }

    [Fact]
    public void No_pairing_finds_more_faults_and_the_order_of_the_input_does_not_matter()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var faults = Enumerable.Range(0, random.Next(6)).Select(i =>
            {
                var from = random.Next(60);
                return Fault($"f{i}", "sos", $"d{random.Next(2)}", from, from + random.Next(20), random.Next(5) == 0 ? null : $"r{random.Next(2)}");
            }).ToArray();
            var alerts = Enumerable.Range(0, random.Next(6)).Select(i => Alert($"a{i}", $"r{random.Next(2)}", $"d{random.Next(2)}", random.Next(90))).ToArray();

            var score = TruthScorer.Score(faults, alerts, _scope);
            var shuffled = TruthScorer.Score([.. faults.OrderBy(_ => random.Next())], [.. alerts.OrderBy(_ => random.Next())], _scope);

            var found = score.Verdicts.Values.Where(v => v.Verdict == AlertVerdict.Found).ToArray();
            Assert.True(found.Length == Most(faults, alerts, 0, 0), $"seed {seed}");
            Assert.True(found.Select(v => v.Fault).Distinct().Count() == found.Length, $"seed {seed}: a fault has two alerts");
            Assert.True(faults.Count(f => f.Rule is not null) == found.Length + score.Missed.Count, $"seed {seed}");
            Assert.True(score.Verdicts.OrderBy(v => v.Key).SequenceEqual(shuffled.Verdicts.OrderBy(v => v.Key)), $"seed {seed}: the order matters");
        }
    }

    [Fact]
    public void Another_alert_never_loses_a_fault_and_another_fault_never_makes_more_alerts_false()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var faults = Enumerable.Range(0, 5).Select(i => Fault($"f{i}", "sos", $"d{random.Next(3)}", i * 7, (i * 7) + random.Next(15), "r0")).ToArray();
            var alerts = Enumerable.Range(0, 6).Select(i => Alert($"a{i}", $"r{random.Next(2)}", $"d{random.Next(3)}", random.Next(60))).ToArray();

            Assert.True(TruthScorer.Score(faults, alerts, _scope).Missed.Count <= TruthScorer.Score(faults, alerts[1..], _scope).Missed.Count, $"seed {seed}");
            Assert.True(False(faults) <= False(faults[1..]), $"seed {seed}");

            int False(LabelledFault[] some) => TruthScorer.Score(some, alerts, _scope).Rules.Sum(r => r.False);
        }
    }

    /// <summary>The most faults that any pairing finds, by trying all.</summary>
    private static int Most(LabelledFault[] faults, JudgedAlert[] alerts, int at, int taken)
    {
        if (at == faults.Length)
            return 0;
        var most = Most(faults, alerts, at + 1, taken);
        for (var i = 0; i < alerts.Length; i++)
        {
            if ((taken & (1 << i)) == 0 && faults[at].Rule == alerts[i].Rule && faults[at].Subjects.Any(alerts[i].Subjects.Contains) && alerts[i].At >= faults[at].From && alerts[i].At <= faults[at].To + _scope.Grace)
                most = Math.Max(most, 1 + Most(faults, alerts, at + 1, taken | (1 << i)));
        }

        return most;
    }

    private static LabelledFault Fault(string id, string kind, string device, int from, int to, string? rule) =>
        new(id, kind, Town, [device], _noon.AddMinutes(from), _noon.AddMinutes(to), TimeSpan.Zero, rule, rule is null ? "" : "deviceFault", IsSafety: false);

    private static JudgedAlert Alert(string id, string rule, string device, int minute, string cause = "deviceFault") => new(id, rule, cause, Town, [device], _noon.AddMinutes(minute));
}
