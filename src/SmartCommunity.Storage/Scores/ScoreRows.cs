namespace SmartCommunity.Storage.Scores;

/// <summary>A score that was recorded: enough to tell, at any later time, whether a re-derived one is the same.</summary>
/// <param name="Community">Community code.</param>
/// <param name="Position">Position of the log it follows from.</param>
/// <param name="InstantMs">The instant it is of, epoch milliseconds.</param>
/// <param name="Pack"><c>id@version</c> of the standard pack.</param>
/// <param name="InputHash">SHA-256 of its inputs, lower-case hexadecimal.</param>
/// <param name="ResultHash">SHA-256 of its result, lower-case hexadecimal.</param>
/// <param name="Total">Points of the scenarios, 0 to 100.</param>
/// <param name="AcceptancePoints">Points of the acceptance, 0 to 100.</param>
public sealed record ScoreRecord(string Community, long Position, long InstantMs, string Pack, string InputHash, string ResultHash, double Total, double AcceptancePoints);

/// <summary>A whole score that was kept: hourly, at the end of a day, at the end of a month. Revision 1 is what was known in time; later ones say why they are.</summary>
/// <param name="Community">Community code.</param>
/// <param name="Kind">What it marks the end of.</param>
/// <param name="InstantMs">The instant it is of, epoch milliseconds.</param>
/// <param name="Revision">From 1.</param>
/// <param name="Position">Position of the log this revision follows from.</param>
/// <param name="WrittenAtMs">Time of that position, epoch milliseconds.</param>
/// <param name="ResultHash">SHA-256 of the result, lower-case hexadecimal.</param>
/// <param name="Reason">Why there is a revision; empty for the first.</param>
/// <param name="Score">The score, as the caller serialised it.</param>
public sealed record ScoreSnapshot(
    string Community, ScoreSnapshotKind Kind, long InstantMs, int Revision, long Position, long WrittenAtMs, string ResultHash, string Reason, ReadOnlyMemory<byte> Score);

/// <summary>What a snapshot marks the end of. Stored as the number; never renumber.</summary>
public enum ScoreSnapshotKind
{
    Hour = 1,
    Day = 2,
    Month = 3,
}

/// <summary>A score was recorded before with another hash at the same position: the past does not re-derive.</summary>
/// <param name="Community">Community code.</param>
/// <param name="Position">Position of the log.</param>
/// <param name="Recorded">Hash that was recorded first; it stands.</param>
/// <param name="Derived">Hash that was derived now.</param>
public sealed record ScoreDivergence(string Community, long Position, string Recorded, string Derived);
