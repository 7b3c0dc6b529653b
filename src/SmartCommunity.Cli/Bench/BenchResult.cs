using System.Globalization;
using SmartCommunity.Simulators;

namespace SmartCommunity.Cli.Bench;

/// <summary>CPU and memory of one process over the run.</summary>
internal sealed record ProcessCost(string Name, TimeSpan ProcessorTime, long ResidentBytes);

/// <summary>What was measured.</summary>
internal sealed record BenchResult
{
    /// <summary>Quantities in a message of a load run.</summary>
    internal const int ValuesPerMessage = 4;

    internal required BenchOptions Options { get; init; }

    internal required DateTimeOffset At { get; init; }

    internal required LoadSummary Load { get; init; }

    internal required IReadOnlyList<ProcessCost> Processes { get; init; }

    /// <summary>Measurements the cloud committed, by its own counter.</summary>
    internal required long Stored { get; init; }

    /// <summary>Messages the gateway refused for want of space; their senders keep them and, by MQTT 3.1.1, are disconnected.</summary>
    internal required long Refused { get; init; }

    /// <summary>From before the first connection until they were committed.</summary>
    internal required TimeSpan StoredAfter { get; init; }

    /// <summary>Ages of values at the hub client, milliseconds, sorted.</summary>
    internal required double[] ValueAgesMs { get; init; }

    /// <summary>Ages of SOS events at the hub client, milliseconds, sorted.</summary>
    internal required double[] SosAgesMs { get; init; }

    /// <summary>Ages of alerts raised by an SOS at the hub client, from the press by the device's clock, milliseconds, sorted.</summary>
    internal required double[] SosAlertAgesMs { get; init; }

    /// <summary>Bytes of the series store on disk after the stop for every measurement in it, the warm-up's too.</summary>
    internal required double BytesPerMeasurement { get; init; }

    /// <summary>Everything acknowledged was stored before the bench stopped waiting.</summary>
    internal bool IsComplete => Stored == Load.Acknowledged * ValuesPerMessage;

    internal double MicrosecondsPerMessage(ProcessCost cost) => Load.Acknowledged == 0 ? 0 : cost.ProcessorTime.TotalMicroseconds / Load.Acknowledged;

    /// <summary>A percentile as text; a dash where nothing was measured.</summary>
    internal static string Ms(double[] sorted, double share) =>
        sorted.Length == 0 ? "–" : Percentile(sorted, share).ToString("0 'ms'", CultureInfo.InvariantCulture);

    internal static double Percentile(double[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
}
