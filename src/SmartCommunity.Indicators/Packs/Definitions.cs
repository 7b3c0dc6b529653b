namespace SmartCommunity.Indicators.Packs;

/// <summary>A fact of a community: one number with a unit, or yes/no. Entered or imported, each with source and date.</summary>
public sealed record FactDefinition
{
    /// <summary>Code, e.g. <c>households</c>.</summary>
    public required string Code { get; init; }

    public required BilingualText Title { get; init; }

    /// <summary>UCUM, with counted things in braces: <c>{household}</c>, <c>m2</c>; <c>bool</c> for yes/no.</summary>
    public required string Unit { get; init; }

    /// <summary>Least value allowed.</summary>
    public required double Min { get; init; }

    /// <summary>Greatest value allowed.</summary>
    public required double Max { get; init; }

    /// <summary>Counted in whole things.</summary>
    public required bool IsWhole { get; init; }
}

/// <summary>A kind of record: a facility, a society, a course.</summary>
public sealed record RecordDefinition
{
    /// <summary>Code, e.g. <c>facility</c>.</summary>
    public required string Code { get; init; }

    public required BilingualText Title { get; init; }

    public required IReadOnlyList<RecordField> Fields { get; init; }
}

/// <summary>A field of a record.</summary>
public sealed record RecordField
{
    public required string Code { get; init; }

    public required BilingualText Title { get; init; }

    public required RecordFieldType Type { get; init; }

    /// <summary>UCUM unit of a number; empty otherwise.</summary>
    public required string Unit { get; init; }

    /// <summary>Allowed codes of a <see cref="RecordFieldType.Code"/>; empty otherwise.</summary>
    public required IReadOnlyList<string> Codes { get; init; }

    public required bool IsRequired { get; init; }
}

/// <summary>Type of a record's field.</summary>
public enum RecordFieldType
{
    Number = 1,
    Code = 2,
    Text = 3,
    Date = 4,
    YesNo = 5,
}

/// <summary>A kind of evidence: what is asked for, and how long an accepted one counts when it names no expiry itself.</summary>
public sealed record EvidenceDefinition(string Code, BilingualText Title, TimeSpan? ValidFor);
