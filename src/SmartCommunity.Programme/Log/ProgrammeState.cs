using System.Collections.Immutable;
using System.Text.Json.Serialization;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Programme.Log;

/// <summary>The programme after some entries of its log. Immutable: what was can be asked by folding up to any position.</summary>
public sealed record ProgrammeState
{
    /// <summary>Nothing entered yet.</summary>
    public static ProgrammeState Empty { get; } = new();

    /// <summary>Position of the last entry folded.</summary>
    public long Position { get; init; }

    /// <summary>The policy in force; null before one was adopted.</summary>
    public PolicyKey? Policy { get; init; }

    /// <summary>Every project ever entered, by id; none is ever removed.</summary>
    public ImmutableSortedDictionary<string, ProjectState> Projects { get; init; } = ImmutableSortedDictionary.Create<string, ProjectState>(StringComparer.Ordinal);

    /// <summary>Lists, bulletins and cases (O-01 to O-05, P-05).</summary>
    public Rhythm.RhythmState Rhythm { get; init; } = Programme.Rhythm.RhythmState.Empty;

    /// <summary>Money from above (M-07), in the order it was entered.</summary>
    public ImmutableList<Money.UpperGrant> Grants { get; init; } = [];

    /// <summary>What the whole district has on the programme's map.</summary>
    [JsonIgnore]
    public Eligibility.DistrictLayers District { get; init; } = Eligibility.DistrictLayers.Empty;

    /// <summary>The state after one more entry; throws <see cref="ArgumentException"/> when it is not the next.</summary>
    public ProgrammeState Fold(ProgrammeEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Position != Position + 1)
            throw new ArgumentException($"Entry {entry.Position} does not follow {Position}.", nameof(entry));
        var next = entry.Act.Apply(this, entry) with { Position = entry.Position };
        return entry.Act.Subject is { } project && next.Projects.TryGetValue(project, out var changed)
            ? next with { Projects = next.Projects.SetItem(project, changed with { LastPosition = entry.Position }) }
            : next;
    }

    /// <summary>The state with one project changed.</summary>
    public ProgrammeState With(string project, Func<ProjectState, ProjectState> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return this with { Projects = Projects.SetItem(project, change(Projects[project])) };
    }
}

/// <summary>One project after some entries. Immutable. Each slice has its own part.</summary>
public sealed record ProjectState
{
    /// <summary>Its id: the community's code.</summary>
    public required string Id { get; init; }

    /// <summary>What the pool says of it.</summary>
    public required Pool.PoolLine Pool { get; init; }

    /// <summary>Where it stands on its way.</summary>
    public Process.ProjectProcess Process { get; init; } = Programme.Process.ProjectProcess.New;

    /// <summary>Its file: sections, survey, documents.</summary>
    public Files.ProjectFile File { get; init; } = Files.ProjectFile.Empty;

    /// <summary>Its money: costs, payments, decisions.</summary>
    public Money.ProjectMoney Money { get; init; } = Programme.Money.ProjectMoney.Empty;

    /// <summary>Its ground: borders, ways, buildings, service places.</summary>
    [JsonIgnore]
    public Eligibility.ProjectGround Ground { get; init; } = Eligibility.ProjectGround.Empty;

    /// <summary>Its resources: idle spaces, online functions, leases, cash.</summary>
    public Resources.ProjectResources Resources { get; init; } = Programme.Resources.ProjectResources.Empty;

    /// <summary>What reviewers challenged, drew and signed.</summary>
    public Review.ProjectReview Review { get; init; } = Programme.Review.ProjectReview.Empty;

    /// <summary>The policy it was listed under; null before.</summary>
    public PolicyKey? Policy { get; init; }

    /// <summary>Position of the last entry about it.</summary>
    public long LastPosition { get; init; }
}
