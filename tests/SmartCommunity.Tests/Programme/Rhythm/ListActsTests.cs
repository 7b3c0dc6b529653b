using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Rhythm;
using static SmartCommunity.Tests.Programme.Rhythm.ListWalk;

namespace SmartCommunity.Tests.Programme.Rhythm;

public sealed class ListActsTests
{
    private readonly ProgrammeWalk _walk = new() { Today = Monday };

    [Fact]
    [Trait("Rule", "O-01")]
    public void Only_the_program_drafts_and_only_what_follows_from_the_inputs_of_a_day_that_came()
    {
        var drafted = Drafted(_walk, Week(), Inputs(alerts: [Alerts("baihe")]));

        _walk.Refused(drafted, "lines", "O-01");
        _walk.Refused(drafted with { Lines = [] }, "lines", "O-01", ProgrammeEntry.System);
        _walk.Refused(drafted with { Number = 11 }, "number", "O-01", ProgrammeEntry.System);
        _walk.Refused(drafted with { Inputs = Inputs(alerts: [Alerts("nowhere")]) }, "project", null, ProgrammeEntry.System);
        _walk.Refused(drafted with { Period = Week() with { Due = Monday.AddDays(1) } }, "period", "O-01", ProgrammeEntry.System);
        _walk.Refused(Drafted(_walk, Week(1), Inputs()), "period", "O-01", ProgrammeEntry.System);
    }

    [Fact]
    [Trait("Rule", "O-02")]
    public void An_edit_names_a_line_a_unit_that_exists_a_day_that_comes_and_its_reason()
    {
        _walk.Draft(Week(), Inputs(alerts: [Alerts("baihe")]));

        _walk.Refused(new ListLineChanged(Week(), "alerts/jiangbin", "fuchun", Monday, "text", "reason"), "key", "O-01");
        _walk.Refused(new ListLineChanged(Week(), "alerts/baihe", "nobody", Monday, "text", "reason"), "unit", "O-02");
        _walk.Refused(new ListLineChanged(Week(), "alerts/baihe", "fuchun", Monday.AddDays(-1), "text", "reason"), "due", "O-02");
        _walk.Refused(new ListLineChanged(Week(), "alerts/baihe", "fuchun", Monday, "text", ""), "reason", "O-01");
        _walk.Refused(new ListLineAdded(Week(), ListKind.Work, "nowhere", "fuchun", Monday, "text", null), "project");
        _walk.Refused(new ListLineAdded(Week(), ListKind.Work, null, "fuchun", Monday, "text", "//elsewhere"), "link");
        _walk.Refused(new ListLineRemoved(Week(), "alerts/baihe", " "), "reason", "O-01");
        _walk.Refused(new ListLineSettled(Week(), "alerts/baihe", "it is done"), "key", "O-01");
        _walk.Refused(new ListLineRemoved(Week(1), "alerts/baihe", "reason"), "period", "O-01");
        _walk.Refused(new ListLineRemoved(Week(), "alerts/baihe", "reason"), "actor", "O-01", ProgrammeEntry.System);
    }

    [Fact]
    [Trait("Rule", "O-01")]
    public void What_was_signed_is_what_was_seen_and_changes_no_more()
    {
        var seen = _walk.Draft(Week(), Inputs(alerts: [Alerts("baihe")])).Position;
        _walk.Do(new ListLineRemoved(Week(), "alerts/baihe", "a test"), "Zhou");

        _walk.Refused(new ListsSigned(Week(), seen), "seen", "O-01");
        var signed = _walk.Sign(Week()).Signed!;
        Assert.Equal("Zhou", signed.By);
        _walk.Refused(new ListsSigned(Week(), _walk.State.Rhythm.Lists[Week()].Position), "period", "O-01");
        _walk.Refused(new ListLineAdded(Week(), ListKind.Work, null, "fuchun", Monday, "text", null), "period", "O-01");
        _walk.Refused(Drafted(_walk, Week(), Inputs()), "period", "O-01", ProgrammeEntry.System);
    }

    [Fact]
    [Trait("Rule", "P-05")]
    public void An_innovation_line_of_a_signed_issue_becomes_a_case_once()
    {
        _walk.Draft(Week(), Inputs(alerts: [Alerts("baihe")], scores: [new("jiangbin", 70, 74, "hash", "/s/jiangbin")]));

        _walk.Refused(new CasePromoted(Week(), "rise/jiangbin", "Meals for all", "What was done."), "period", "P-05");
        _walk.Sign(Week());
        _walk.Refused(new CasePromoted(Week(), "alerts/baihe", "Alerts", "What was done."), "key", "P-05");
        _walk.Do(new CasePromoted(Week(), "rise/jiangbin", "Meals for all", "What was done."), "Zhou");
        _walk.Refused(new CasePromoted(Week(), "rise/jiangbin", "Meals again", "What was done."), "key", "P-05");
        var entry = Assert.Single(_walk.State.Rhythm.Cases);
        Assert.Equal((1, "Meals for all", "/s/jiangbin", "Zhou"), (entry.Number, entry.Title, entry.Line.Link, entry.By));
    }

    [Fact]
    public void The_log_of_lists_reads_back_as_it_was_written()
    {
        _walk.Draft(Week(), Inputs(alerts: [Alerts("baihe")], milestones: [Due("jiangbin", Monday)], scores: [new("jiangbin", 70, 74, "hash", "/s")]));
        _walk.Do(new ListLineAdded(Week(), ListKind.Innovation, null, "fuchun", Monday, "text", null), "Zhou");
        _walk.Sign(Week());

        var again = _walk.Entries.Select(e => e with { Act = ActJson.Read(ActJson.Write(e.Act)) }).Aggregate(ProgrammeState.Empty, (state, entry) => state.Fold(entry));
        Assert.True(SameJson.Are(_walk.State.Rhythm.Lists.Values, again.Rhythm.Lists.Values));
    }
}
