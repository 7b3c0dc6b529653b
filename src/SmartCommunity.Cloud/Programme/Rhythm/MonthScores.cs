using System.Globalization;
using System.Text.Json;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Programme.Rhythm;
using SmartCommunity.Storage.Scores;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Programme.Rhythm;

/// <summary>What communities' scores were at the end of a month, from the frozen snapshots of the score ledger. Thread-safe.</summary>
public sealed class MonthScores(ScoreLedger ledger)
{
    /// <summary>Said instead of the hash of bytes that are no score.</summary>
    internal const string Unreadable = "unreadable";

    // The month's own snapshot is final some hours after its end; until then the hour's is what is known of that instant.
    private static readonly ScoreSnapshotKind[] _kinds = [ScoreSnapshotKind.Month, ScoreSnapshotKind.Day, ScoreSnapshotKind.Hour];

    /// <summary>The score at the end of a month as it was known at an instant: the latest revision written by then; where none was, as after a downtime, the first one written.</summary>
    /// <param name="community">Whose.</param>
    /// <param name="month">The month.</param>
    /// <param name="knownAt">The instant.</param>
    /// <param name="writtenBy">What was written later is looked away from.</param>
    /// <returns>Null: there is none.</returns>
    public MonthScore? Of(string community, SmartCommunity.Programme.Month month, DateTimeOffset knownAt, DateTimeOffset writtenBy) => Find(community, month, knownAt, writtenBy) is { } found ? Of(found) : null;

    /// <summary>The hash that the content of the same snapshot has: the one it names, unless somebody changed a number in it. Null: there is none; <see cref="Unreadable"/>: its bytes are damaged.</summary>
    internal string? ContentHash(string community, SmartCommunity.Programme.Month month, DateTimeOffset knownAt, DateTimeOffset writtenBy)
    {
        if (Find(community, month, knownAt, writtenBy) is not { } found)
            return null;
        try
        {
            return Read(found).ComputeResultHash();
        }
        catch (JsonException)
        {
            return Unreadable;
        }
    }

    /// <summary>The latest revision of the month's own snapshot; null: there is none yet.</summary>
    public MonthScore? Latest(string community, SmartCommunity.Programme.Month month) =>
        All(community, month).FirstOrDefault(static s => s.Kind == ScoreSnapshotKind.Month) is { } found ? Of(found) : null;

    /// <summary>True when a score of the community was recorded before an instant.</summary>
    public bool WasScored(string community, DateTimeOffset before) => ledger.RecordAt(community, before.ToUnixTimeMilliseconds()) is not null;

    /// <summary>Why the latest revision of the month's own snapshot is one; empty for the first.</summary>
    public string ReasonOf(string community, SmartCommunity.Programme.Month month) => All(community, month).FirstOrDefault(static s => s.Kind == ScoreSnapshotKind.Month)?.Reason ?? "";

    /// <summary>Share (0 to 1) of the points to be had whose measures have a value that counts: what is stale, missing or hidden does not.</summary>
    public static double CoverageOf(CommunityScore score)
    {
        ArgumentNullException.ThrowIfNull(score);
        double all = 0, known = 0;
        foreach (var measure in score.Measures)
        {
            all += measure.MaxPoints;
            known += measure.State == MeasureState.Scored ? measure.MaxPoints : 0;
        }

        return all > 0 ? known / all : 0;
    }

    /// <summary>Path of the page that shows a community's score at an instant.</summary>
    internal static string LinkTo(string community, DateTimeOffset at) => $"/communities/{community}/score?at={Uri.EscapeDataString(at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture))}";

    internal static DateTimeOffset EndOf(SmartCommunity.Programme.Month month) => ChinaTime.From(ChinaTime.StartMs(month.Add(1).FirstDay));

    /// <summary>Every snapshot of the end of a month, the best kind first, its latest revision first.</summary>
    private IReadOnlyList<ScoreSnapshot> All(string community, SmartCommunity.Programme.Month month)
    {
        var endMs = EndOf(month).ToUnixTimeMilliseconds();
        return [.. _kinds.SelectMany(kind => ledger.Snapshots(community, kind, endMs, endMs + 1).OrderByDescending(static s => s.Revision))];
    }

    private ScoreSnapshot? Find(string community, SmartCommunity.Programme.Month month, DateTimeOffset knownAt, DateTimeOffset writtenBy)
    {
        var (knownAtMs, writtenByMs) = (knownAt.ToUnixTimeMilliseconds(), writtenBy.ToUnixTimeMilliseconds());
        ScoreSnapshot[] all = [.. All(community, month).Where(s => s.WrittenAtMs <= writtenByMs)];
        return Array.Find(all, s => s.WrittenAtMs <= knownAtMs) ?? all.MinBy(static s => s.WrittenAtMs);
    }

    private CommunityScore Read(ScoreSnapshot found)
    {
        var snapshot = ledger.Snapshot(found.Community, found.Kind, found.InstantMs, found.Revision) ?? throw new InvalidOperationException($"Revision {found.Revision} of {found.Community} at {found.InstantMs} is gone.");
        return JsonSerializer.Deserialize<CommunityScore>(snapshot.Score.Span, ScoreJson.Options)!;
    }

    private MonthScore Of(ScoreSnapshot found)
    {
        var score = Read(found);
        var end = ChinaTime.From(found.InstantMs);
        return new MonthScore(
            score.Total, score.AcceptancePoints, CoverageOf(score), score.GateFailures.Count, score.Pack, end, found.Revision, score.ResultHash, LinkTo(found.Community, end.AddMilliseconds(-1)));
    }
}
