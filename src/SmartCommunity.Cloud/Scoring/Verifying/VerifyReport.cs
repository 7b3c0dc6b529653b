namespace SmartCommunity.Cloud.Scoring.Verifying;

/// <summary>Something that does not fit what was derived from the log.</summary>
/// <param name="File">Where it lies: a block file of the log, the series database, <c>scores.db</c>, a document of evidence.</param>
/// <param name="Offset">First byte that does not fit, or of the block whose checksum does not; null where the place has no bytes of its own.</param>
/// <param name="Position">Position of the community's log it belongs to; 0 where it belongs to none.</param>
/// <param name="What">Which link of the chain: <c>sample</c>, <c>state</c>, <c>score</c>, <c>snapshot</c>, <c>evidence</c>.</param>
/// <param name="Field">Which field.</param>
/// <param name="Expected">What log and pack give.</param>
/// <param name="Found">What is there.</param>
public sealed record VerifyFinding(string File, long? Offset, long Position, string What, string Field, string Expected, string Found);

/// <summary>What a verification of one community walked, and what does not fit, in the order of the chain.</summary>
/// <param name="Community">Its code.</param>
/// <param name="FromPosition">The chain begins after this position: what the log still reaches back to.</param>
/// <param name="ToPosition">Last position folded.</param>
/// <param name="States">States on disk compared with folded ones, byte by byte.</param>
/// <param name="Records">Recorded scores that were derived again and are equal.</param>
/// <param name="Snapshots">Whole scores on disk that were derived again and are equal, byte by byte.</param>
/// <param name="Documents">Documents of evidence whose SHA-256 is the one in the log.</param>
/// <param name="BeforeTheLog">Recorded scores and snapshots of before <paramref name="FromPosition"/>, which cannot be derived any more.</param>
/// <param name="NotRecorded">Derived scores that the ledger lacks: recorded at most once a minute, and trimmed later.</param>
/// <param name="Findings">What does not fit; empty: everything does. At most <see cref="VerifyRun.MaxFindings"/>.</param>
public sealed record VerifyReport(
    string Community, long FromPosition, long ToPosition, int States, int Records, int Snapshots, int Documents, int BeforeTheLog, int NotRecorded, IReadOnlyList<VerifyFinding> Findings);
