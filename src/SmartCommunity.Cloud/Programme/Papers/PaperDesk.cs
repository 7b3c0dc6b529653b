using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Programme.Papers.Making;
using SmartCommunity.Cloud.Programme.Papers.Model;
using SmartCommunity.Cloud.Programme.Rhythm;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Programme.Log;
using SmartCommunity.Storage.Scores;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Programme.Papers;

/// <summary>A paper as a file.</summary>
public sealed record PaperFile(string FileName, string MediaType, byte[] Bytes);

/// <summary>Makes papers: gathers what they say, and fills their templates. Thread-safe.</summary>
public sealed class PaperDesk(
    ProgrammeDesk desk, PlaceDirectory places, PaperTemplates templates, ReadinessQueries readiness, ScoreQueries scores, PackLibrary packs, FactDesk facts, RecordDesk records, EvidenceDesk evidence, PassForecasts forecasts, TimeProvider time)
{
    private const string District = "杭州市富阳区", Facility = "facility";

    /// <summary>Kinds of paper about one project.</summary>
    internal static IReadOnlyList<PaperKind> OfOneProject { get; } = [PaperKind.ProjectFile, PaperKind.Portrait, PaperKind.Application, PaperKind.Requirements];

    /// <summary>Kinds of paper that can be made.</summary>
    internal static IReadOnlyList<PaperKind> Made { get; } = [PaperKind.Bulletin, PaperKind.Lists, PaperKind.Ledger, .. OfOneProject];

    /// <summary>A paper in one format.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="project">The project it is about; null for a paper of the whole programme.</param>
    /// <param name="issue">Which issue: the month of a bulletin, cadence and due day of lists; the latest when null.</param>
    /// <param name="format">What kind of file.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task<Outcome<PaperFile>> MakeAsync(PaperKind kind, string? project, string? issue, PaperFormats format, CancellationToken cancellationToken)
    {
        if (OfOneProject.Contains(kind) != (project is not null))
            return new Fault(FaultKind.Invalid, "project", project is null ? $"project is missing: '{kind.Code}' is about one project." : $"project is not allowed: '{kind.Code}' is about the whole programme.");
        var context = await ContextAsync(cancellationToken);
        if (project is null)
        {
            var paper = WholePapers.Of(kind == PaperKind.Ledger ? context with { Passes = await forecasts.ProbabilitiesAsync(cancellationToken) } : context, kind, issue);
            return paper.Succeeded ? FileOf(paper.Value!, format) : paper.Faults.ToArray();
        }

        if (!context.State.Projects.TryGetValue(project, out var found))
            return new Fault(FaultKind.NotFound, "project", $"The pool has no project '{FactCheck.Short(project)}'.");
        return FileOf(await PaperAsync(context, found, kind, cancellationToken), format);
    }

    /// <summary>Every paper about a project, in every format.</summary>
    internal async Task<Outcome<IReadOnlyList<PaperFile>>> OfProjectAsync(string project, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken);
        if (!context.State.Projects.TryGetValue(project, out var found))
            return new Fault(FaultKind.NotFound, "project", $"The pool has no project '{FactCheck.Short(project)}'.");
        var made = new List<PaperFile>();
        foreach (var kind in OfOneProject)
        {
            var paper = await PaperAsync(context, found, kind, cancellationToken);
            foreach (var format in PaperFormats.All)
            {
                var file = FileOf(paper, format);
                if (!file.Succeeded)
                    return file.Faults.ToArray();
                made.Add(file.Value!);
            }
        }

        return made;
    }

    private Outcome<PaperFile> FileOf(Paper paper, PaperFormats format)
    {
        var made = templates.Make(paper, format);
        return made.Succeeded ? new PaperFile($"{paper.FileName}.{format.Code}", format.MediaType, made.Value!) : made.Faults.ToArray();
    }

    private async Task<PaperContext> ContextAsync(CancellationToken cancellationToken)
    {
        var streets = await places.StreetsAsync(cancellationToken);
        return new PaperContext(await desk.StateAsync(cancellationToken), desk.Policies, desk.Today, District, streets.ToDictionary(static s => s.Code, static s => s.NameZh, StringComparer.Ordinal));
    }

    private async Task<Paper> PaperAsync(PaperContext context, ProjectState project, PaperKind kind, CancellationToken cancellationToken)
    {
        if (kind == PaperKind.ProjectFile)
            return ProjectFilePaper.Of(context, project);
        if (kind == PaperKind.Requirements)
            return RequirementsPaper.Of(context, project);
        var picture = await PictureAsync(project.Id, cancellationToken);
        return kind == PaperKind.Portrait ? PortraitPaper.Of(context, project, picture) : ApplicationPaper.Of(context, project, picture);
    }

    /// <summary>What is known of a community; empty parts where the registry has no such community.</summary>
    private async Task<CommunityPicture> PictureAsync(string community, CancellationToken cancellationToken)
    {
        var score = scores.Latest(community);
        var pack = score is null ? null : packs.Find(score.Pack);
        var entered = await facts.ListAsync(community, missing: false, cancellationToken);
        var facilities = await records.ListAsync(community, Facility, 1, Paging.MaxSize, cancellationToken);
        var accepted = await evidence.ListAsync(community, null, EvidenceStates.Accepted, 1, Paging.MaxSize, cancellationToken);
        return new CommunityPicture(
            score is null || pack is null ? null : (Suppression.Hide(score), pack), await readiness.OfAsync(community, desk.Today, cancellationToken), entered.Value ?? [], facilities.Value?.Items ?? [], accepted.Value?.Items ?? [], Months(community));
    }

    private List<MonthScore> Months(string community)
    {
        var now = time.GetUtcNow();
        // A revision comes after what it revises: the last of an instant stands.
        return [.. scores.Snapshots(community, ScoreSnapshotKind.Month, now.AddYears(-Years), now).GroupBy(static s => s.InstantMs).Select(g => MonthOf(community, g.Key)).OfType<MonthScore>()];
    }

    /// <summary>As long as a project may take.</summary>
    private const int Years = 4;

    private MonthScore? MonthOf(string community, long endMs) =>
        scores.Snapshot(community, ScoreSnapshotKind.Month, DateTimeOffset.FromUnixTimeMilliseconds(endMs), revision: 0) is { } score ? new MonthScore(ChinaTime.DayOf(endMs - 1), score.Total, score.AcceptancePoints) : null;
}
