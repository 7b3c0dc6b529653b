using System.Text.Json;

namespace SmartCommunity.Contracts.Http;

/// <summary>A fact to enter: one number with a unit, or yes/no.</summary>
public sealed record NewFact
{
    /// <summary>A number within the limits of its definition; true or false (or 1, 0) for a yes/no fact.</summary>
    public required JsonElement? Value { get; init; }

    /// <summary>Unit of <see cref="Value"/>; only that of the definition is taken, empty means it.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Day (Asia/Shanghai) the value is true of; not in the future.</summary>
    public required DateOnly? AsOf { get; init; }

    /// <summary>Where it is from, 1 to 200 characters, such as a register or a survey.</summary>
    public required string Source { get; init; }

    /// <summary>Somebody checked it on site; default false.</summary>
    public bool Inspected { get; init; }

    /// <summary>Name of the person who enters it, 1 to 60 characters.</summary>
    public required string EnteredBy { get; init; }
}

/// <summary>A fact as it stands, or one that the pack asks for and nobody entered.</summary>
/// <param name="Code">Code of its definition.</param>
/// <param name="TitleZh">What the pack calls it, Chinese; the code when no installed pack defines it any more.</param>
/// <param name="TitleEn">What the pack calls it, English.</param>
/// <param name="Value">The number; yes is 1; null = nobody entered it.</param>
/// <param name="Unit">UCUM, with counted things in braces; <c>bool</c> for yes/no.</param>
/// <param name="AsOf">Day it is true of.</param>
/// <param name="Source">Where it is from.</param>
/// <param name="Inspected">Somebody checked it on site.</param>
/// <param name="Revision">Changes so far, also the value for If-Match; 0 = never entered.</param>
/// <param name="EnteredBy">Who entered it last.</param>
/// <param name="EnteredAt">When.</param>
public sealed record FactView(
    string Code, string TitleZh, string TitleEn, double? Value, string Unit, DateOnly? AsOf, string Source, bool Inspected, long Revision, string EnteredBy, DateTimeOffset? EnteredAt);

/// <summary>A record to enter: a facility, a society, a course.</summary>
public sealed record NewRecord
{
    /// <summary>Values by field code as its definition types them: numbers, true/false, codes, texts, dates as <c>yyyy-MM-dd</c>.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Fields { get; init; }

    /// <summary>Day (Asia/Shanghai) it is true of; not in the future.</summary>
    public required DateOnly? AsOf { get; init; }

    /// <summary>Where it is from, 1 to 200 characters.</summary>
    public required string Source { get; init; }

    /// <summary>Somebody checked it on site; default false.</summary>
    public bool Inspected { get; init; }

    /// <summary>Name of the person who enters it, 1 to 60 characters.</summary>
    public required string EnteredBy { get; init; }
}

/// <summary>A record as it stands.</summary>
public sealed record RecordView(
    string Kind, string Id, JsonElement Fields, DateOnly AsOf, string Source, bool Inspected, long Revision, string EnteredBy, DateTimeOffset EnteredAt);

/// <summary>How a community stands to the standard.</summary>
public sealed record NewStanding
{
    /// <summary><c>id@version</c> of an installed pack.</summary>
    public required string Pack { get; init; }

    /// <summary>Code or alias of one of the pack's project types.</summary>
    public required string ProjectType { get; init; }

    /// <summary>Day it was listed, within the days the pack is for; null = not yet.</summary>
    public DateOnly? ListedOn { get; init; }

    /// <summary>Codes of optional scenarios of that type which the community claims.</summary>
    public IReadOnlyList<string> Claimed { get; init; } = [];

    /// <summary>Name of the person who enters it, 1 to 60 characters.</summary>
    public required string EnteredBy { get; init; }
}

/// <summary>How a community stands to the standard, as entered.</summary>
public sealed record StandingView(
    string Community, string Pack, string ProjectType, DateOnly? ListedOn, IReadOnlyList<string> Claimed, long Revision, string EnteredBy, DateTimeOffset EnteredAt);

/// <summary>What somebody did about an event.</summary>
public sealed record NewStep
{
    /// <summary><c>acknowledged</c>, <c>onSite</c>, <c>followedUp</c> or <c>closed</c>.</summary>
    public required string Step { get; init; }

    /// <summary>Name of the person who did it, 1 to 60 characters.</summary>
    public required string Actor { get; init; }

    /// <summary>When it was done, not before the event and not in the future; now when absent.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>At most 500 characters.</summary>
    public string Comment { get; init; } = "";
}

/// <summary>A step about an event.</summary>
public sealed record StepView(
    string Device, string EventId, string EventType, DateTimeOffset EventAt, string Step, string Actor, DateTimeOffset At, string Comment, DateTimeOffset EnteredAt);

/// <summary>One change of what people say, with the whole row as it was after it.</summary>
/// <param name="Position">Rises with every change.</param>
/// <param name="Subject"><c>fact:code</c>, <c>record:kind/id</c>, <c>evidence:id</c> or <c>standing</c>.</param>
/// <param name="Revision">Revision of the subject that the change made.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who.</param>
/// <param name="Action">What: <c>entered</c>, <c>changed</c>, <c>removed</c>, <c>imported</c>, <c>submitted</c>, <c>accepted</c>, <c>refused</c>, <c>withdrawn</c>.</param>
/// <param name="Row">The row after it.</param>
public sealed record ChangeView(long Position, string Subject, long Revision, DateTimeOffset At, string Actor, string Action, JsonElement Row);

/// <summary>What an import of facts or records did, or (dry run) would do.</summary>
/// <param name="DryRun">Nothing was written.</param>
/// <param name="Rows">Data rows in the file.</param>
/// <param name="Created">Rows that are new.</param>
/// <param name="Changed">Rows that differ from what stood there.</param>
/// <param name="Unchanged">Rows that say what stood there already.</param>
/// <param name="Blank">Rows of the template that nobody filled in.</param>
/// <param name="Errors">Faults by line.</param>
public sealed record TableImportReport(bool DryRun, int Rows, int Created, int Changed, int Unchanged, int Blank, IReadOnlyList<RowError> Errors);
