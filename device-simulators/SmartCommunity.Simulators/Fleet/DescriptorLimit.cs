using System.Globalization;

namespace SmartCommunity.Simulators.Fleet;

/// <summary>How many connections this process may hold: what limits 60,000 devices first is the number of open files.</summary>
internal static class DescriptorLimit
{
    private const string File = "/proc/self/limits";
    private const string Line = "Max open files";

    /// <summary>For everything that is no connection of a device.</summary>
    private const int Reserve = 1_000;

    /// <summary>Where the system does not say: macOS and Windows allow more, and more than this has not been tried.</summary>
    private const int Otherwise = 9_000;

    internal static int Connections()
    {
        if (!OperatingSystem.IsLinux())
            return Otherwise;
        var line = System.IO.File.ReadLines(File).FirstOrDefault(l => l.StartsWith(Line, StringComparison.Ordinal));
        var soft = line?[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var files) ? (int)Math.Clamp(files - Reserve, 1, 1_000_000) : Otherwise;
    }
}
