namespace SmartCommunity.Indicators.Packs;

/// <summary>
/// A standard as data: scenarios, indicators, measures and how they are scored. Immutable. Every number a score depends on stands in it; nothing is in code. A pack never changes: another
/// content is another <see cref="Version"/>, and <see cref="Hash"/> tells whether two are the same.
/// </summary>
public sealed record StandardPack
{
    /// <summary>Stable code, e.g. <c>zj-future-community</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Version within <see cref="Id"/>, e.g. <c>2021.12-draft.1</c>.</summary>
    public required string Version { get; init; }

    /// <summary>SHA-256 of the file's bytes, lower-case hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>What people call it.</summary>
    public required BilingualText Title { get; init; }

    /// <summary>What is certain and what is not.</summary>
    public required BilingualText Note { get; init; }

    /// <summary>First day (Asia/Shanghai) on which communities are listed under it.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Last such day; null = still in force.</summary>
    public required DateOnly? ValidTo { get; init; }

    /// <summary>Project types (旧改类, 新建类 …) and what each must do.</summary>
    public required IReadOnlyList<ProjectType> ProjectTypes { get; init; }

    /// <summary>How measures become points, gates and a verdict.</summary>
    public required ScoringRules Scoring { get; init; }

    /// <summary>Facts that formulas use, typed: what people enter or import.</summary>
    public required IReadOnlyList<FactDefinition> Facts { get; init; }

    /// <summary>Kinds of records that formulas count: facilities, societies, courses, events.</summary>
    public required IReadOnlyList<RecordDefinition> Records { get; init; }

    /// <summary>Kinds of evidence that formulas count.</summary>
    public required IReadOnlyList<EvidenceDefinition> Evidence { get; init; }

    /// <summary>Kinds of facility that formulas select devices by.</summary>
    public IReadOnlyList<FacilityKind> FacilityKinds { get; init; } = [];

    /// <summary>Scenarios in the standard's order.</summary>
    public required IReadOnlyList<Scenario> Scenarios { get; init; }

    /// <summary><c>id@version</c>, as logs and snapshots name it.</summary>
    public string Name => $"{Id}@{Version}";

    /// <summary>All measures in the standard's order.</summary>
    public IEnumerable<Measure> Measures => Scenarios.SelectMany(static s => s.Indicators).SelectMany(static i => i.Measures);

    /// <summary>The project type of a code or one of its aliases; null when the pack has none.</summary>
    public ProjectType? FindProjectType(string code) => ProjectTypes.FirstOrDefault(t => t.Code == code || t.Aliases.Contains(code));
}

/// <summary>A text in the two languages of the product.</summary>
public sealed record BilingualText(string Zh, string En);

/// <summary>A project type: which scenarios are standard (标配), which optional (选配), and what each weighs.</summary>
public sealed record ProjectType
{
    /// <summary>Code, e.g. <c>renovation</c>.</summary>
    public required string Code { get; init; }

    public required BilingualText Title { get; init; }

    /// <summary>Other names the type had over the years.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>Codes of standard scenarios.</summary>
    public required IReadOnlyList<string> Standard { get; init; }

    /// <summary>Codes of optional scenarios: score only when the community claims them, never gate.</summary>
    public required IReadOnlyList<string> Optional { get; init; }

    /// <summary>Points of each scenario; they sum to 100.</summary>
    public required IReadOnlyDictionary<string, double> Weights { get; init; }

    /// <summary>Where split and weights come from, as <see cref="Measure.Provenance"/>.</summary>
    public string Provenance { get; init; } = "";
}

/// <summary>One of the nine scenarios (九大场景).</summary>
public sealed record Scenario
{
    /// <summary>Code, e.g. <c>JK</c>.</summary>
    public required string Code { get; init; }

    public required BilingualText Title { get; init; }

    public required IReadOnlyList<Indicator> Indicators { get; init; }
}

/// <summary>One of the 33 indicators.</summary>
public sealed record Indicator
{
    /// <summary>Number in the standard, from 1.</summary>
    public required int No { get; init; }

    /// <summary>Code, e.g. <c>JK-11</c>.</summary>
    public required string Code { get; init; }

    public required BilingualText Title { get; init; }

    public required IReadOnlyList<Measure> Measures { get; init; }
}
