using Microsoft.Data.Sqlite;
using SmartCommunity.Contracts.Uplink;

namespace SmartCommunity.Gateway.Commands;

/// <summary>One command as the gateway keeps it. Its id, given by the cloud, makes every step idempotent; "reported" is the last state whose report is in the outbox.</summary>
internal sealed record StoredCommand(
    string Id, string Device, string Name, string ArgsJson, long ExpiresAtMs, CommandState State, CommandState Reported, long ChangedAtMs, string ResultJson)
{
    /// <summary>How the id of a command begins that the gateway itself gave. The full stop is in no identifier, and the cloud's ids are identifiers.</summary>
    internal const string LocalPrefix = "local.";

    /// <summary>True for a command of the gateway itself, which the cloud does not know.</summary>
    internal bool IsLocal => Id.StartsWith(LocalPrefix, StringComparison.Ordinal);

    /// <summary>True when nothing more will happen to it.</summary>
    internal bool IsFinal => State is CommandState.Succeeded or CommandState.Failed or CommandState.Expired;
}

/// <summary>
/// The table of commands in an SQLite file of its own, WAL and <c>synchronous=FULL</c>: a change is on disk when the method returns.
/// Not thread-safe: the desk's lock guards it.
/// </summary>
internal sealed class CommandFile : IDisposable
{
    private const string Schema = """
        PRAGMA locking_mode=EXCLUSIVE;
        PRAGMA journal_mode=WAL;
        PRAGMA synchronous=FULL;
        CREATE TABLE IF NOT EXISTS command (
            id TEXT PRIMARY KEY, device TEXT NOT NULL, name TEXT NOT NULL, args_json TEXT NOT NULL, expires_at_ms INTEGER NOT NULL,
            state INTEGER NOT NULL, reported INTEGER NOT NULL, changed_at_ms INTEGER NOT NULL, result_json TEXT NOT NULL);
        """;

    private readonly SqliteConnection _connection;

    internal CommandFile(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 1 }.ToString());
        _connection.Open();
        Execute(Schema);
    }

    internal IReadOnlyList<StoredCommand> All()
    {
        using var command = Command(
            "SELECT id, device, name, args_json, expires_at_ms, state, reported, changed_at_ms, result_json FROM command ORDER BY rowid");
        using var reader = command.ExecuteReader();
        var all = new List<StoredCommand>();
        while (reader.Read())
        {
            var column = 0;
            all.Add(new StoredCommand(
                reader.GetString(column++), reader.GetString(column++), reader.GetString(column++), reader.GetString(column++), reader.GetInt64(column++),
                (CommandState)reader.GetInt32(column++), (CommandState)reader.GetInt32(column++), reader.GetInt64(column++), reader.GetString(column)));
        }
        return all;
    }

    internal void Insert(StoredCommand c) =>
        Execute(
            "INSERT INTO command VALUES ($id, $device, $name, $args, $expires, $state, $reported, $changed, $result)",
            ("$id", c.Id), ("$device", c.Device), ("$name", c.Name), ("$args", c.ArgsJson), ("$expires", c.ExpiresAtMs),
            ("$state", (int)c.State), ("$reported", (int)c.Reported), ("$changed", c.ChangedAtMs), ("$result", c.ResultJson));

    internal void Update(StoredCommand c) =>
        Execute(
            "UPDATE command SET state = $state, reported = $reported, changed_at_ms = $changed, result_json = $result WHERE id = $id",
            ("$id", c.Id), ("$state", (int)c.State), ("$reported", (int)c.Reported), ("$changed", c.ChangedAtMs), ("$result", c.ResultJson));

    internal void Delete(string id) => Execute("DELETE FROM command WHERE id = $id", ("$id", id));

    public void Dispose() => _connection.Dispose();

    private SqliteCommand Command(string text, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    private void Execute(string text, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = Command(text, values);
        command.ExecuteNonQuery();
    }
}
