using SmartCommunity.Programme;
using SmartCommunity.Programme.Files;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Tests.Programme.Process;

public sealed class ProcessTests
{
    private const string Project = ProgrammeWalk.Project;
    private readonly ProgrammeWalk _walk = new();

    [Fact]
    public void The_straight_way_leads_from_survey_to_operation()
    {
        _walk.To(Stage.Operating, level: Level.Province);

        Assert.Equal(
            [Stage.Declared, Stage.Plans, Stage.Listed, Stage.Building, Stage.SelfAcceptance, Stage.DistrictReview, Stage.CityAcceptance, Stage.ProvinceAcceptance, Stage.Named, Stage.Operating],
            _walk[Project].Process.Marks.Select(m => m.Stage));
        Assert.Equal(Level.Province, _walk[Project].Process.Passed);
    }

    [Fact]
    [Trait("Rule", "G-06")]
    public void A_declaration_needs_the_five_heads_of_the_survey()
    {
        _walk.Ground().File().Refused(new ProjectDeclared(Project, ProgrammeWalk.Lead, null), "survey", "G-06");

        Assert.Empty(_walk.Survey().Try(new ProjectDeclared(Project, ProgrammeWalk.Lead, null)));
    }

    [Fact]
    [Trait("Rule", "G-05")]
    public void A_declaration_with_an_incomplete_file_needs_a_reason()
    {
        _walk.Ground().Survey().Do(ProgrammeWalk.Document(Project, "survey"));

        _walk.Refused(new ProjectDeclared(Project, ProgrammeWalk.Lead, null), "reason", "G-05");
        Assert.Empty(_walk.Try(new ProjectDeclared(Project, ProgrammeWalk.Lead, "the tender is under way")));
        Assert.Equal(["design", "scheme", "operation", "formalities"], _walk[Project].File.Completeness(ProgrammeWalk.Policy.File).MissingSections.Select(s => s.Code));
    }

    [Fact]
    [Trait("Rule", "G-07")]
    public void The_office_picks_with_a_rank_and_a_decision()
    {
        _walk.To(Stage.Declared);

        _walk.Refused(new ProjectSelected(Project, 0, "district 1"), "rank", "G-07");
        _walk.Refused(new ProjectSelected(Project, 1, ""), "documentNo", "G-07");
    }

    [Fact]
    [Trait("Rule", "G-08")]
    public void Listing_needs_both_plans_reviewed_and_passed()
    {
        _walk.To(Stage.Plans).Refused(new PlanReviewed(Project, "application", true, "minutes"), "plan", "G-08");
        _walk.Do(ProgrammeWalk.Document(Project, "application")).Do(new PlanReviewed(Project, "application", true, "minutes 1"));
        _walk.Do(ProgrammeWalk.Document(Project, "implementation")).Do(new PlanReviewed(Project, "implementation", false, "costs are missing"));

        var refusal = Assert.Single(_walk.Try(new ProjectListed(Project, "province 1", Level.City)));
        Assert.Equal(("plans", "G-08"), (refusal.Field, Assert.Single(refusal.Rules)));
        Assert.Contains("Implementation", refusal.Why.En, StringComparison.Ordinal);

        _walk.Do(new PlanReviewed(Project, "implementation", true, "minutes 2")).Do(new ProjectListed(Project, "province 1", Level.City));
        Assert.Equal(_walk.State.Policy, _walk[Project].Policy);
    }

    [Fact]
    [Trait("Rule", "A-01")]
    public void Who_leads_a_project_does_not_inspect_it() => _walk.To(Stage.Building).Refused(
        new AcceptanceApplied(Project, Level.City, ProgrammeWalk.Lead.ToUpperInvariant(), ProgrammeWalk.Ready(_walk.Today)), "inspector", "A-01");

    [Fact]
    [Trait("Rule", "G-03")]
    public void A_binding_measure_at_zero_or_missing_blocks_acceptance_by_its_id()
    {
        _walk.To(Stage.Building);
        var readiness = ProgrammeWalk.Ready(
            _walk.Today, new ReadinessItem("FW-28a", ReadinessKind.BindingAtZero, new Words("为零", "is zero")), new ReadinessItem("JK-12b", ReadinessKind.BindingMissing, new Words("缺", "is missing")),
            new ReadinessItem("ZL-33a", ReadinessKind.EvidenceExpiring, new Words("到期", "expires"), _walk.Today.AddDays(10)));

        var refusals = _walk.Try(new AcceptanceApplied(Project, Level.City, "Wang", readiness));

        Assert.Equal(["readiness.FW-28a", "readiness.JK-12b"], refusals.Select(r => r.Field));
        _walk.Refused(new AcceptanceApplied(Project, Level.City, "Wang", null), "readiness", "G-03");
    }

    [Fact]
    [Trait("Rule", "A-02")]
    public void Every_department_signs_once_before_the_project_goes_on()
    {
        _walk.To(Stage.DistrictReview).Do(new DepartmentSigned(Project, "health", ""), "health");

        _walk.Refused(new DepartmentSigned(Project, "health", ""), "department", "A-02");
        _walk.Refused(new DepartmentSigned(Project, "army", ""), "department", "A-02");
        var refusal = Assert.Single(_walk.Try(new ProjectForwarded(Project)));
        Assert.Equal("departments", refusal.Field);
        Assert.DoesNotContain("Health", refusal.Why.En, StringComparison.Ordinal);
        Assert.Contains("Finance", refusal.Why.En, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "A-02")]
    public void What_is_returned_is_answered_finding_by_finding_and_signed_again()
    {
        _walk.To(Stage.DistrictReview).Do(new DepartmentSigned(Project, "health", ""), "health");
        _walk.Refused(new ProjectReturned(Project, []), "findings", "A-02");
        _walk.Refused(new ProjectReturned(Project, [new NewFinding("The canteen is not open.", _walk.Today.AddDays(-1))]), "findings[0].due", "O-02");
        _walk.Do(new ProjectReturned(Project, [new NewFinding("The canteen is not open.", _walk.Today.AddDays(30)), new NewFinding("No ramp.", _walk.Today.AddDays(30))]));

        _walk.Refused(new ProjectForwarded(Project), "project", "A-03");
        _walk.Do(new FindingAnswered(Project, 2, "Ramp built.")).Refused(new ProjectResubmitted(Project), "findings", "A-02");
        _walk.Refused(new FindingAnswered(Project, 2, "again"), "no", "A-02");
        _walk.Do(new FindingAnswered(Project, 1, "Open since Monday.")).Do(new ProjectResubmitted(Project));

        Assert.Equal(Stage.DistrictReview, _walk[Project].Process.Stage);
        Assert.Empty(_walk[Project].Process.Signatures);
        Assert.Equal([1, 2], _walk[Project].Process.Findings.Select(f => f.No));
    }

    [Fact]
    [Trait("Rule", "A-03")]
    public void City_comes_before_province_and_a_name_after_a_pass()
    {
        _walk.To(Stage.CityAcceptance);

        _walk.Refused(new ProvinceApplied(Project), "project", "A-03");
        _walk.Refused(new ProjectNamed(Project, "named"), "project", "A-03");
        _walk.Refused(new AcceptancePassed(Project, Level.Province, "province"), "level", "A-03");
        _walk.Do(new AcceptancePassed(Project, Level.City, "city 1")).Refused(new AcceptancePassed(Project, Level.City, "city 1"), "level", "A-03");
    }

    [Fact]
    [Trait("Rule", "G-04")]
    public void A_step_out_of_turn_says_what_is_possible()
    {
        var refusal = Assert.Single(_walk.Try(new ProjectForwarded(Project)), r => r.Field == "project");

        Assert.Contains("declare", refusal.Why.En, StringComparison.Ordinal);
        Assert.Contains("申报", refusal.Why.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_rests_and_goes_on_where_it_was()
    {
        _walk.To(Stage.Building).Do(new ProjectSuspended(Project, "flood"));

        _walk.Refused(new AcceptanceApplied(Project, Level.City, "Wang", ProgrammeWalk.Ready(_walk.Today)), "project");
        Assert.Equal(Stage.Building, _walk.Do(new ProjectResumed(Project))[Project].Process.Stage);
    }

    [Fact]
    public void A_step_is_not_dated_before_the_one_it_follows_nor_after_today()
    {
        _walk.To(Stage.Declared);

        _walk.Refused(new ProjectSelected(Project, 1, "no 1") { On = _walk.Today.AddDays(-1) }, "on");
        _walk.Refused(new ProjectSelected(Project, 1, "no 1") { On = _walk.Today.AddDays(1) }, "on");
    }

    [Fact]
    public void Every_stage_that_has_not_ended_has_a_step_out_and_every_word()
    {
        foreach (var stage in Enum.GetValues<Stage>())
        {
            Assert.NotEmpty(StageWords.Of(stage).Zh);
            if (stage is not (Stage.Withdrawn or Stage.Replaced))
                Assert.NotEmpty(ProcessMachine.Possible(stage, Stage.Building));
        }

        Assert.All(Enum.GetValues<Step>(), step => Assert.NotEmpty(StageWords.Of(step).En));
    }

    [Fact]
    [Trait("Rule", "G-05")]
    public void A_document_has_versions_and_may_be_withdrawn_but_not_removed()
    {
        _walk.Do(ProgrammeWalk.Document(Project, "design")).Refused(ProgrammeWalk.Document(Project, "design"), "sha256");
        _walk.Do(ProgrammeWalk.Document(Project, "design", digit: 'b')).Do(new DocumentWithdrawn(Project, "design", "the document", "wrong file"));

        Assert.Empty(_walk[Project].File.Newest("design"));
        Assert.Equal([1, 2], _walk[Project].File.Documents.Select(d => d.Version));
        _walk.Refused(ProgrammeWalk.Document(Project, "cellar"), "section", "G-05");
        _walk.Refused(ProgrammeWalk.Document(Project, "design") with { Sha256 = "A" }, "sha256");
        _walk.Refused(new SurveyWritten(Project, "weather", "fine"), "head", "G-06");
    }
}
