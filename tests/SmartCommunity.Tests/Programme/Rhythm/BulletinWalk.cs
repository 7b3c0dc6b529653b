using SmartCommunity.Programme;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Process;
using SmartCommunity.Programme.Rhythm;

namespace SmartCommunity.Tests.Programme.Rhythm;

/// <summary>Freezes bulletins in a programme in memory as the cloud does.</summary>
internal static class BulletinWalk
{
    internal static readonly Month March = new(2022, 3);

    internal static DateTimeOffset DueOf(Month month) => new(month.Add(1).FirstDay, new TimeOnly(8, 0), TimeSpan.FromHours(8));

    internal static ProjectMonth Of(string project, double? total, double coverage = 0.9, Stage stage = Stage.Building, string pack = "pack@1", DueDate? due = null) => new()
    {
        Project = project, Stage = stage, Score = total is { } points ? new MonthScore(points, points, coverage, 2, pack, DueOf(March), 1, "hash", $"/s/{project}") : null, Due = due,
        Alerts = new AlertTally(project, 4, 3, 1, 0, $"/alerts?community={project}"), OpenFindings = 0,
        Facts = [new SourcedFact("residents", new Words("常住人口", "Residents"), 5000, "{resident}", March.FirstDay, "census", "Li", 2, $"/communities/{project}/facts?fact=residents")],
    };

    internal static Bulletin Made(ProgrammeWalk walk, Month month, params IReadOnlyList<ProjectMonth> projects) =>
        BulletinDraft.Of(month, DueOf(month), new BulletinInputs(projects), walk.State.Rhythm.Bulletins.GetValueOrDefault(month.Add(-1)), walk.State, ProgrammeWalk.Policy);

    internal static BulletinIssue Freeze(this ProgrammeWalk walk, Month month, params IReadOnlyList<ProjectMonth> projects)
    {
        walk.Today = month.Add(1).FirstDay;
        walk.Do(new BulletinFrozen(Made(walk, month, projects)), ProgrammeEntry.System);
        return walk.State.Rhythm.Bulletins[month];
    }
}
