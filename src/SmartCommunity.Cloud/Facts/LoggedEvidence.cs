using MessagePack;

namespace SmartCommunity.Cloud.Facts;

/// <summary>Body of a log entry <see cref="Storage.Series.LogEntryKind.Evidence"/>: evidence submitted, reviewed or withdrawn, each row whole.</summary>
/// <param name="Evidence">The rows.</param>
/// <param name="Through">See <see cref="LoggedFacts"/>.</param>
[MessagePackObject]
public sealed record LoggedEvidenceRows([property: Key(0)] LoggedEvidence[] Evidence, [property: Key(1)] long Through);

/// <summary>Where a piece of evidence is on its way. Stored as the number; never renumber.</summary>
public enum EvidenceState
{
    /// <summary>Waits for a review.</summary>
    Submitted = 1,

    /// <summary>A reviewer accepted it: it counts.</summary>
    Accepted = 2,

    /// <summary>A reviewer refused it, for good.</summary>
    Refused = 3,

    /// <summary>Taken back, before or after a review, for good.</summary>
    Withdrawn = 4,
}

/// <summary>A piece of evidence as it stands in the log: everything but the document, of which it has the hash.</summary>
[MessagePackObject]
public sealed record LoggedEvidence
{
    [Key(0)]
    public required string Id { get; init; }

    /// <summary>Code of its definition.</summary>
    [Key(1)]
    public required string Kind { get; init; }

    [Key(2)]
    public required string Title { get; init; }

    [Key(3)]
    public required string FileName { get; init; }

    [Key(4)]
    public required string MediaType { get; init; }

    [Key(5)]
    public long Bytes { get; init; }

    /// <summary>SHA-256 of the document, lower-case hexadecimal.</summary>
    [Key(6)]
    public required string Sha256 { get; init; }

    /// <summary>Day it is of, a day number.</summary>
    [Key(7)]
    public int DatedDay { get; init; }

    /// <summary>Last day it counts; null = as long as its kind says.</summary>
    [Key(8)]
    public int? ExpiresDay { get; init; }

    [Key(9)]
    public EvidenceState State { get; init; }

    [Key(10)]
    public required string SubmittedBy { get; init; }

    [Key(11)]
    public long SubmittedAtMs { get; init; }

    /// <summary>Who decided last: accepted, refused, or took it back; empty while it waits.</summary>
    [Key(12)]
    public string Reviewer { get; init; } = "";

    /// <summary>When; 0 while it waits.</summary>
    [Key(13)]
    public long ReviewedAtMs { get; init; }

    [Key(14)]
    public string Comment { get; init; } = "";

    /// <summary>The reviewer's score, 0 to 100; null = none given.</summary>
    [Key(15)]
    public double? Score { get; init; }

    /// <summary>The reviewer checked on site.</summary>
    [Key(16)]
    public bool Inspected { get; init; }

    [Key(17)]
    public long Revision { get; init; }

    [Key(18)]
    public long Version { get; init; }
}

/// <summary>Body of a log entry <see cref="Storage.Series.LogEntryKind.Steps"/>: what people did about events.</summary>
/// <param name="Steps">The steps.</param>
/// <param name="Through">See <see cref="LoggedFacts"/>.</param>
[MessagePackObject]
public sealed record LoggedSteps([property: Key(0)] LoggedStep[] Steps, [property: Key(1)] long Through);

/// <summary>One step about an event of a device. Of the same step of the same event the first one stands.</summary>
[MessagePackObject]
public sealed record LoggedStep
{
    [Key(0)]
    public required string Device { get; init; }

    [Key(1)]
    public required string EventId { get; init; }

    /// <summary>Type of the event, such as <c>sos</c>.</summary>
    [Key(2)]
    public required string EventType { get; init; }

    /// <summary>When the event happened, epoch milliseconds.</summary>
    [Key(3)]
    public long EventAtMs { get; init; }

    /// <summary><c>acknowledged</c>, <c>onSite</c>, <c>followedUp</c> or <c>closed</c>.</summary>
    [Key(4)]
    public required string Step { get; init; }

    [Key(5)]
    public required string Actor { get; init; }

    /// <summary>When it was done, epoch milliseconds.</summary>
    [Key(6)]
    public long AtMs { get; init; }

    [Key(7)]
    public string Comment { get; init; } = "";

    [Key(8)]
    public long EnteredAtMs { get; init; }

    [Key(9)]
    public long Version { get; init; }
}
