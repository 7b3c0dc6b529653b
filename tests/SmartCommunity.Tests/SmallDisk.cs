using System.ComponentModel;
using System.Diagnostics;

namespace SmartCommunity.Tests;

/// <summary>A tmpfs of a few megabytes, unmounted at the end.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int ChunkBytes = 4_096; // A page: no room is left that a store could still use.

    private SmallDisk(string folder) => Folder = folder;

    internal string Folder { get; }

    /// <summary>Null where mounting is not permitted.</summary>
    internal static SmallDisk? TryMount(int megabytes)
    {
        var folder = Directory.CreateTempSubdirectory("small-disk-").FullName;
        if (OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder))
            return new SmallDisk(folder);
        Directory.Delete(folder);
        return null;
    }

    /// <summary>Writes a file until no byte is left.</summary>
    internal static void Fill(string path)
    {
        var chunk = new byte[ChunkBytes];
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
                stream.Write(chunk);
        }
        catch (IOException)
        {
            // Full: what the test wanted.
        }
    }

    public void Dispose()
    {
        Run("umount", Folder);
        Directory.Delete(Folder);
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
