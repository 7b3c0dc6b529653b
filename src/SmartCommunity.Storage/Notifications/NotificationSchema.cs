using Microsoft.Data.Sqlite;

namespace SmartCommunity.Storage.Notifications;

/// <summary>The tables of the outbox. Times are epoch milliseconds; <c>addresses</c> is JSON, the current one stands in <c>channel</c> and <c>address</c> besides, for the lanes' index.
/// <c>withdrawn</c> holds what was withdrawn while it was being sent.</summary>
internal static class NotificationSchema
{
    /// <summary>Version of the tables, kept in <c>user_version</c>.</summary>
    internal const int Version = 1;

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS notification (
            key TEXT NOT NULL PRIMARY KEY, priority INTEGER NOT NULL, recipient TEXT NOT NULL, recipient_name TEXT NOT NULL, addresses TEXT NOT NULL,
            title_zh TEXT NOT NULL, text_zh TEXT NOT NULL, title_en TEXT NOT NULL, text_en TEXT NOT NULL, link TEXT NOT NULL, due_at_ms INTEGER NOT NULL,
            enqueued_at_ms INTEGER NOT NULL, state INTEGER NOT NULL, rank INTEGER NOT NULL, tries INTEGER NOT NULL, channel TEXT NOT NULL, address TEXT NOT NULL,
            next_at_ms INTEGER NOT NULL, batch TEXT NULL, ended_at_ms INTEGER NULL, detail TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS notification_by_lane ON notification (channel, priority, next_at_ms) WHERE state = 0;
        CREATE INDEX IF NOT EXISTS notification_open ON notification (state) WHERE state < 2;
        CREATE INDEX IF NOT EXISTS notification_by_time ON notification (enqueued_at_ms);
        CREATE TABLE IF NOT EXISTS attempt (
            key TEXT NOT NULL, number INTEGER NOT NULL, channel TEXT NOT NULL, address TEXT NOT NULL, batch TEXT NULL, started_at_ms INTEGER NOT NULL, ended_at_ms INTEGER NULL,
            outcome INTEGER NOT NULL, detail TEXT NOT NULL, PRIMARY KEY (key, number)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS attempt_by_channel ON attempt (channel, started_at_ms);
        CREATE TABLE IF NOT EXISTS withdrawn (key TEXT NOT NULL PRIMARY KEY, reason TEXT NOT NULL) WITHOUT ROWID;
        """;

    /// <summary>Makes the connection durable (a sync on every commit) and the tables, where there are none.</summary>
    /// <exception cref="InvalidDataException">A newer program wrote the file.</exception>
    internal static void Prepare(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA user_version;";
        using (var reader = command.ExecuteReader())
        {
            reader.NextResult(); // The first result is the journal mode.
            reader.Read();
            if (reader.GetInt32(0) is var found and > Version)
                throw new InvalidDataException($"'{connection.DataSource}' holds notifications of version {found}; this program reads up to {Version}. Start the newer program, or restore a backup.");
        }

        command.CommandText = FormattableString.Invariant($"{Tables} PRAGMA user_version={Version};");
        command.ExecuteNonQuery();
    }
}
