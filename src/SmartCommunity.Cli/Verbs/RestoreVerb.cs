using System.CommandLine;
using SmartCommunity.Cli.Backups;
using SmartCommunity.Cli.Folders;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>restore</c>: puts a backup back, verified before and after.</summary>
internal static class RestoreVerb
{
    internal static Command Create()
    {
        var source = new Argument<string>("FOLDER") { Description = "Folder of the backup." };
        var dataDir = PartOptions.DataDir();
        var force = new Option<bool>("--force") { Description = "Replaces the data that is there." };
        var command = new Command("restore", "Puts a backup back: hashes are checked before and after, counts after. Refuses a folder that holds data without --force.")
        {
            source, dataDir, force,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var folder = DataFolder.At(result.GetRequiredValue(dataDir));
            var manifest = await FolderBackup.RestoreAsync(result.GetRequiredValue(source), folder, result.GetValue(force), cancellationToken);
            await result.InvocationConfiguration.Output.WriteLineAsync($"Restored and verified {BackupVerb.Describe(manifest)}.");
            return ExitCode.Success;
        });
        return command;
    }
}
