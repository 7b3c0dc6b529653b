using System.CommandLine;
using SmartCommunity.Cli.Backups;
using SmartCommunity.Cli.Folders;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>backup</c>: a verified copy of a data folder that is not in use.</summary>
internal static class BackupVerb
{
    internal static Command Create()
    {
        var target = new Argument<string>("FOLDER") { Description = "Empty or new folder for the backup." };
        var dataDir = PartOptions.DataDir();
        var withSecrets = new Option<bool>("--with-secrets") { Description = "The secrets too; keep such a backup as safe as the machine itself." };
        var command = new Command("backup", "Copies series, registry and outbox of a stopped line, with a manifest of counts and SHA-256.") { target, dataDir, withSecrets };
        command.SetAction(async (result, cancellationToken) =>
        {
            var folder = DataFolder.At(result.GetRequiredValue(dataDir));
            var manifest = await FolderBackup.BackUpAsync(folder, result.GetRequiredValue(target), result.GetValue(withSecrets), TimeProvider.System, cancellationToken);
            await result.InvocationConfiguration.Output.WriteLineAsync($"Backed up {Describe(manifest)}.");
            return ExitCode.Success;
        });
        return command;
    }

    internal static string Describe(BackupManifest manifest) =>
        $"{manifest.Files.Count} files, {manifest.Files.Sum(f => f.Bytes)} bytes, {string.Join(", ", manifest.Counts.Select(c => $"{c.Value} {c.Key}"))}";
}
