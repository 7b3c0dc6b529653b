using Microsoft.Data.Sqlite;

namespace SmartCommunity.Storage.Alerts;

/// <summary>
/// What communities' logs say of overrides, away modes and maintenance windows: whether they act, how they ended, what they kept quiet. Part of the file of <see cref="AlertLedger"/>. An older standing
/// never replaces a younger one, so that a log may be read again. Thread-safe.
/// </summary>
public sealed class SettingLedger
{
    internal const string Schema = """
        CREATE TABLE IF NOT EXISTS setting_standing (
            id TEXT NOT NULL PRIMARY KEY, community TEXT NOT NULL, phase INTEGER NOT NULL, since_ms INTEGER NOT NULL, ended_how TEXT NOT NULL, ended_what TEXT NOT NULL, muted INTEGER NOT NULL,
            muted_at_ms INTEGER NOT NULL, muted_what TEXT NOT NULL, number INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS setting_standing_by_community ON setting_standing (community);
        """;

    private const string Columns = "id, community, phase, since_ms, ended_how, ended_what, muted, muted_at_ms, muted_what, number";

    private readonly SqliteFile _file;

    internal SettingLedger(SqliteFile file) => _file = file;

    /// <summary>Takes over standings in one transaction; returns those that were new.</summary>
    public IReadOnlyList<SettingStanding> Put(IReadOnlyCollection<SettingStanding> standings)
    {
        ArgumentNullException.ThrowIfNull(standings);
        return _file.InTransaction(() => standings.Where(Upsert).ToList());
    }

    /// <summary>The standing of one setting; null while its community's log says nothing of it.</summary>
    public SettingStanding? Find(string id) => _file.Read($"SELECT {Columns} FROM setting_standing WHERE id = $id", Of, ("$id", id)).FirstOrDefault();

    /// <summary>The standings of a community, or of all (empty).</summary>
    public IReadOnlyList<SettingStanding> List(string community) =>
        _file.Read($"SELECT {Columns} FROM setting_standing WHERE $community = '' OR community = $community", Of, ("$community", community));

    private bool Upsert(SettingStanding s) => _file.Execute(
        $"""
        INSERT INTO setting_standing ({Columns}) VALUES ($id, $community, $phase, $since, $how, $what, $muted, $mutedAt, $mutedWhat, $number)
        ON CONFLICT (id) DO UPDATE SET phase = excluded.phase, since_ms = excluded.since_ms, ended_how = excluded.ended_how, ended_what = excluded.ended_what, muted = excluded.muted,
            muted_at_ms = excluded.muted_at_ms, muted_what = excluded.muted_what, number = excluded.number WHERE excluded.number > setting_standing.number
        """,
        ("$id", s.Id), ("$community", s.Community), ("$phase", (int)s.Phase), ("$since", s.SinceMs), ("$how", s.EndedHow), ("$what", s.EndedWhat), ("$muted", s.Muted), ("$mutedAt", s.MutedAtMs),
        ("$mutedWhat", s.MutedWhat), ("$number", s.Number)) > 0;

    private static SettingStanding Of(SqliteDataReader r) => new()
    {
        Id = r.GetString(0), Community = r.GetString(1), Phase = (SettingPhase)r.GetInt32(2), SinceMs = r.GetInt64(3), EndedHow = r.GetString(4), EndedWhat = r.GetString(5), Muted = r.GetInt64(6),
        MutedAtMs = r.GetInt64(7), MutedWhat = r.GetString(8), Number = r.GetInt64(9),
    };
}

/// <summary>Whether a setting acts. Stored as the number; never renumber.</summary>
public enum SettingPhase
{
    /// <summary>It mutes a safety rule, and a second person has not agreed yet.</summary>
    Waiting = 1,

    /// <summary>Its time has not come.</summary>
    Planned = 2,

    /// <summary>It acts.</summary>
    Acting = 3,

    /// <summary>It is over.</summary>
    Ended = 4,
}

/// <summary>What became of a setting, by its community's log. Immutable.</summary>
public sealed record SettingStanding
{
    /// <summary>Id of the setting.</summary>
    public required string Id { get; init; }

    /// <summary>Community code.</summary>
    public required string Community { get; init; }

    /// <summary>Whether it acts.</summary>
    public required SettingPhase Phase { get; init; }

    /// <summary>Since when, epoch milliseconds.</summary>
    public required long SinceMs { get; init; }

    /// <summary><c>time</c>, <c>person</c> or <c>signOfLife</c>; empty: it is not over.</summary>
    public required string EndedHow { get; init; }

    /// <summary>The device whose sign of life ended it; else empty.</summary>
    public required string EndedWhat { get; init; }

    /// <summary>How often something would have raised an alert and did not.</summary>
    public required long Muted { get; init; }

    /// <summary>When the latest, epoch milliseconds; 0: never.</summary>
    public required long MutedAtMs { get; init; }

    /// <summary>Rule and subject of the latest, separated by a blank.</summary>
    public required string MutedWhat { get; init; }

    /// <summary>Rises with each change.</summary>
    public required long Number { get; init; }
}
