namespace SmartCommunity.Cli.Folders;

/// <summary>Holds a folder for one process: a lock file, locked until disposed or the process ends in whatever way.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

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
            // Only FileShare.None is an exclusive flock on Unix; one who reads the holder's id opens with FileShare.ReadWrite, which asks for no lock.
            var file = new FileStream(PathOf(folder, what), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes($"{Environment.ProcessId}\n"));
            file.Flush();
            return new FolderLock(file);
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

    public void Dispose() => _file.Dispose();

    private static string PathOf(string folder, string what) => Path.Combine(folder, what + ".lock");

    private static string Holder(string folder, string what)
    {
        try
        {
            using var file = new FileStream(PathOf(folder, what), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file);
            return $" (process {reader.ReadToEnd().Trim()})";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
