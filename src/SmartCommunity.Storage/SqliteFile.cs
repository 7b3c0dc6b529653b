using Microsoft.Data.Sqlite;

namespace SmartCommunity.Storage;

/// <summary>One SQLite file with one writing connection and a reading one for each question. Thread-safe; what is written runs within <see cref="InTransaction{T}"/>, one at a time.</summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly Lock _gate = new(); // Protects _writer.
    private readonly SqliteConnection _writer;
    private readonly string _connectionString;
    private volatile bool _isClosed;

    /// <summary>Opens the file, with its folder; creates it where there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="prepare">Makes tables and settings, on the writing connection.</param>
    internal SqliteFile(string path, Action<SqliteConnection> prepare)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        // Without the pool a closed connection has closed its file.
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
        _writer = new SqliteConnection(_connectionString);
        _writer.Open();
        prepare(_writer);
    }

    /// <summary>As the other, with the text that makes tables and settings.</summary>
    internal SqliteFile(string path, string schema)
        : this(path, connection =>
        {
            using var command = CommandOf(connection, schema);
            command.ExecuteNonQuery();
        })
    {
    }

    /// <summary>Commits what the function writes, whole or, where it throws, not at all; returns what it returned.</summary>
    internal T InTransaction<T>(Func<T> write)
    {
        lock (_gate)
        {
            using var transaction = _writer.BeginTransaction();
            var result = write();
            transaction.Commit();
            return result;
        }
    }

    /// <summary>As the other, for what has nothing to return.</summary>
    internal void InTransaction(Action write) => InTransaction(() =>
    {
        write();
        return true;
    });

    /// <summary>Within <see cref="InTransaction{T}"/>: writes; returns the rows that changed.</summary>
    internal int Execute(string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = CommandOf(_writer, sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>Within <see cref="InTransaction{T}"/>: reads what the transaction sees.</summary>
    internal List<T> Seen<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object Value)> values) => Read(_writer, sql, read, values);

    /// <summary>Reads what is committed.</summary>
    internal List<T> Read<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object Value)> values)
    {
        // A file that is closed is not opened again for a page that nobody looks at any more: its folder may be gone, or be on its way.
        ObjectDisposedException.ThrowIf(_isClosed, this);
        using var connection = new SqliteConnection(_connectionString);
        connection.Open();
        return Read(connection, sql, read, values);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isClosed = true;
        lock (_gate)
            _writer.Dispose();
    }

    private static List<T> Read<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = CommandOf(connection, sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    private static SqliteCommand CommandOf(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is one of this assembly's.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        return command;
    }
}
