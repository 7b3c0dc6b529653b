using System.Text.Json;

namespace SmartCommunity.Contracts.Http;

/// <summary>What to suppose of a community, to see what it does to its score.</summary>
public sealed record NewWhatIf
{
    /// <summary>The edits, 1 to 100, applied in order to a copy; nothing is written.</summary>
    public required IReadOnlyList<ScoreEdit> Edits { get; init; }
}

/// <summary>One supposed change. <see cref="Kind"/> says which of the fields it has; any other is a fault.</summary>
public sealed record ScoreEdit
{
    /// <summary>
    /// <c>setFact</c>, <c>removeFact</c>, <c>putRecord</c>, <c>removeRecord</c>, <c>acceptEvidence</c>, <c>addDevices</c>, <c>removeDevices</c>, <c>repairDevices</c>, <c>supposeValue</c>,
    /// <c>claimScenario</c>, <c>moveInstant</c>, <c>switchProjectType</c> or <c>switchPack</c>.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>Code of a fact of the pack: <c>setFact</c>, <c>removeFact</c>.</summary>
    public string? Fact { get; init; }

    /// <summary>The fact's value within the limits of its definition (true or false for yes/no), or the measure's in its unit: <c>setFact</c>, <c>supposeValue</c>.</summary>
    public JsonElement? Value { get; init; }

    /// <summary>Kind of record of the pack: <c>putRecord</c>, <c>removeRecord</c>.</summary>
    public string? Record { get; init; }

    /// <summary>Id of the record, or of the piece of evidence (made up when absent): <c>putRecord</c>, <c>removeRecord</c>, <c>acceptEvidence</c>.</summary>
    public string? Id { get; init; }

    /// <summary>Values by field code as the record's definition types them: <c>putRecord</c>.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Fields { get; init; }

    /// <summary>Kind of evidence of the pack: <c>acceptEvidence</c>.</summary>
    public string? Evidence { get; init; }

    /// <summary>Day the evidence is of; the day of the instant when absent.</summary>
    public DateOnly? Dated { get; init; }

    /// <summary>Last day the evidence counts; as its kind says when absent.</summary>
    public DateOnly? Expires { get; init; }

    /// <summary>The reviewer's score, 0 to 100: <c>acceptEvidence</c>.</summary>
    public double? Score { get; init; }

    /// <summary>Checked on site; default false: <c>setFact</c>, <c>putRecord</c>, <c>acceptEvidence</c>.</summary>
    public bool? Inspected { get; init; }

    /// <summary>Code of a device class: <c>addDevices</c>, <c>removeDevices</c>, <c>repairDevices</c>.</summary>
    public string? Class { get; init; }

    /// <summary>How many devices, 1 to 10,000: <c>addDevices</c>; <c>removeDevices</c> without <see cref="Ids"/>.</summary>
    public int? Count { get; init; }

    /// <summary>Ids of devices of the class: <c>removeDevices</c>; <c>repairDevices</c>, where none means all of the class.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>Ids of places the devices are in, one for each from the start: <c>addDevices</c>.</summary>
    public IReadOnlyList<string>? Places { get; init; }

    /// <summary>Kinds of facility the devices are in or serve: <c>addDevices</c>.</summary>
    public IReadOnlyList<string>? Facilities { get; init; }

    /// <summary>Kinds of place the devices feed: <c>addDevices</c>.</summary>
    public IReadOnlyList<string>? Feeds { get; init; }

    /// <summary>Latest values by quantity of the class: <c>addDevices</c>, <c>repairDevices</c>.</summary>
    public IReadOnlyDictionary<string, double>? Values { get; init; }

    /// <summary>Id of a measure: <c>supposeValue</c>.</summary>
    public string? Measure { get; init; }

    /// <summary><c>live</c>, <c>declared</c> or <c>inspected</c>: where the supposed value comes from; <c>live</c> when absent.</summary>
    public string? Badge { get; init; }

    /// <summary>Code of an optional scenario: <c>claimScenario</c>.</summary>
    public string? Scenario { get; init; }

    /// <summary>Whether it is claimed; default true: <c>claimScenario</c>.</summary>
    public bool? Claimed { get; init; }

    /// <summary>The instant to move to: <c>moveInstant</c>.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary><c>id@version</c> of an installed pack: <c>switchPack</c>.</summary>
    public string? Pack { get; init; }

    /// <summary>Code or alias of a project type: <c>switchProjectType</c>; with <c>switchPack</c> when the other pack does not know the community's.</summary>
    public string? ProjectType { get; init; }
}

/// <summary>What a community could do, as somebody estimates it.</summary>
public sealed record NewGapAction
{
    /// <summary>What people call it, 1 to 120 characters; a proposed action keeps its own title when absent.</summary>
    public string? Title { get; init; }

    /// <summary>Cost in yuan, 0 to 10,000,000,000, at most two decimals.</summary>
    public required decimal? Cost { get; init; }

    /// <summary>Days it takes, 0 to 3,650.</summary>
    public required int? Days { get; init; }

    /// <summary>What it changes, 1 to 100 edits, none of which moves the instant or switches pack or project type; a proposed action keeps its own when absent.</summary>
    public IReadOnlyList<ScoreEdit>? Edits { get; init; }

    /// <summary>Name of the person who enters it, 1 to 60 characters.</summary>
    public required string EnteredBy { get; init; }
}

/// <summary>An action that could raise a community's score: proposed from the points it loses, or entered.</summary>
/// <param name="Code">Its code; a proposed one begins with <c>measure:</c>, <c>evidence:</c>, <c>devices:</c>, <c>fact:</c> or <c>veto:</c>.</param>
/// <param name="TitleZh">What people call it, Chinese.</param>
/// <param name="TitleEn">What people call it, English.</param>
/// <param name="Cost">Cost in yuan; null = nobody estimated it yet.</param>
/// <param name="Days">Days it takes; null = nobody estimated it yet.</param>
/// <param name="Edits">What it changes.</param>
/// <param name="IsProposed">The platform proposes it now, from the points lost.</param>
/// <param name="PointsGained">Acceptance points it gains alone; null when it cannot be told, <paramref name="Fault"/> says why.</param>
/// <param name="Opens">Measures of the gate it opens, and vetoes it lifts, alone.</param>
/// <param name="Fault">Why it cannot be applied to the community as it is; empty: it can.</param>
/// <param name="Revision">Changes of what was entered, also the value for If-Match; 0 = nothing was.</param>
/// <param name="EnteredBy">Who entered it last.</param>
/// <param name="EnteredAt">When.</param>
public sealed record GapActionView(
    string Code, string TitleZh, string TitleEn, decimal? Cost, int? Days, IReadOnlyList<ScoreEdit> Edits, bool IsProposed, double? PointsGained, IReadOnlyList<string> Opens, string Fault,
    long Revision, string EnteredBy, DateTimeOffset? EnteredAt);

/// <summary>What advice is asked for.</summary>
public sealed record NewAdvice
{
    /// <summary>The actions to choose among, at most 24; absent: those of the community that have cost and days, proposed or entered.</summary>
    public IReadOnlyList<AdvisedAction>? Actions { get; init; }

    /// <summary>Days there are, 0 to 3,650; absent: any.</summary>
    public int? DaysBudget { get; init; }

    /// <summary><c>together</c> (default): done side by side, the longest counts; <c>oneAfterAnother</c>: the days add up.</summary>
    public string? Schedule { get; init; }
}

/// <summary>An action of a question for advice.</summary>
public sealed record AdvisedAction
{
    /// <summary>Its code, 1 to 80 letters, digits and <c>- _ . :</c>, unique among the actions.</summary>
    public required string Code { get; init; }

    /// <summary>What people call it, at most 120 characters; the code when absent.</summary>
    public string? Title { get; init; }

    /// <summary>Cost in yuan, 0 to 10,000,000,000, at most two decimals.</summary>
    public required decimal? Cost { get; init; }

    /// <summary>Days it takes, 0 to 3,650.</summary>
    public required int? Days { get; init; }

    /// <summary>What it changes, as for <see cref="NewGapAction.Edits"/>; absent: what the community's action of that code changes.</summary>
    public IReadOnlyList<ScoreEdit>? Edits { get; init; }
}
