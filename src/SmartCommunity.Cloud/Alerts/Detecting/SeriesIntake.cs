using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts.Detecting;

/// <summary>What is looked at of a series: its value, or of a register its use an hour since the value before. Not thread-safe.</summary>
internal sealed class SeriesIntake
{
    private const double MsPerHour = 3_600_000;

    /// <summary>The value taken last; null: none yet.</summary>
    internal (double Value, long AtMs)? Last { get; set; }

    /// <summary>Null: of a register there is none before, it is the same measurement, or another meter.</summary>
    internal double? Take(bool isRegister, double value, long atMs)
    {
        var before = Last;
        Last = (value, atMs);
        if (!isRegister)
            return value;
        if (before is not var (last, lastAtMs) || atMs <= lastAtMs)
            return null;
        var (used, isReset) = RegisterStep.Between(last, value);
        return isReset ? null : used / ((atMs - lastAtMs) / MsPerHour);
    }
}
