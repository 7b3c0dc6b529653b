using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Programme.Files;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Process;
using SmartCommunity.Tests.Programme.Eligibility;

namespace SmartCommunity.Tests.Cloud.Programme;

/// <summary>Walks a project through a desk to the district's review, by the acts that people do.</summary>
internal static class DeskWalk
{
    internal const string Lead = "Lead", Inspector = "Inspector";

    /// <summary>What an application is judged by, a score without gaps, is put on the board just before it.</summary>
    internal static async Task ToReviewAsync(ProgrammeDesk desk, ScoreBoard board, string project)
    {
        var policy = ShippedPolicies.Fuyang;
        List<ProgrammeAct> acts =
        [
            .. policy.File.SurveyHeads.Select(h => new SurveyWritten(project, h.Code, "as found on site")), .. policy.File.Sections.Select(s => Document(project, s.Code)), .. TestGround.Eligible(project, SmartCommunity.Programme.Pool.ProjectType.Renovation),
            new ProjectDeclared(project, Lead, null), new ProjectSelected(project, 1, "district 1"), .. policy.File.Plans.SelectMany(p => new ProgrammeAct[] { Document(project, p.Code), new PlanReviewed(project, p.Code, true, "minutes") }),
            new ProjectListed(project, "province 1", Level.City), new BuildingStarted(project), new AcceptanceApplied(project, Level.City, Inspector, null), new SelfAcceptanceReported(project, "report"),
        ];
        foreach (var act in acts)
        {
            if (act is AcceptanceApplied)
                board.Publish(project, Ready(project));
            var done = await desk.SubmitAsync(act, "street", TestContext.Current.CancellationToken);
            Assert.True(done.Entry is not null, $"{act}: {string.Join("; ", done.Refusals.Select(r => $"{r.Field}: {r.Why.En}"))}");
        }
    }

    private static DocumentEntered Document(string project, string section) => new(project, section, section, $"{section}.txt", new string('a', FileCheck.HashDigits), 10);

    private static CommunityScore Ready(string community) => new()
    {
        Community = community, Position = 1, InstantMs = 1, Pack = PackLibrary.Shipped.Packs[0].Name, PackHash = "", ProjectType = "renovation", Scenarios = [], Dimensions = [], Total = 88, AcceptancePoints = 88,
        GateFailures = [], Vetoes = [], Verdict = Verdict.Pass, InputHash = "", ResultHash = community,
    };
}
