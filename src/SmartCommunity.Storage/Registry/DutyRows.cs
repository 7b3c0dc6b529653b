namespace SmartCommunity.Storage.Registry;

/// <summary>The roster of a street (a responsible unit), whole: contacts, shifts, substitutes. Earlier ones are in the history under <c>roster:STREET</c>.</summary>
public sealed class RosterRow
{
    /// <summary>Code of the street: the responsible unit.</summary>
    public required string Street { get; init; }

    /// <summary>The roster as JSON.</summary>
    public required string BodyJson { get; set; }

    /// <summary>Changes so far, from 1.</summary>
    public required long Revision { get; set; }

    /// <summary>Who changed it last.</summary>
    public required string EnteredBy { get; set; }

    /// <summary>When, epoch milliseconds.</summary>
    public required long EnteredAtMs { get; set; }

    /// <summary>Registry version of the last change.</summary>
    public required long Version { get; set; }
}

/// <summary>The holidays and make-up working days of a year, whole. Earlier ones are in the history under <c>calendar:YEAR</c>.</summary>
public sealed class CalendarYearRow
{
    /// <summary>The year.</summary>
    public required int Year { get; init; }

    /// <summary>Its days and their source as JSON.</summary>
    public required string BodyJson { get; set; }

    /// <summary>Changes so far, from 1.</summary>
    public required long Revision { get; set; }

    /// <summary>Who changed it last.</summary>
    public required string EnteredBy { get; set; }

    /// <summary>When, epoch milliseconds.</summary>
    public required long EnteredAtMs { get; set; }

    /// <summary>Registry version of the last change.</summary>
    public required long Version { get; set; }
}

/// <summary>What one shift tells the next; never changed but for who took it over.</summary>
public sealed class HandoverNoteRow
{
    /// <summary>Registry version of the note; rises over the whole registry and names it.</summary>
    public required long Version { get; init; }

    /// <summary>Code of the street: the responsible unit.</summary>
    public required string Street { get; init; }

    /// <summary>Who wrote it.</summary>
    public required string Author { get; init; }

    /// <summary>When, epoch milliseconds.</summary>
    public required long AtMs { get; init; }

    /// <summary>What is to be known.</summary>
    public required string Text { get; init; }

    /// <summary>Who took it over; empty: nobody yet.</summary>
    public string TakenBy { get; set; } = "";

    /// <summary>When it was taken over, epoch milliseconds; null: not yet.</summary>
    public long? TakenAtMs { get; set; }
}
