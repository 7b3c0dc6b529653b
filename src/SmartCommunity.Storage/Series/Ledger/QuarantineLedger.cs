using System.Text;
using DuckDB.NET.Data;

namespace SmartCommunity.Storage.Series;

/// <summary>Lists quarantined payloads and moves them between states. Thread-safe.</summary>
internal sealed class QuarantineLedger(SeriesDatabase database)
{
    private static readonly string[] States = ["open", "rerun", "dismissed"];

    public async Task<(IReadOnlyList<QuarantineRow> Rows, long Total)> ListAsync(
        QuarantineFilter filter, int limit, int offset, CancellationToken cancellationToken)
    {
        if (filter.Ids is { Count: 0 })
            return ([], 0);
        var (where, values) = Where(filter);
        return await database.ReadAsync(
            c =>
            {
                var total = c.Query($"SELECT count(*) FROM quarantine {where}", static r => r.GetInt64(0), cancellationToken, values)[0];
                var rows = c.Query(
                    $"""
                    SELECT id, gateway, community, device, device_class, topic, received_at, reason, detail, payload, truncated, state
                    FROM quarantine {where} ORDER BY received_at DESC, id DESC LIMIT {Sql.Number(limit)} OFFSET {Sql.Number(offset)}
                    """,
                    Read,
                    cancellationToken,
                    values);
                return (rows, total);
            },
            cancellationToken);
    }

    public async Task<int> SetStateAsync(IReadOnlyCollection<long> ids, string state, CancellationToken cancellationToken)
    {
        if (!States.Contains(state, StringComparer.Ordinal))
            throw new ArgumentException($"state '{state}' must be one of {string.Join(", ", States)}.", nameof(state));
        if (ids.Count == 0)
            return 0;
        return await database.WriteAsync(
            w => w.Execute($"UPDATE quarantine SET state = $1 WHERE state <> $1 AND id IN ({string.Join(',', ids.Select(Sql.Number))})", state),
            cancellationToken);
    }

    private static (string Sql, object[] Values) Where(QuarantineFilter filter)
    {
        var sql = new StringBuilder("WHERE true");
        var values = new List<object>();
        Add("community", filter.Community);
        Add("device", filter.Device);
        Add("reason", filter.Reason);
        Add("state", filter.State);
        if (filter.Ids is not null)
            sql.Append(" AND id IN (").AppendJoin(',', filter.Ids.Select(Sql.Number)).Append(')');
        return (sql.ToString(), [.. values]);

        void Add(string column, string? value)
        {
            if (value is null)
                return;
            sql.Append(" AND ").Append(column).Append(" = ?");
            values.Add(value);
        }
    }

    private static QuarantineRow Read(DuckDBDataReader reader)
    {
        var column = 0;
        return new QuarantineRow
        {
            Id = reader.GetInt64(column++),
            Gateway = reader.GetString(column++),
            Community = reader.GetString(column++),
            Device = reader.GetString(column++),
            DeviceClass = reader.GetString(column++),
            Topic = reader.GetString(column++),
            ReceivedAtMs = reader.GetInt64(column++),
            Reason = reader.GetString(column++),
            Detail = reader.GetString(column++),
            Payload = reader.Bytes(column++),
            Truncated = reader.GetBoolean(column++),
            State = reader.GetString(column),
        };
    }
}
