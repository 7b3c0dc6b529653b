using SmartCommunity.SystemTests.Peers;
using Directory = System.IO.Directory;

namespace SmartCommunity.SystemTests.Papers;

/// <summary>LibreOffice without a screen: a stranger that opens office files. Each conversion has a profile of its own, so that no other one is in its way.</summary>
internal static class LibreOffice
{
    private const string Program = "/usr/bin/soffice";

    internal static bool IsInstalled => File.Exists(Program);

    /// <summary>Opens a file and saves it as something else beside it; what it made.</summary>
    internal static async Task<IReadOnlyList<string>> ConvertAsync(string path, string to)
    {
        Assert.SkipUnless(IsInstalled, "LibreOffice (soffice) is not installed.");
        var (folder, made) = (Path.GetDirectoryName(path)!, Directory.CreateTempSubdirectory("made-").FullName);
        var (exit, output) = await Mosquitto.RunAsync(Program, ["--headless", "--norestore", $"-env:UserInstallation=file://{folder}/profile", "--convert-to", to, "--outdir", made, path]);
        var files = Directory.GetFiles(made).Order(StringComparer.Ordinal).ToList();
        Assert.True(exit == 0 && files.Count > 0, $"LibreOffice made nothing of {path}: {output}");
        return files;
    }
}
