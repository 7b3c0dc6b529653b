using MessagePack;

namespace SmartCommunity.Cloud.Facts;

/// <summary>
/// Body of a log entry <see cref="Storage.Series.LogEntryKind.Facts"/>: what people said of a community, each row whole as it stands in the registry. A row of a later version replaces an
/// earlier one; one of an earlier version changes nothing. Keys are positions in an array here and below; only ever append.
/// </summary>
/// <param name="Facts">Facts entered, changed or removed.</param>
/// <param name="Records">Records entered, changed or removed.</param>
/// <param name="Standing">Pack, project type and claimed scenarios; null when they did not change.</param>
/// <param name="Through">With this entry the log holds everything of its kind up to this registry version; 0 in all entries of a change but its last.</param>
[MessagePackObject]
public sealed record LoggedFacts(
    [property: Key(0)] LoggedFact[] Facts,
    [property: Key(1)] LoggedRecord[] Records,
    [property: Key(2)] LoggedStanding? Standing,
    [property: Key(3)] long Through);

/// <summary>A fact of a community as it stands in the log. Days are day numbers (<see cref="DateOnly.DayNumber"/>).</summary>
[MessagePackObject]
public sealed record LoggedFact
{
    /// <summary>Code of its definition.</summary>
    [Key(0)]
    public required string Code { get; init; }

    [Key(1)]
    public bool Removed { get; init; }

    /// <summary>The number in <see cref="Unit"/>; yes is 1.</summary>
    [Key(2)]
    public double Value { get; init; }

    [Key(3)]
    public required string Unit { get; init; }

    /// <summary>Day it is true of.</summary>
    [Key(4)]
    public int AsOfDay { get; init; }

    [Key(5)]
    public required string Source { get; init; }

    [Key(6)]
    public bool Inspected { get; init; }

    /// <summary>Changes so far, from 1.</summary>
    [Key(7)]
    public long Revision { get; init; }

    /// <summary>Registry version of the last change.</summary>
    [Key(8)]
    public long Version { get; init; }

    [Key(9)]
    public required string EnteredBy { get; init; }

    [Key(10)]
    public long EnteredAtMs { get; init; }
}

/// <summary>A record (facility, society, course) as it stands in the log.</summary>
[MessagePackObject]
public sealed record LoggedRecord
{
    /// <summary>Code of its definition.</summary>
    [Key(0)]
    public required string Kind { get; init; }

    [Key(1)]
    public required string Id { get; init; }

    [Key(2)]
    public bool Removed { get; init; }

    /// <summary>Its fields, canonical JSON: members in ordinal order; numbers, true/false, and strings (dates as <c>yyyy-MM-dd</c>).</summary>
    [Key(3)]
    public required string FieldsJson { get; init; }

    [Key(4)]
    public int AsOfDay { get; init; }

    [Key(5)]
    public required string Source { get; init; }

    [Key(6)]
    public bool Inspected { get; init; }

    [Key(7)]
    public long Revision { get; init; }

    [Key(8)]
    public long Version { get; init; }

    [Key(9)]
    public required string EnteredBy { get; init; }

    [Key(10)]
    public long EnteredAtMs { get; init; }
}

/// <summary>How a community stands to the standard: its pack, its project type, what it claims beyond what it must.</summary>
[MessagePackObject]
public sealed record LoggedStanding
{
    /// <summary><c>id@version</c> of the pack it was listed under.</summary>
    [Key(0)]
    public required string Pack { get; init; }

    /// <summary>Code of its project type in that pack.</summary>
    [Key(1)]
    public required string ProjectType { get; init; }

    /// <summary>Day it was listed, as a day number; null = not listed yet.</summary>
    [Key(2)]
    public int? ListedDay { get; init; }

    /// <summary>Codes of optional scenarios it claims, ordinal.</summary>
    [Key(3)]
    public required string[] Claimed { get; init; }

    [Key(4)]
    public long Revision { get; init; }

    [Key(5)]
    public long Version { get; init; }

    [Key(6)]
    public required string EnteredBy { get; init; }

    [Key(7)]
    public long EnteredAtMs { get; init; }
}
