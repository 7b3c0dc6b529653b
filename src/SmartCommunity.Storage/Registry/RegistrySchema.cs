using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;

namespace SmartCommunity.Storage.Registry;

/// <summary>
/// The tables of the registry, as numbered SQL steps built into this assembly (<c>Schema/NNNN.sqlite.sql</c>). A database is at version N when steps
/// 1 to N have run; <c>PRAGMA user_version</c> remembers N. A step runs in one transaction together with its number, so a crash leaves
/// either all of it or nothing, and nothing stays locked. A step that was ever released is never edited; a change is a new step.
/// </summary>
internal static class RegistrySchema
{
    private const string Suffix = ".sqlite.sql";

    private const string Prefix = "registry/";

    private static readonly Assembly Assembly = typeof(RegistrySchema).Assembly;

    /// <summary>The version this program works with.</summary>
    internal static int Current { get; } = Steps()[^1].Number;

    /// <summary>Brings the database to <see cref="Current"/>; refuses one that a later program has upgraded.</summary>
    internal static void Upgrade(SqliteConnection connection)
    {
        var version = VersionOf(connection);
        if (version > Current)
            throw new RegistrySchemaException(connection.DataSource, version, Current);
        foreach (var (number, sql) in Steps().Where(step => step.Number > version))
        {
            using var transaction = connection.BeginTransaction();
            // Read again inside the transaction: another process may have come first.
            if (VersionOf(connection) < number)
                Run(connection, $"{sql}\nPRAGMA user_version = {number.ToString(CultureInfo.InvariantCulture)};");
            transaction.Commit();
        }
    }

    internal static int VersionOf(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version;";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is built into this assembly.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static IReadOnlyList<(int Number, string Sql)> Steps() =>
    [
        .. Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal))
            .Select(name => (int.Parse(name[Prefix.Length..^Suffix.Length], CultureInfo.InvariantCulture), Text(name)))
            .OrderBy(step => step.Item1),
    ];

    private static string Text(string name)
    {
        using var reader = new StreamReader(Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}

/// <summary>The registry file was upgraded by a later program; an older one must not write to it.</summary>
public sealed class RegistrySchemaException(string path, int version, int supported)
    : Exception($"The registry {path} has schema version {version}; this program knows versions up to {supported}. Start the newer program, or restore a backup.");
