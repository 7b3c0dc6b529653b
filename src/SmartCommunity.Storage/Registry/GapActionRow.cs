namespace SmartCommunity.Storage.Registry;

/// <summary>
/// Something a community could do to score more, as somebody estimates it. No score depends on it, so it is in no log. Rows are never deleted: a removed one keeps its revisions rising.
/// </summary>
public sealed class GapActionRow
{
    public required string Community { get; init; }

    public required string Code { get; init; }

    /// <summary>What people call it; empty: as the platform proposes it.</summary>
    public required string Title { get; set; }

    /// <summary>Cost in fen (0.01 yuan).</summary>
    public required long CostFen { get; set; }

    /// <summary>Days it takes.</summary>
    public required int Days { get; set; }

    /// <summary>What it changes, as JSON of requests; empty: as the platform proposes it.</summary>
    public required string EditsJson { get; set; }

    /// <summary>Changes so far, from 1.</summary>
    public required long Revision { get; set; }

    public required string EnteredBy { get; set; }

    public required long EnteredAtMs { get; set; }

    public long? RemovedAtMs { get; set; }
}
