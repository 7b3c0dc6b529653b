using System.Text.Json;

namespace SmartCommunity.Cli.Folders;

/// <summary>
/// The folder that holds everything: <c>cloud/</c>, <c>gateway/</c>, <c>secrets/</c>, <c>logs/</c>, and a marker file that says it is ours.
/// </summary>
internal sealed class DataFolder
{
    private const string MarkerName = "smartcommunity.json";
    private const int Format = 1; // Of the layout below; a larger number on disk was written by a later version.

    private DataFolder(string path) => Path = path;

    internal string Path { get; }

    internal string Cloud => System.IO.Path.Combine(Path, "cloud");

    internal string Gateway => System.IO.Path.Combine(Path, "gateway");

    /// <summary>The simulators' own: the labels of what they simulate.</summary>
    internal string Simulator => System.IO.Path.Combine(Path, "simulator");

    internal string Logs => System.IO.Path.Combine(Path, "logs");

    internal string Secrets => System.IO.Path.Combine(Path, "secrets");

    /// <summary>The token the gateway shows the cloud.</summary>
    internal string GatewayTokenFile => System.IO.Path.Combine(Secrets, "gateway-token");

    /// <summary>The secret the simulated devices' tokens are derived from.</summary>
    internal string DistrictSecretFile => System.IO.Path.Combine(Secrets, "district-secret");

    /// <summary>Where data lives when nobody says otherwise: <c>~/.local/share/smartcommunity</c> on Linux.</summary>
    internal static string DefaultPath => System.IO.Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "smartcommunity");

    /// <summary>The folder as it would be, whether it exists or not.</summary>
    internal static DataFolder At(string path) => new(System.IO.Path.GetFullPath(path));

    internal bool Exists => File.Exists(System.IO.Path.Combine(Path, MarkerName));

    internal bool IsEmptyOrAbsent => !Directory.Exists(Path) || !Directory.EnumerateFileSystemEntries(Path).Any();

    /// <summary>Opens the folder, creating it where needed.</summary>
    /// <exception cref="UsageException">It cannot be written, is not ours, or was written by a later version.</exception>
    internal static DataFolder Open(string path)
    {
        var folder = At(path);
        try
        {
            Directory.CreateDirectory(folder.Path);
            folder.Claim();
            Directory.CreateDirectory(folder.Logs);
            SecretFile.CreateFolder(folder.Secrets);
            return folder;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the data folder {folder.Path} cannot be written ({fault.Message}); choose another with --data-dir.");
        }
    }

    private void Claim()
    {
        var marker = System.IO.Path.Combine(Path, MarkerName);
        if (!File.Exists(marker))
        {
            // Cloud and gateway may make a common folder at the same moment: the marker is looked for again after the look around.
            if (Directory.EnumerateFileSystemEntries(Path).Any() && !File.Exists(marker))
            {
                throw new UsageException($"the data folder {Path} holds files that are not SmartCommunity's; choose an empty or new one with --data-dir.");
            }

            File.WriteAllText(marker, JsonSerializer.Serialize(new { product = "SmartCommunity", format = Format }) + "\n");
            return;
        }

        // A folder that can be read but not written fails here and not an hour later.
        File.Open(marker, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose();
        var found = FormatOf(marker);
        if (found != Format)
        {
            throw new UsageException($"the data folder {Path} has format {found}, this version knows {Format}; use the version that wrote it, or another --data-dir.");
        }
    }

    private static int FormatOf(string marker)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(marker));
            return json.RootElement.GetProperty("format").GetInt32();
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new UsageException($"{marker} is damaged ({fault.Message}); restore it from a backup, or choose another --data-dir.");
        }
    }
}
