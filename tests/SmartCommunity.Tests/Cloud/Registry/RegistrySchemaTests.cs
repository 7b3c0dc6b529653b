using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Tests.Cloud.Registry;

public sealed class RegistrySchemaTests
{
    [Fact]
    public async Task The_numbered_steps_make_the_tables_the_model_wants()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        var path = Path.Combine(registry.Folder, "model.db");
        using var model = new RegistryContext(new DbContextOptionsBuilder<RegistryContext>().UseSqlite($"Data Source={path};Pooling=False").Options);
        model.Database.EnsureCreated();
        using var stepped = registry.Store.CreateDbContext();

        Assert.Equal(Columns(model), Columns(stepped));
        Assert.Equal(Indexes(model), Indexes(stepped));
    }

    [Fact]
    public async Task Data_survives_opening_again_and_seeding_changes_nothing()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.CreateAsync(TemporaryRegistry.Device("w-1"), TestContext.Current.CancellationToken);
        var before = await registry.Places.CommunitiesAsync(null, TestContext.Current.CancellationToken);

        registry.Reopen();

        Assert.Equal(before, await registry.Places.CommunitiesAsync(null, TestContext.Current.CancellationToken));
        Assert.NotNull(await registry.Devices.FindAsync("w-1", TestContext.Current.CancellationToken));
        Assert.Equal(17, before.Count);
    }

    [Fact]
    public async Task A_file_of_a_later_program_is_refused_with_both_versions()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Store.WriteAsync((context, cancel) => context.Database.ExecuteSqlRawAsync("PRAGMA user_version = 99", cancel), null, TestContext.Current.CancellationToken);

        var exception = Assert.Throws<RegistrySchemaException>(registry.Reopen);

        Assert.Contains("schema version 99; this program knows versions up to 17", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_write_ahead_and_sync_every_commit()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        using var context = registry.Store.CreateDbContext();

        Assert.Equal("wal", context.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode").Single());
        Assert.Equal(2, context.Database.SqlQueryRaw<int>("SELECT synchronous AS Value FROM pragma_synchronous").Single());
        Assert.Equal(1, context.Database.SqlQueryRaw<int>("SELECT foreign_keys AS Value FROM pragma_foreign_keys").Single());
    }

    [Fact]
    public async Task Writers_one_after_the_other_take_consecutive_versions()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        var taken = new List<long>();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => registry.Store.WriteAsync(
            RegistryStore.NextVersionAsync, taken.Add, TestContext.Current.CancellationToken)));

        Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), taken);
    }

    private static string[] Columns(RegistryContext context) => [.. Rows(context, """
        SELECT m.name || '.' || c.name || ' ' || c.type || ' notnull=' || c."notnull" || ' pk=' || c.pk
        FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.name
        """)];

    private static string[] Indexes(RegistryContext context) => [.. Rows(context, """
        SELECT m.name || ':' || i."unique" || ':' || (SELECT group_concat(k.name) FROM pragma_index_info(i.name) k)
        FROM sqlite_master m JOIN pragma_index_list(m.name) i WHERE m.type = 'table' AND i.origin = 'c' ORDER BY 1
        """)];

    private static IEnumerable<string> Rows(RegistryContext context, string sql)
    {
        context.Database.OpenConnection();
        using var command = ((SqliteConnection)context.Database.GetDbConnection()).CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return reader.GetString(0);
    }
}
