namespace SmartCommunity.Cli.Folders;

/// <summary>Holds a folder for one process: a lock file, locked until disposed or the process ends in whatever way.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;
    private readonly string _holderPath;

    private FolderLock(FileStream file, string holderPath)
    {
        _file = file;
        _holderPath = holderPath;
    }

    /// <summary>Takes the lock.</summary>
    /// <param name="folder">The folder; created where needed.</param>
    /// <param name="what">What holds it, for the message: <c>up</c>, <c>cloud</c>.</param>
    /// <exception cref="UsageException">Another process holds it.</exception>
    internal static FolderLock Take(string folder, string what) =>
        TryTake(folder, what) ?? throw new UsageException(
            $"another 'smartcommunity {what}' uses {folder}{Holder(folder, what)}; stop it first, or choose another --data-dir.");

    internal static FolderLock? TryTake(string folder, string what)
    {
        Directory.CreateDirectory(folder);
        try
        {
            // Only FileShare.None is an exclusive lock on Unix; a locked file cannot be read either, so the holder's id has a file of its own.
            var file = new FileStream(PathOf(folder, what), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(HolderOf(folder, what), $"{Environment.ProcessId}\n");
            return new FolderLock(file, HolderOf(folder, what));
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new UsageException($"{folder} cannot be written ({fault.Message}); choose another --data-dir.");
        }
    }

    /// <summary>True when a living process holds the lock.</summary>
    internal static bool IsHeld(string folder, string what)
    {
        if (!File.Exists(PathOf(folder, what)))
        {
            return false;
        }

        using var taken = TryTake(folder, what);
        return taken is null;
    }

    public void Dispose()
    {
        File.Delete(_holderPath);
        _file.Dispose();
    }

    private static string PathOf(string folder, string what) => Path.Combine(folder, what + ".lock");

    private static string HolderOf(string folder, string what) => Path.Combine(folder, what + ".pid");

    private static string Holder(string folder, string what)
    {
        try
        {
            return $" (process {File.ReadAllText(HolderOf(folder, what)).Trim()})";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
