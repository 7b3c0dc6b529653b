namespace SmartCommunity.Storage.Series;

/// <summary>Which InfluxDB is spoken to. All three serve <c>/write</c> and <c>/query</c>; they differ in log-in and in how a database comes to be.</summary>
public enum InfluxVersion
{
    /// <summary>1.x: the database is made when absent; user and password, or none.</summary>
    V1,

    /// <summary>2.x: a bucket with a DBRP mapping to <see cref="InfluxSeriesOptions.Database"/> must exist; <c>Authorization: Token</c>.</summary>
    V2,

    /// <summary>3.x: the database is made by the first write; <c>Authorization: Bearer</c>. Its own retention period deletes old measurements.</summary>
    V3,
}

/// <summary>Where the shared series store is and how to log in.</summary>
public sealed record InfluxSeriesOptions
{
    /// <summary>Base address, for example <c>http://127.0.0.1:8086/</c>.</summary>
    public required Uri Url { get; init; }

    /// <summary>Database (1.x, 3.x) or the database name mapped to the bucket (2.x).</summary>
    public required string Database { get; init; }

    /// <summary>Server version, default 1.x.</summary>
    public InfluxVersion Version { get; init; }

    /// <summary>Retention policy to write to and read from; empty (default) is the database's default one.</summary>
    public string RetentionPolicy { get; init; } = "";

    /// <summary>API token of 2.x and 3.x.</summary>
    public string? Token { get; init; }

    /// <summary>User of 1.x, when it wants one.</summary>
    public string? User { get; init; }

    /// <summary>Password of <see cref="User"/>.</summary>
    public string? Password { get; init; }

    /// <summary>
    /// How long one request may take, default 30 s: InfluxDB's own write timeout is 10 s, and a commit that waits longer than a minute
    /// stops the gateways' credit for nothing.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The local ledger: marks, logs, events, quarantine, snapshots, series numbers. Its measurement options do not matter here.</summary>
    public required DuckDbSeriesOptions Ledger { get; init; }
}
