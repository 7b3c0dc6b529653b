using SmartCommunity.Programme;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Rhythm;

namespace SmartCommunity.Cloud.Programme.Rhythm;

/// <summary>Makes a frozen bulletin again from what it was made of: the programme's log up to its freezing, the frozen snapshots of scores, the ledger of alerts and the history of facts. Thread-safe; writes nothing.</summary>
public sealed class BulletinCheck(ProgrammeDesk desk, RhythmInputs inputs, MonthScores scores)
{
    private const string HashField = "hash";

    /// <summary>The bulletin of a month, made again; null: none of it is frozen.</summary>
    public async Task<BulletinCheckView?> OfAsync(Month month, CancellationToken cancellationToken)
    {
        var entries = await desk.EntriesAsync(cancellationToken);
        if (entries.FirstOrDefault(e => e.Act is BulletinFrozen frozen && frozen.Bulletin.Month == month) is not { Act: BulletinFrozen act } entry)
            return null;
        var issue = new BulletinIssue { Bulletin = act.Bulletin, FrozenAt = entry.At };
        var before = Fold(entries.TakeWhile(e => e.Position < entry.Position));
        var asOf = RhythmDesk.DueOf(month, desk.Policies.Of(before.Policy));
        var then = Fold(entries.TakeWhile(e => e.Position < entry.Position && e.At <= asOf));
        var snapshots = Snapshots(issue, asOf).ToList();
        if (snapshots.Exists(static d => d.Right == MonthScores.Unreadable))
            return new BulletinCheckView(month, entry.Position, issue.Bulletin.Hash, "", snapshots);
        var made = BulletinDraft.Of(month, asOf, await inputs.OfAsync(month, asOf, then, issue, cancellationToken), before.Rhythm.Bulletins.GetValueOrDefault(month.Add(-1)), then, desk.Policies.Of(then.Policy));
        // Where anything differs the hashes do too, which says nothing more; that the frozen one is of its own content is said by itself.
        var differences = JsonDifference.Between(issue.Bulletin with { Hash = "" }, made with { Hash = "" }).Concat(snapshots).ToList();
        if (issue.Bulletin.ComputeHash() is var content && content != issue.Bulletin.Hash)
            differences.Add(new JsonDifference(HashField, issue.Bulletin.Hash, content));
        return new BulletinCheckView(month, entry.Position, issue.Bulletin.Hash, made.Hash, differences);
    }

    private static ProgrammeState Fold(IEnumerable<ProgrammeEntry> entries) => entries.Aggregate(ProgrammeState.Empty, static (state, entry) => state.Fold(entry));

    /// <summary>Snapshots whose content has another hash than the one they and the bulletin name: a number of a measure was changed.</summary>
    private IEnumerable<JsonDifference> Snapshots(BulletinIssue issue, DateTimeOffset asOf) =>
        from row in issue.Bulletin.Rows
        where row.Figures.Score is not null
        let content = scores.ContentHash(row.Project, issue.Bulletin.Month, asOf, RhythmInputs.WrittenBy(row.Project, asOf, issue))
        where content is not null && content != row.Figures.Score!.ResultHash
        select new JsonDifference($"rows[{row.Project}].figures.score.content", row.Figures.Score!.ResultHash, content);
}

/// <summary>Whether a frozen bulletin follows from what it was made of.</summary>
/// <param name="Month">Its month.</param>
/// <param name="Position">Entry of the programme's log that froze it: what came later is not looked at.</param>
/// <param name="FrozenHash">The hash in it.</param>
/// <param name="DerivedHash">The hash of what follows from the snapshots and the log; empty when a snapshot cannot be read, so that nothing follows.</param>
/// <param name="Differences">Where they differ: left what is frozen, right what follows.</param>
public sealed record BulletinCheckView(Month Month, long Position, string FrozenHash, string DerivedHash, IReadOnlyList<JsonDifference> Differences)
{
    /// <summary>The same bytes follow.</summary>
    public bool IsSame => Differences.Count == 0 && FrozenHash == DerivedHash;
}
