using System.Buffers.Text;
using System.Security.Cryptography;

namespace SmartCommunity.Cli.Folders;

/// <summary>A 256-bit secret in a file that only its owner can read. Made at the first start; handed on by path, never on a command line.</summary>
internal static class SecretFile
{
    private const int SecretBytes = 32; // 256 bits: nothing shorter is worth guessing at.
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    internal static string ReadOrCreate(string path)
    {
        if (!File.Exists(path))
        {
            CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using var writer = new StreamWriter(path, options);
            writer.WriteLine(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes)));
        }

        return Read(path, option: "--data-dir");
    }

    /// <exception cref="UsageException">There is no such file, or it is empty.</exception>
    internal static string Read(string path, string option)
    {
        try
        {
            var secret = File.ReadAllText(path).Trim();
            return secret.Length > 0 ? secret : throw new UsageException($"the secret file {path} ({option}) is empty.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the secret file {path} ({option}) cannot be read: {fault.Message}");
        }
    }

    internal static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    /// <summary>True when others than the owner may read the file or enter the folder.</summary>
    internal static bool IsOpenToOthers(string path) =>
        !OperatingSystem.IsWindows()
        && (File.GetUnixFileMode(path) & ~(OwnerOnly | UnixFileMode.UserExecute)) != 0;
}
