using SmartCommunity.Programme;
using SmartCommunity.Programme.Rhythm;
using static SmartCommunity.Tests.Programme.Rhythm.ListWalk;

namespace SmartCommunity.Tests.Programme.Rhythm;

public sealed class ListDraftTests
{
    private readonly ProgrammeWalk _walk = new() { Today = Monday };

    [Fact]
    [Trait("Rule", "O-01")]
    [Trait("Rule", "O-02")]
    public void Every_input_becomes_a_line_of_the_right_list_with_unit_due_date_and_proof()
    {
        var issue = _walk.Draft(Week(), Inputs(
            alerts: [Alerts("baihe", urgent: 1), Alerts("jiangbin")],
            scores: [new("baihe", 80.04, 78.0, "hash", "/s/baihe"), new("jiangbin", 70, 74, "hash", "/s/jiangbin"), new("yicheng", 70, 68.1, "hash", "/s/yicheng")],
            milestones: [Due("baihe", Monday.AddDays(-1)), Due("jiangbin", Monday.AddDays(59)), Due("yicheng", Monday.AddDays(60))],
            evidence: [new("baihe", "ev-1", "公约", Monday.AddDays(-1), "/e/1"), new("baihe", "ev-2", "协议", Monday.AddDays(30), "/e/2"), new("baihe", "ev-3", "later", Monday.AddDays(31), "/e/3")],
            findings: [new("baihe", "1", "no ramp", Monday.AddDays(-1), "/f/1"), new("baihe", "2", "no light", Monday, "/f/2")],
            challenges: [new("baihe", "1", "LL-01a", "too high", Monday.AddDays(-1), "/c/1"), new("baihe", "2", "LL-02a", "too old", Monday, "/c/2")],
            leases: [new("jiangbin", "l1", "商铺三间", null, "/l/1")],
            passes: [new("yicheng", "city", new Words("市级验收", "the city's acceptance"), Monday.AddDays(-3), "/p/yicheng")]));

        Assert.Equal(
            [
                "Problems alerts/baihe fuchun 2022-03-14 /alerts?community=baihe", "Problems challenge/baihe/1 fuchun 2022-03-14 /c/1", "Problems evidence/baihe/ev-1 fuchun 2022-03-14 /e/1", "Problems finding/baihe/1 fuchun 2022-03-14 /f/1",
                "Problems milestone/baihe/completion fuchun 2022-03-14 /programme/baihe", "Problems score/baihe fuchun 2022-03-14 /s/baihe",
                "Work challenge/baihe/2 fuchun 2022-03-07 /c/2", "Work evidence/baihe/ev-2 fuchun 2022-04-06 /e/2", "Work finding/baihe/2 fuchun 2022-03-07 /f/2", "Work alerts/jiangbin fuchun 2022-03-14 /alerts?community=jiangbin",
                "Work lease/jiangbin/l1 fuchun 2022-03-14 /l/1", "Work milestone/jiangbin/completion fuchun 2022-05-05 /programme/jiangbin",
                "Innovation rise/jiangbin fuchun 2022-03-14 /s/jiangbin", "Innovation pass/yicheng/city dongzhou 2022-03-14 /p/yicheng",
            ],
            issue.Lines.Select(l => $"{l.List} {l.Key} {l.Unit} {l.Due:yyyy-MM-dd} {l.Link}"));
        Assert.Equal("总分由80.0降至78.0，下降2.0分", issue.Line("score/baihe")!.Text.Zh);
        Assert.Equal(["O-01", "O-03", "T-01"], issue.Line("milestone/baihe/completion")!.Rules);
        Assert.All(issue.Lines, l => Assert.Contains("O-01", l.Rules));
        Assert.Equal(10, issue.Number);
    }

    [Fact]
    [Trait("Rule", "O-01")]
    public void Drafting_the_same_inputs_again_gives_the_same_issue_and_keeps_what_people_made_of_it()
    {
        var inputs = Inputs(alerts: [Alerts("baihe"), Alerts("jiangbin")]);
        var first = _walk.Draft(Week(), inputs);
        _walk.Do(new ListLineRemoved(Week(), "alerts/jiangbin", "a test of the siren"), "Zhou");
        var second = _walk.Draft(Week(), inputs);

        Assert.True(SameJson.Are(first.Drafted, second.Drafted));
        Assert.Equal(["alerts/baihe"], second.Lines.Select(l => l.Key));
    }

    [Fact]
    [Trait("Rule", "O-02")]
    public void A_line_carried_on_keeps_its_unit_its_due_date_and_its_first_issue()
    {
        _walk.Draft(Week(), Inputs(alerts: [Alerts("baihe")]));
        _walk.Do(new ListLineChanged(Week(), "alerts/baihe", "health", Monday.AddDays(3), "ring the nurse", "the street has no nurse"), "Zhou");
        var carried = _walk.Draft(Week(1), Inputs(alerts: [Alerts("baihe", open: 5)])).Line("alerts/baihe")!;

        Assert.Equal(("health", Monday.AddDays(3), Monday), (carried.Unit, carried.Due, carried.Since));
        Assert.Contains("期末未结5条", carried.Text.Zh, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "T-04")]
    public void A_date_that_was_extended_moves_its_line_unless_a_person_set_another()
    {
        _walk.Draft(Week(), Inputs(milestones: [Due("baihe", Monday.AddDays(10)), Due("jiangbin", Monday.AddDays(10))]));
        _walk.Do(new ListLineChanged(Week(), "milestone/jiangbin/completion", "fuchun", Monday.AddDays(5), "hurry", "agreed"), "Zhou");
        var next = _walk.Draft(Week(1), Inputs(milestones: [Due("baihe", Monday.AddDays(40)), Due("jiangbin", Monday.AddDays(40))]));

        Assert.Equal(Monday.AddDays(40), next.Line("milestone/baihe/completion")!.Due);
        Assert.Equal(Monday.AddDays(5), next.Line("milestone/jiangbin/completion")!.Due);
        var late = _walk.Draft(Week(7), Inputs(milestones: [Due("baihe", Monday.AddDays(40))]));
        Assert.Equal((ListKind.Problems, Monday.AddDays(40)), (late.Line("milestone/baihe/completion")!.List, late.Line("milestone/baihe/completion")!.Due));
    }

    [Fact]
    [Trait("Rule", "O-01")]
    public void Lines_a_person_entered_are_carried_on_until_somebody_settles_them()
    {
        _walk.Draft(Week(), Inputs());
        _walk.Do(new ListLineAdded(Week(), ListKind.Work, "baihe", "planning", Monday.AddDays(20), "draw the plan", "/programme/baihe"), "Zhou").Do(new ListLineAdded(Week(), ListKind.Work, null, "finance", Monday, "pay", null), "Zhou");
        var key = _walk.State.Rhythm.Lists[Week()].Added[0].Key;
        _walk.Do(new ListLineSettled(Week(), _walk.State.Rhythm.Lists[Week()].Added[1].Key, "paid"), "Zhou");

        Assert.Equal([key], _walk.Draft(Week(1), Inputs()).Lines.Select(l => l.Key));
        _walk.Do(new ListLineSettled(Week(1), key, "drawn"), "Zhou");
        Assert.Empty(_walk.Draft(Week(2), Inputs()).Lines);
    }

    [Fact]
    public void The_difference_to_the_issue_before_is_by_key()
    {
        _walk.Draft(Week(), Inputs(alerts: [Alerts("baihe"), Alerts("jiangbin")]));
        _walk.Do(new ListLineAdded(Week(), ListKind.Work, null, "finance", Monday, "pay", null), "Zhou");
        var own = _walk.State.Rhythm.Lists[Week()].Added[0].Key;
        var issue = _walk.Draft(Week(1), Inputs(alerts: [Alerts("jiangbin"), Alerts("yicheng")]));
        _walk.Do(new ListLineSettled(Week(1), own, "paid"), "Zhou");
        issue = _walk.State.Rhythm.Lists[Week(1)];

        var difference = ListDiff.Of(issue, _walk.State.Rhythm.Before(Week(1))).ToDictionary(d => d.Line.Key, d => (d.Kind, d.Note?.Text));
        Assert.Equal((LineChangeKind.Done, null), difference["alerts/baihe"]);
        Assert.Equal((LineChangeKind.CarriedOn, null), difference["alerts/jiangbin"]);
        Assert.Equal((LineChangeKind.New, null), difference["alerts/yicheng"]);
        Assert.Equal((LineChangeKind.Done, "paid"), difference[own]);
        Assert.All(ListDiff.Of(issue, null), d => Assert.NotEqual(LineChangeKind.CarriedOn, d.Kind));
    }
}
