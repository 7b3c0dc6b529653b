using MessagePack;
using SmartCommunity.Anomaly.Kits;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts.Detecting;

/// <summary>An hour of a home as it is kept. Keys are positions in an array; only ever append.</summary>
/// <param name="Sums">Sum of each of the model's columns.</param>
/// <param name="Counts">Values in each sum.</param>
/// <param name="Last">What devices said last, for what registers use next.</param>
/// <param name="IsWhole">The hour's last quarter is in it.</param>
/// <param name="Parts">Columns that stuck out, with blanks between; empty: none.</param>
[MessagePackObject]
public sealed record KitHourRecord(
    [property: Key(0)] double[] Sums, [property: Key(1)] int[] Counts, [property: Key(2)] KitLastRecord[] Last, [property: Key(3)] bool IsWhole, [property: Key(4)] string Parts);

/// <summary>What a device of a home said last of a quantity.</summary>
[MessagePackObject]
public sealed record KitLastRecord([property: Key(0)] string Device, [property: Key(1)] string Column, [property: Key(2)] double Value, [property: Key(3)] long AtMs);

/// <summary>
/// Gathers a home's hours out of its quarters: the mean of each column over the quarters in which something was said. Part of <see cref="HomeKits"/> and of what models are learned from, so that both see the same. Not
/// thread-safe.
/// </summary>
internal sealed class KitHour(IReadOnlyList<string> columns)
{
    /// <summary>An hour, milliseconds.</summary>
    internal const long LengthMs = KitSeries.Seconds * 1_000L;

    private readonly Dictionary<(string Device, string Column), SeriesIntake> _intakes = [];
    private readonly Dictionary<string, int> _columns = columns.Index().ToDictionary(static c => c.Item, static c => c.Index, StringComparer.Ordinal);
    private readonly double[] _sums = new double[columns.Count];
    private readonly int[] _counts = new int[columns.Count];

    /// <summary>End of the hour that is being gathered, epoch milliseconds.</summary>
    internal long EndMs { get; private set; }

    /// <summary>Number of it, by the wall clock.</summary>
    internal long Number => NumberOf(EndMs);

    /// <summary>Means; not a number where nothing was said.</summary>
    internal double[] Values => [.. _sums.Zip(_counts, static (sum, count) => count == 0 ? double.NaN : sum / count)];

    internal static long NumberOf(long endMs) => ((endMs + (long)ChinaTime.Offset.TotalMilliseconds) / LengthMs) - 1;

    /// <summary>Takes a quarter; true: it is the last of its hour. An hour whose end was missed is forgotten.</summary>
    internal bool Take(long quarterEndMs, IEnumerable<KitSample> samples)
    {
        var endMs = (quarterEndMs + LengthMs - 1) / LengthMs * LengthMs;
        if (endMs != EndMs)
            Begin(endMs);
        foreach (var sample in samples)
        {
            if (!_columns.TryGetValue(sample.Column, out var column))
                continue;
            if (!_intakes.TryGetValue((sample.Device, sample.Column), out var intake))
                _intakes[(sample.Device, sample.Column)] = intake = new SeriesIntake();
            if (intake.Take(sample.IsRegister, sample.Value, sample.AtMs) is not { } value)
                continue;
            _sums[column] += value;
            _counts[column]++;
        }

        return quarterEndMs == endMs;
    }

    internal KitHourRecord Write(bool isWhole, string parts) => new(
        [.. _sums], [.. _counts], [.. _intakes.Where(static i => i.Value.Last is not null).Select(static i => new KitLastRecord(i.Key.Device, i.Key.Column, i.Value.Last!.Value.Value, i.Value.Last.Value.AtMs))], isWhole, parts);

    internal void Restore(long endMs, KitHourRecord hour)
    {
        Begin(endMs);
        hour.Sums.CopyTo(_sums, 0);
        hour.Counts.CopyTo(_counts, 0);
        foreach (var last in hour.Last)
            _intakes[(last.Device, last.Column)] = new SeriesIntake { Last = (last.Value, last.AtMs) };
    }

    private void Begin(long endMs)
    {
        EndMs = endMs;
        Array.Clear(_sums);
        Array.Clear(_counts);
    }
}
