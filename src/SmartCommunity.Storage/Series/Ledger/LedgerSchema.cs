namespace SmartCommunity.Storage.Series;

/// <summary>
/// Tables of the DuckDB file. The ledger is the same for both stores; measurements live in hot tables and sealed files (DuckDB) or in InfluxDB.
/// </summary>
internal static class LedgerSchema
{
    public const string Create = """
        CREATE TABLE IF NOT EXISTS series (series_id INTEGER NOT NULL, device VARCHAR NOT NULL, quantity VARCHAR NOT NULL);
        CREATE TABLE IF NOT EXISTS gateway_marks (
            gateway VARCHAR NOT NULL, lane INTEGER NOT NULL, epoch BIGINT NOT NULL, sequence BIGINT NOT NULL, PRIMARY KEY (gateway, lane));
        CREATE TABLE IF NOT EXISTS log_blocks (block_id BIGINT NOT NULL, file BIGINT NOT NULL, file_offset BIGINT NOT NULL, bytes INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS log_entries (
            community VARCHAR NOT NULL, position BIGINT NOT NULL, kind INTEGER NOT NULL, written_at BIGINT NOT NULL, block_id BIGINT NOT NULL, body BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS events (
            community VARCHAR NOT NULL, device VARCHAR NOT NULL, type VARCHAR NOT NULL, event_id VARCHAR NOT NULL,
            measured_at BIGINT NOT NULL, received_at BIGINT NOT NULL, quality UTINYINT NOT NULL, data_json VARCHAR NOT NULL);
        CREATE TABLE IF NOT EXISTS quarantine (
            id BIGINT NOT NULL, gateway VARCHAR NOT NULL, community VARCHAR NOT NULL, device VARCHAR NOT NULL, device_class VARCHAR NOT NULL,
            topic VARCHAR NOT NULL, received_at BIGINT NOT NULL, reason VARCHAR NOT NULL, detail VARCHAR NOT NULL, payload BLOB NOT NULL,
            truncated BOOLEAN NOT NULL, state VARCHAR NOT NULL);
        CREATE TABLE IF NOT EXISTS snapshots (community VARCHAR NOT NULL, position BIGINT NOT NULL, state BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS checkpoints (community VARCHAR NOT NULL, position BIGINT NOT NULL, written_at BIGINT NOT NULL, state BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS hot_tables (number INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS sealed_files (
            file VARCHAR NOT NULL, day INTEGER NOT NULL, rank INTEGER NOT NULL, complete BOOLEAN NOT NULL,
            first_series INTEGER NOT NULL, last_series INTEGER NOT NULL,
            rows BIGINT NOT NULL, min_at BIGINT NOT NULL, max_at BIGINT NOT NULL, bytes BIGINT NOT NULL);
        """;
}
