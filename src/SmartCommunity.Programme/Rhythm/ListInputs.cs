using SmartCommunity.Programme.Process;

namespace SmartCommunity.Programme.Rhythm;

/// <summary>What the lists of a period are drafted from, as it stood when the period ended; gathered by the cloud, kept with the issue. Each entry has the path of the console's page that proves it.</summary>
public sealed record ListInputs
{
    /// <summary>Alerts of the period, by project.</summary>
    public required IReadOnlyList<AlertTally> Alerts { get; init; }

    /// <summary>Totals at both ends of the period, by project.</summary>
    public required IReadOnlyList<ScoreMove> Scores { get; init; }

    /// <summary>Due dates that are not met.</summary>
    public required IReadOnlyList<OpenMilestone> Milestones { get; init; }

    /// <summary>Accepted evidence that ended or ends soon.</summary>
    public required IReadOnlyList<EndingEvidence> Evidence { get; init; }

    /// <summary>Findings of reviews without an accepted answer.</summary>
    public required IReadOnlyList<OpenFinding> Findings { get; init; }

    /// <summary>Challenges of measures the unit has not answered; none in issues drafted before they were gathered.</summary>
    public IReadOnlyList<OpenChallenge> Challenges { get; init; } = [];

    /// <summary>Requests for state-owned premises without a decision (P-03).</summary>
    public required IReadOnlyList<OpenLease> Leases { get; init; }

    /// <summary>Acceptances passed in the period.</summary>
    public required IReadOnlyList<PassedStep> Passes { get; init; }

    /// <summary>Every project that is named, some more than once.</summary>
    public IEnumerable<string> ProjectIds() =>
    [
        .. Alerts.Select(a => a.Project), .. Scores.Select(s => s.Project), .. Milestones.Select(m => m.Project), .. Evidence.Select(e => e.Project), .. Findings.Select(f => f.Project),
        .. Challenges.Select(c => c.Project), .. Leases.Select(l => l.Project), .. Passes.Select(p => p.Project),
    ];
}

/// <summary>Alerts of a project's community over a period.</summary>
/// <param name="Project">Project id.</param>
/// <param name="Raised">Raised in the period.</param>
/// <param name="Handled">Closed in the period.</param>
/// <param name="Open">Open when it ended.</param>
/// <param name="OpenUrgent">Of those, P1.</param>
/// <param name="Link">Page that shows them.</param>
public sealed record AlertTally(string Project, int Raised, int Handled, int Open, int OpenUrgent, string Link);

/// <summary>A score at both ends of a period. Only ends under the same standard pack are compared.</summary>
/// <param name="Project">Project id.</param>
/// <param name="Before">Total at the end of the day before the period, 0 to 100.</param>
/// <param name="After">Total at its end.</param>
/// <param name="ResultHash">Hash of the later score.</param>
/// <param name="Link">Page that shows it.</param>
public sealed record ScoreMove(string Project, double Before, double After, string ResultHash, string Link);

/// <summary>A due date that is not met yet.</summary>
/// <param name="Project">Project id.</param>
/// <param name="Code">Which of the project's due dates.</param>
/// <param name="Name">What is due.</param>
/// <param name="Due">When, and by which rule.</param>
/// <param name="Link">Page that shows it.</param>
public sealed record OpenMilestone(string Project, string Code, Words Name, DueDate Due, string Link);

/// <summary>A piece of accepted evidence near its end or past it.</summary>
/// <param name="Project">Project id.</param>
/// <param name="Id">Its id in the registry.</param>
/// <param name="Title">What it is called.</param>
/// <param name="CountsUntil">Last day it counts.</param>
/// <param name="Link">Page that shows it.</param>
public sealed record EndingEvidence(string Project, string Id, string Title, DateOnly CountsUntil, string Link);

/// <summary>A finding without an accepted answer.</summary>
/// <param name="Project">Project id.</param>
/// <param name="Id">Unique within the project.</param>
/// <param name="Text">What was found.</param>
/// <param name="Due">When the answer is due.</param>
/// <param name="Link">Page that shows it.</param>
public sealed record OpenFinding(string Project, string Id, string Text, DateOnly Due, string Link);

/// <summary>A challenge of a measure without an answer.</summary>
/// <param name="Project">Project id.</param>
/// <param name="Id">Unique within the project.</param>
/// <param name="Measure">Id of the measure.</param>
/// <param name="Reason">What is doubted.</param>
/// <param name="Due">When the answer is due.</param>
/// <param name="Link">Page that shows it.</param>
public sealed record OpenChallenge(string Project, string Id, string Measure, string Reason, DateOnly Due, string Link);

/// <summary>A request for state-owned premises that nobody decided yet.</summary>
/// <param name="Project">Project id.</param>
/// <param name="Id">Unique.</param>
/// <param name="Premises">Which premises.</param>
/// <param name="Due">When a decision is due; null: none was set.</param>
/// <param name="Link">Page that shows it.</param>
public sealed record OpenLease(string Project, string Id, string Premises, DateOnly? Due, string Link);

/// <summary>An acceptance a project passed.</summary>
/// <param name="Project">Project id.</param>
/// <param name="Code">Which step.</param>
/// <param name="Name">The step's name.</param>
/// <param name="On">The day.</param>
/// <param name="Link">Page that shows it.</param>
public sealed record PassedStep(string Project, string Code, Words Name, DateOnly On, string Link);
