namespace SmartCommunity.Cli.Supervision;

/// <summary>What a line of a part's output is, by the prefix the console formatter gives it.</summary>
internal static class LogLines
{
    private static readonly string[] _alarming = ["warn:", "fail:", "crit:", "smartcommunity:", "Unhandled exception"];

    /// <summary>True when a person at the terminal should see it; everything else is in the log file.</summary>
    internal static bool IsAlarming(string line) => _alarming.Any(a => line.StartsWith(a, StringComparison.Ordinal));
}
