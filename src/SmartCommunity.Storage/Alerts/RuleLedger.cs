using Microsoft.Data.Sqlite;

namespace SmartCommunity.Storage.Alerts;

/// <summary>A set of alert rules that is kept for good.</summary>
/// <param name="Name"><c>id@version</c>; what it says never changes.</param>
/// <param name="Hash">SHA-256 of the file, lower-case hexadecimal.</param>
/// <param name="File">The file.</param>
/// <param name="AddedBy">Person; empty: it came with the program.</param>
/// <param name="AddedAtMs">When, epoch milliseconds.</param>
public sealed record RuleSetRow(string Name, string Hash, ReadOnlyMemory<byte> File, string AddedBy, long AddedAtMs);

/// <summary>A set was put in force.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Name"><c>id@version</c>.</param>
/// <param name="Actor">Person; empty: the program, on its start.</param>
/// <param name="AtMs">When, epoch milliseconds.</param>
/// <param name="Comment">What was said.</param>
public sealed record RulesInForceRow(long Number, string Name, string Actor, long AtMs, string Comment);

/// <summary>
/// Sets of alert rules and which of them was in force since when, in an SQLite file of its own. Only ever added to. Durable when a call returns (<c>synchronous=FULL</c>). Thread-safe.
/// </summary>
public sealed class RuleLedger : IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=WAL;
        PRAGMA synchronous=FULL;
        CREATE TABLE IF NOT EXISTS rule_set (name TEXT NOT NULL PRIMARY KEY, hash TEXT NOT NULL, file BLOB NOT NULL, added_by TEXT NOT NULL, added_at_ms INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS in_force (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL REFERENCES rule_set (name), actor TEXT NOT NULL, at_ms INTEGER NOT NULL, comment TEXT NOT NULL);
        """;

    private const string SetColumns = "name, hash, file, added_by, added_at_ms", ForceColumns = "number, name, actor, at_ms, comment";

    private readonly SqliteFile _file;

    private RuleLedger(string path) => _file = new SqliteFile(path, Schema);

    /// <summary>Opens the file; creates it where there is none.</summary>
    public static RuleLedger Open(string path) => new(path);

    /// <summary>Keeps a set; the one that is kept under its name, which may be another.</summary>
    public RuleSetRow Add(RuleSetRow set)
    {
        ArgumentNullException.ThrowIfNull(set);
        _file.InTransaction(() => _file.Execute(
            $"INSERT OR IGNORE INTO rule_set ({SetColumns}) VALUES ($name, $hash, $file, $by, $at)",
            ("$name", set.Name), ("$hash", set.Hash), ("$file", set.File.ToArray()), ("$by", set.AddedBy), ("$at", set.AddedAtMs)));
        return Find(set.Name)!;
    }

    /// <summary>Puts a set that is kept in force.</summary>
    public RulesInForceRow Put(string name, string actor, long atMs, string comment)
    {
        _file.InTransaction(() => _file.Execute(
            $"INSERT INTO in_force ({ForceColumns}) SELECT coalesce(max(number), 0) + 1, $name, $actor, $at, $comment FROM in_force",
            ("$name", name), ("$actor", actor), ("$at", atMs), ("$comment", comment)));
        return Latest!;
    }

    /// <summary>A set by its name; null: none.</summary>
    public RuleSetRow? Find(string name) => _file.Read($"SELECT {SetColumns} FROM rule_set WHERE name = $name", SetOf, ("$name", name)) is [var found] ? found : null;

    /// <summary>Every set, the youngest first.</summary>
    public IReadOnlyList<RuleSetRow> Sets() => _file.Read($"SELECT {SetColumns} FROM rule_set ORDER BY added_at_ms DESC, name", SetOf);

    /// <summary>What is in force; null: nothing yet.</summary>
    public RulesInForceRow? Latest => History(1) is [var latest] ? latest : null;

    /// <summary>What was in force, the latest first.</summary>
    public IReadOnlyList<RulesInForceRow> History(int take) => _file.Read(
        $"SELECT {ForceColumns} FROM in_force ORDER BY number DESC LIMIT $take", static r => new RulesInForceRow(r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetInt64(3), r.GetString(4)), ("$take", take));

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static RuleSetRow SetOf(SqliteDataReader r) => new(r.GetString(0), r.GetString(1), r.GetFieldValue<byte[]>(2), r.GetString(3), r.GetInt64(4));
}
