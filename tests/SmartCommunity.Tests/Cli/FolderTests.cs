using SmartCommunity.Cli;
using SmartCommunity.Cli.Folders;

namespace SmartCommunity.Tests.Cli;

public sealed class FolderTests
{
    [Fact]
    public void A_new_folder_becomes_ours_and_opens_again()
    {
        using var temporary = new TemporaryFolder();

        var first = DataFolder.Open(temporary.In("data"));
        var second = DataFolder.Open(temporary.In("data"));

        Assert.True(second.Exists);
        Assert.Equal(first.Path, second.Path);
    }

    [Fact]
    public void A_folder_with_other_files_is_refused_and_left_alone()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.In("letter.txt"), "mine");

        var fault = Assert.Throws<UsageException>(() => DataFolder.Open(temporary.Path));

        Assert.Contains("--data-dir", fault.Message, StringComparison.Ordinal);
        Assert.Equal([temporary.In("letter.txt")], Directory.EnumerateFileSystemEntries(temporary.Path));
    }

    [Fact]
    public void A_later_format_is_refused()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.In("smartcommunity.json"), """{"product":"SmartCommunity","format":99}""");

        Assert.Contains("format 99", Assert.Throws<UsageException>(() => DataFolder.Open(temporary.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_are_made_once_and_closed_to_others()
    {
        using var temporary = new TemporaryFolder();
        var folder = DataFolder.Open(temporary.In("data"));

        var first = SecretFile.ReadOrCreate(folder.GatewayTokenFile);
        var second = SecretFile.ReadOrCreate(folder.GatewayTokenFile);

        Assert.Equal(first, second);
        Assert.Equal(43, first.Length); // 256 bits in base64url.
        Assert.False(SecretFile.IsOpenToOthers(folder.GatewayTokenFile));
        Assert.False(SecretFile.IsOpenToOthers(folder.Secrets));
    }

    [Fact]
    public void A_held_lock_refuses_a_second_holder_and_names_the_first()
    {
        using var temporary = new TemporaryFolder();
        using (FolderLock.Take(temporary.Path, "up"))
        {
            var fault = Assert.Throws<UsageException>(() => FolderLock.Take(temporary.Path, "up"));

            Assert.Contains($"process {Environment.ProcessId}", fault.Message, StringComparison.Ordinal);
            Assert.True(FolderLock.IsHeld(temporary.Path, "up"));
        }

        Assert.False(FolderLock.IsHeld(temporary.Path, "up"));
    }
}
