using Microsoft.Data.Sqlite;

namespace SmartCommunity.Gateway.Dialects.IotHub;

/// <summary>Desired and reported properties of one device with their versions, JSON objects.</summary>
internal sealed record StoredTwin(string DesiredJson, long DesiredVersion, string ReportedJson, long ReportedVersion)
{
    /// <summary>A device that was told nothing and told nothing; IoT Hub counts from 1.</summary>
    internal static StoredTwin New { get; } = new("{}", 1, "{}", 1);
}

/// <summary>
/// The twins that IoT Hub devices ask the gateway for, so that they get an answer without a cloud: an SQLite file of its own, WAL and <c>synchronous=FULL</c>; a change is on disk when
/// the method returns. Thread-safe. What a device reports goes to the cloud as an event besides; a gateway that was replaced begins with empty reported properties, which the
/// device then reports anew.
/// </summary>
internal sealed class TwinFile : IDisposable
{
    private const string Schema = """
        PRAGMA locking_mode=EXCLUSIVE;
        PRAGMA journal_mode=WAL;
        PRAGMA synchronous=FULL;
        CREATE TABLE IF NOT EXISTS twin (
            device TEXT PRIMARY KEY, desired_json TEXT NOT NULL, desired_version INTEGER NOT NULL, reported_json TEXT NOT NULL, reported_version INTEGER NOT NULL);
        """;

    private const string Upsert = """
        INSERT INTO twin VALUES ($device, $desired, $desired_version, $reported, $reported_version)
        ON CONFLICT (device) DO UPDATE SET desired_json = $desired, desired_version = $desired_version, reported_json = $reported, reported_version = $reported_version
        """;

    /// <summary>Protects the connection: SQLite's is not thread-safe.</summary>
    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;

    internal TwinFile(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 1 }.ToString());
        _connection.Open();
        using var command = _connection.CreateCommand();
        command.CommandText = Schema;
        command.ExecuteNonQuery();
    }

    internal StoredTwin Find(string device)
    {
        lock (_gate)
            return Find_NeedsLock(device);
    }

    /// <summary>Changes a twin and returns it as it is now. Throws <see cref="SqliteException"/> when it cannot be written; nothing is changed then.</summary>
    internal StoredTwin Change(string device, Func<StoredTwin, StoredTwin> change)
    {
        lock (_gate)
        {
            var changed = change(Find_NeedsLock(device));
            using var command = _connection.CreateCommand();
            command.CommandText = Upsert;
            command.Parameters.AddWithValue("$device", device);
            command.Parameters.AddWithValue("$desired", changed.DesiredJson);
            command.Parameters.AddWithValue("$desired_version", changed.DesiredVersion);
            command.Parameters.AddWithValue("$reported", changed.ReportedJson);
            command.Parameters.AddWithValue("$reported_version", changed.ReportedVersion);
            command.ExecuteNonQuery();
            return changed;
        }
    }

    public void Dispose() => _connection.Dispose();

    private StoredTwin Find_NeedsLock(string device)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT desired_json, desired_version, reported_json, reported_version FROM twin WHERE device = $device";
        command.Parameters.AddWithValue("$device", device);
        using var reader = command.ExecuteReader();
        return reader.Read() ? new StoredTwin(reader.GetString(0), reader.GetInt64(1), reader.GetString(2), reader.GetInt64(3)) : StoredTwin.New;
    }
}
