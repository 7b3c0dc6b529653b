namespace SmartCommunity.Storage.Registry;

/// <summary>How a community stands to the standard: pack, project type, claims.</summary>
public sealed class StandingRow
{
    public required string Community { get; init; }

    /// <summary><c>id@version</c> of the pack it was listed under.</summary>
    public required string Pack { get; set; }

    /// <summary>Code of its project type in that pack.</summary>
    public required string ProjectType { get; set; }

    /// <summary>Day it was listed; null = not yet.</summary>
    public DateOnly? ListedOn { get; set; }

    /// <summary>Codes of optional scenarios it claims, ordinal, separated by commas; empty = none.</summary>
    public required string Claimed { get; set; }

    public required long Revision { get; set; }

    public required string EnteredBy { get; set; }

    public required long EnteredAtMs { get; set; }

    /// <summary>Registry version of the last change.</summary>
    public required long Version { get; set; }
}

/// <summary>A fact of a community: one number with a unit. Rows are never deleted: a removed one stays as the tombstone that keeps its revisions rising.</summary>
public sealed class FactRow
{
    public required string Community { get; init; }

    /// <summary>Code of its definition in the pack.</summary>
    public required string Code { get; init; }

    /// <summary>The number; yes is 1.</summary>
    public required double Value { get; set; }

    public required string Unit { get; set; }

    /// <summary>Day it is true of.</summary>
    public required DateOnly AsOf { get; set; }

    public required string Source { get; set; }

    /// <summary>Somebody checked it on site.</summary>
    public required bool Inspected { get; set; }

    /// <summary>Changes so far, from 1.</summary>
    public required long Revision { get; set; }

    public required string EnteredBy { get; set; }

    public required long EnteredAtMs { get; set; }

    public long? RemovedAtMs { get; set; }

    /// <summary>Registry version of the last change.</summary>
    public required long Version { get; set; }
}

/// <summary>A record of a community: a facility, a society, a course. Rows are never deleted, see <see cref="FactRow"/>.</summary>
public sealed class RecordRow
{
    public required string Community { get; init; }

    /// <summary>Code of its definition in the pack.</summary>
    public required string Kind { get; init; }

    public required string Id { get; init; }

    /// <summary>Its fields, canonical JSON.</summary>
    public required string FieldsJson { get; set; }

    public required DateOnly AsOf { get; set; }

    public required string Source { get; set; }

    public required bool Inspected { get; set; }

    public required long Revision { get; set; }

    public required string EnteredBy { get; set; }

    public required long EnteredAtMs { get; set; }

    public long? RemovedAtMs { get; set; }

    public required long Version { get; set; }
}

/// <summary>A piece of evidence. The document itself is a file named by its hash, see the cloud's evidence folder.</summary>
public sealed class EvidenceRow
{
    public required string Id { get; init; }

    public required string Community { get; init; }

    /// <summary>Code of its definition in the pack.</summary>
    public required string Kind { get; init; }

    public required string Title { get; init; }

    public required string FileName { get; init; }

    public required string MediaType { get; init; }

    public required long Bytes { get; init; }

    /// <summary>SHA-256 of the document, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Day it is of.</summary>
    public required DateOnly Dated { get; init; }

    /// <summary>Last day it counts; null = as long as its kind says.</summary>
    public DateOnly? Expires { get; set; }

    /// <summary><c>submitted</c>, <c>accepted</c>, <c>refused</c> or <c>withdrawn</c>.</summary>
    public required string State { get; set; }

    public required string SubmittedBy { get; init; }

    public required long SubmittedAtMs { get; init; }

    /// <summary>Who decided last; empty while it waits.</summary>
    public string Reviewer { get; set; } = "";

    public long? ReviewedAtMs { get; set; }

    public string Comment { get; set; } = "";

    /// <summary>The reviewer's score, 0 to 100.</summary>
    public double? Score { get; set; }

    /// <summary>The reviewer checked on site.</summary>
    public bool Inspected { get; set; }

    public required long Revision { get; set; }

    public required long Version { get; set; }
}

/// <summary>What somebody did about an event of a device; of each step of an event the first is kept.</summary>
public sealed class EventStepRow
{
    public required string Community { get; init; }

    public required string Device { get; init; }

    public required string EventId { get; init; }

    /// <summary><c>acknowledged</c>, <c>onSite</c>, <c>followedUp</c> or <c>closed</c>.</summary>
    public required string Step { get; init; }

    public required string EventType { get; init; }

    public required long EventAtMs { get; init; }

    public required string Actor { get; init; }

    /// <summary>When it was done.</summary>
    public required long AtMs { get; init; }

    public required string Comment { get; init; }

    public required long EnteredAtMs { get; init; }

    public required long Version { get; init; }
}

/// <summary>The history of what people say: one row a change, with the whole row as it was after it.</summary>
public sealed class ChangeRow
{
    public long Position { get; init; }

    public required string Community { get; init; }

    /// <summary><c>fact:code</c>, <c>record:kind/id</c>, <c>evidence:id</c> or <c>standing</c>.</summary>
    public required string Subject { get; init; }

    public required long Revision { get; init; }

    public required long AtMs { get; init; }

    public required string Actor { get; init; }

    /// <summary><c>entered</c>, <c>changed</c>, <c>removed</c>, <c>imported</c>, <c>submitted</c>, <c>accepted</c>, <c>refused</c>, <c>withdrawn</c>.</summary>
    public required string Action { get; init; }

    public required string RowJson { get; init; }
}
