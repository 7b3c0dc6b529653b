namespace SmartCommunity.Storage.Registry;

/// <summary>An entry of the programme's log. Rows are added, never changed or removed.</summary>
public sealed class ProgrammeEntryRow
{
    /// <summary>Place in the log, consecutive from 1.</summary>
    public required long Position { get; init; }

    /// <summary>When it was entered, epoch milliseconds.</summary>
    public required long AtMs { get; init; }

    /// <summary>Who entered it.</summary>
    public required string Actor { get; init; }

    /// <summary>The project it is about; null: the programme.</summary>
    public string? Project { get; init; }

    /// <summary>The act as JSON, with its type.</summary>
    public required string ActJson { get; init; }
}
