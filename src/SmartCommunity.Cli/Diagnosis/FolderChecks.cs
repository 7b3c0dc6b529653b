using SmartCommunity.Cli.Folders;

namespace SmartCommunity.Cli.Diagnosis;

/// <summary>The data folder: ours, writable, enough space, secrets closed to others.</summary>
internal static class FolderChecks
{
    private const long BytesPerGib = 1L << 30;

    // A day of the district (60,000 devices) is about 0.3 GiB sealed and 1.5 GiB before it is sealed.
    private const long MinFreeBytes = 2 * BytesPerGib;

    internal static IEnumerable<Finding> Run(DataFolder folder)
    {
        yield return Writable(folder);
        yield return Space(folder);
        yield return Secrets(folder);
    }

    private static Finding Writable(DataFolder folder)
    {
        const string Check = "data folder";
        if (!folder.Exists && !folder.IsEmptyOrAbsent)
        {
            return Finding.Bad(Check, $"{folder.Path} holds files that are not SmartCommunity's.", "Choose an empty or new folder with --data-dir.");
        }

        var existing = ExistingParent(folder.Path);
        var probe = Path.Combine(existing, $".smartcommunity-doctor-{Environment.ProcessId}");
        try
        {
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return Finding.Good(Check, folder.Exists ? $"{folder.Path} is ours and writable." : $"{folder.Path} will be created; {existing} is writable.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Finding.Bad(Check, $"{existing} is not writable: {fault.Message}", "Give yourself the right to write there, or choose another folder with --data-dir.");
        }
    }

    private static Finding Space(DataFolder folder)
    {
        const string Check = "disk";
        var drive = new DriveInfo(ExistingParent(folder.Path));
        var text = $"{(double)drive.AvailableFreeSpace / BytesPerGib:0.0} GiB free for {folder.Path}.";
        return drive.AvailableFreeSpace >= MinFreeBytes
            ? Finding.Good(Check, text)
            : Finding.Bad(Check, text, $"Free at least {MinFreeBytes / BytesPerGib} GiB: a full disk makes the gateway refuse routine data.");
    }

    private static Finding Secrets(DataFolder folder)
    {
        const string Check = "secrets";
        if (!Directory.Exists(folder.Secrets))
        {
            return Finding.Good(Check, "None yet; the first start makes them.");
        }

        var open = Directory.EnumerateFiles(folder.Secrets).Append(folder.Secrets).Where(SecretFile.IsOpenToOthers).ToList();
        return open.Count == 0
            ? Finding.Good(Check, "Readable by their owner only.")
            : Finding.Bad(Check, $"Others can read {string.Join(", ", open)}.", $"chmod 700 {folder.Secrets} && chmod 600 {folder.Secrets}/*, and rotate the tokens if others could have read them.");
    }

    private static string ExistingParent(string path)
    {
        while (!Directory.Exists(path))
        {
            path = Path.GetDirectoryName(path) ?? Path.GetPathRoot(Environment.CurrentDirectory)!;
        }

        return path;
    }
}
