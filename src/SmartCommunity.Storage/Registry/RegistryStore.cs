using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace SmartCommunity.Storage.Registry;

/// <summary>
/// The registry database: an embedded SQLite file in WAL mode with <c>synchronous=FULL</c>, so a change that was answered survives a power cut.
/// Thread-safe; readers never wait for the writer. Every write goes through <see cref="WriteAsync{T}"/>, one at a time, in one transaction.
/// </summary>
public sealed class RegistryStore : IDbContextFactory<RegistryContext>, IDisposable
{
    private readonly DbContextOptions<RegistryContext> _options;
    private readonly SemaphoreSlim _writer = new(1, 1);

    private RegistryStore(string connectionString) => _options = new DbContextOptionsBuilder<RegistryContext>()
        .UseSqlite(connectionString)
        .AddInterceptors(DurableConnections.Instance)
        .Options;

    /// <summary>Opens the file, creates or upgrades its tables, and seeds the places of the district.</summary>
    public static RegistryStore Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        var store = new RegistryStore(new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true }.ToString());
        using var context = store.CreateDbContext();
        context.Database.OpenConnection();
        RegistrySchema.Upgrade((SqliteConnection)context.Database.GetDbConnection());
        DistrictSeed.Apply(context);
        return store;
    }

    /// <summary>A context for reading. The caller disposes it.</summary>
    public RegistryContext CreateDbContext() => new(_options);

    /// <summary>
    /// Runs a change in one transaction, alone among the writers of this process. The function saves through the context; its transaction is committed when it
    /// returns and rolled back when it throws. <paramref name="committed"/> runs after the commit, still alone, so that what it publishes is in commit order.
    /// </summary>
    public async Task<T> WriteAsync<T>(
        Func<RegistryContext, CancellationToken, Task<T>> change, Action<T>? committed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        await _writer.WaitAsync(cancellationToken);
        try
        {
            await using var context = CreateDbContext();
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            var result = await change(context, cancellationToken);
            // Past this point the change counts: the commit is not cancelled half-way.
            await transaction.CommitAsync(CancellationToken.None);
            committed?.Invoke(result);
            return result;
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <summary>The version of the last change.</summary>
    public async Task<long> VersionAsync(CancellationToken cancellationToken)
    {
        await using var context = CreateDbContext();
        return await VersionAsync(context, cancellationToken);
    }

    /// <summary>The version of the last change, as the context's transaction sees it.</summary>
    public static async Task<long> VersionAsync(RegistryContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return await context.Counters.AsNoTracking().Where(c => c.Name == CounterRow.RegistryVersion).Select(c => c.Value).SingleAsync(cancellationToken);
    }

    /// <summary>Takes the next registry version; call it inside <see cref="WriteAsync{T}"/> and stamp every changed row with it.</summary>
    public static async Task<long> NextVersionAsync(RegistryContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        await context.Counters.Where(c => c.Name == CounterRow.RegistryVersion)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Value, c => c.Value + 1), cancellationToken);
        return await VersionAsync(context, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        using (var context = CreateDbContext())
            SqliteConnection.ClearPool((SqliteConnection)context.Database.GetDbConnection());
        _writer.Dispose();
    }
}
