using Microsoft.Data.Sqlite;
using SmartCommunity.Telemetry.Dialects.HomeAssistant;

namespace SmartCommunity.Gateway.Dialects;

/// <summary>
/// The discovery configs of every carrier, in an SQLite file of the gateway's folder: devices publish them retained and most never again, and this broker keeps no retained message. WAL and
/// <c>synchronous=FULL</c>: a config is on disk when <see cref="Put"/> returns, so before its PUBACK. Bounded by <see cref="HaConfigs"/>. Thread-safe.
/// </summary>
internal sealed class DiscoveryFile : IDisposable
{
    private const string Schema = """
        PRAGMA locking_mode=EXCLUSIVE;
        PRAGMA journal_mode=WAL;
        PRAGMA synchronous=FULL;
        CREATE TABLE IF NOT EXISTS config (carrier TEXT NOT NULL, topic TEXT NOT NULL, payload BLOB NOT NULL, PRIMARY KEY (carrier, topic)) WITHOUT ROWID;
        """;

    // Protects _connection.
    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;

    internal DiscoveryFile(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 1 }.ToString());
        _connection.Open();
        using var command = _connection.CreateCommand();
        command.CommandText = Schema;
        command.ExecuteNonQuery();
    }

    /// <summary>The configs of a carrier by topic.</summary>
    internal IReadOnlyList<(string Topic, byte[] Payload)> Of(string carrier)
    {
        lock (_gate)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "SELECT topic, payload FROM config WHERE carrier = $carrier";
            command.Parameters.AddWithValue("$carrier", carrier);
            using var reader = command.ExecuteReader();
            var found = new List<(string, byte[])>();
            while (reader.Read())
                found.Add((reader.GetString(0), reader.GetFieldValue<byte[]>(1)));
            return found;
        }
    }

    /// <summary>Keeps a config, or forgets it when it is empty.</summary>
    internal void Put(string carrier, string topic, ReadOnlyMemory<byte> payload)
    {
        lock (_gate)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = payload.IsEmpty
                ? "DELETE FROM config WHERE carrier = $carrier AND topic = $topic"
                : "INSERT INTO config VALUES ($carrier, $topic, $payload) ON CONFLICT DO UPDATE SET payload = excluded.payload";
            command.Parameters.AddWithValue("$carrier", carrier);
            command.Parameters.AddWithValue("$topic", topic);
            if (!payload.IsEmpty)
                command.Parameters.AddWithValue("$payload", payload.ToArray());
            command.ExecuteNonQuery();
        }
    }

    /// <summary>Forgets the configs of a carrier that is no longer enrolled.</summary>
    internal void Forget(string carrier)
    {
        lock (_gate)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "DELETE FROM config WHERE carrier = $carrier";
            command.Parameters.AddWithValue("$carrier", carrier);
            command.ExecuteNonQuery();
        }
    }

    public void Dispose() => _connection.Dispose();
}
