using SmartCommunity.Cli.Backups;
using SmartCommunity.Cli;
using SmartCommunity.Cli.Folders;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Tests.Cli;

public sealed class FolderBackupTests
{
    [Theory]
    [InlineData("authorities/baihe.key")]
    [InlineData("channels.json")]
    [InlineData("ack-link.key")]
    public async Task Keys_of_authorities_and_channels_are_secrets_which_a_backup_holds_only_when_asked_and_a_restore_without_them_leaves_alone(string secret)
    {
        using var temporary = new TemporaryFolder();
        var folder = DataFolder.Open(temporary.In("data"));
        var key = Path.Combine(folder.Cloud, secret);
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

        var relative = Path.Combine("cloud", secret);
        Assert.DoesNotContain(without.Files, f => f.Path == relative);
        Assert.Contains(with.Files, f => f.Path == relative);
        Assert.Contains(without.Files, f => f.Path == Path.Combine("gateway", "devices.bin"));
        Assert.Equal(("newer", "private"), (left, await File.ReadAllTextAsync(key, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Evidence_documents_are_in_a_backup_and_a_restore_verifies_them()
    {
        using var temporary = new TemporaryFolder();
        var folder = DataFolder.Open(temporary.In("data"));
        Directory.CreateDirectory(folder.Gateway);
        var sha256 = await SubmitAsync(Path.Combine(folder.Cloud, "registry.db"));
        var relative = Path.Combine("cloud", "evidence", sha256[..2], sha256);

        var manifest = await FolderBackup.BackUpAsync(folder, temporary.In("backup"), withSecrets: false, TimeProvider.System, TestContext.Current.CancellationToken);
        File.Delete(Path.Combine(folder.Path, relative));
        await FolderBackup.RestoreAsync(temporary.In("backup"), folder, force: true, TestContext.Current.CancellationToken);
        var restored = EvidenceFiles.IsIntact(Path.Combine(folder.Cloud, "registry.db"), sha256);
        await File.WriteAllTextAsync(Path.Combine(temporary.In("backup"), relative), "%PDF-1.7 tampered", TestContext.Current.CancellationToken);
        var refused = await Assert.ThrowsAsync<UsageException>(() => FolderBackup.RestoreAsync(temporary.In("backup"), folder, force: true, TestContext.Current.CancellationToken));

        Assert.Equal((1, 1), (manifest.Counts["evidence"], manifest.Counts["evidence_documents"]));
        Assert.Contains(manifest.Files, f => f.Path == relative && f.Sha256 == sha256);
        Assert.True(restored);
        Assert.Contains(sha256, refused.Message, StringComparison.Ordinal);
    }

    private static async Task<string> SubmitAsync(string registryPath)
    {
        using var store = RegistryStore.Open(registryPath);
        var files = new EvidenceFiles(new RegistryOptions { Path = registryPath });
        var desk = new EvidenceDesk(new FactsFeed(store), files, PackLibrary.Shipped, new EnrolmentIndex(store), TimeProvider.System);
        using var document = new MemoryStream("%PDF-1.7 the covenant"u8.ToArray());
        var staged = await files.StageAsync(document, TestContext.Current.CancellationToken);
        var evidence = new NewEvidence { Kind = "covenant", FileName = "a.pdf", Dated = new DateOnly(2026, 1, 5), SubmittedBy = "Li" };
        return (await desk.SubmitAsync("baihe", evidence, staged.Value!, TestContext.Current.CancellationToken)).Value!.Sha256;
    }
}
