using SmartCommunity.Cli.Backups;
using SmartCommunity.Cli.Folders;

namespace SmartCommunity.Tests.Cli;

public sealed class FolderBackupTests
{
    [Fact]
    public async Task Keys_of_authorities_are_secrets_which_a_backup_holds_only_when_asked_and_a_restore_without_them_leaves_alone()
    {
        using var temporary = new TemporaryFolder();
        var folder = DataFolder.Open(temporary.In("data"));
        var key = Path.Combine(folder.Cloud, "authorities", "baihe.key");
        Directory.CreateDirectory(Path.GetDirectoryName(key)!);
        Directory.CreateDirectory(folder.Gateway);
        await File.WriteAllTextAsync(key, "private", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder.Gateway, "devices.bin"), "devices", TestContext.Current.CancellationToken);

        var without = await FolderBackup.BackUpAsync(folder, temporary.In("without"), withSecrets: false, TimeProvider.System, TestContext.Current.CancellationToken);
        var with = await FolderBackup.BackUpAsync(folder, temporary.In("with"), withSecrets: true, TimeProvider.System, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(key, "newer", TestContext.Current.CancellationToken);
        await FolderBackup.RestoreAsync(temporary.In("without"), folder, force: true, TestContext.Current.CancellationToken);
        var left = await File.ReadAllTextAsync(key, TestContext.Current.CancellationToken);
        await FolderBackup.RestoreAsync(temporary.In("with"), folder, force: true, TestContext.Current.CancellationToken);

        var relative = Path.Combine("cloud", "authorities", "baihe.key");
        Assert.DoesNotContain(without.Files, f => f.Path == relative);
        Assert.Contains(with.Files, f => f.Path == relative);
        Assert.Contains(without.Files, f => f.Path == Path.Combine("gateway", "devices.bin"));
        Assert.Equal(("newer", "private"), (left, await File.ReadAllTextAsync(key, TestContext.Current.CancellationToken)));
    }
}
