using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Cli.Bench;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using static System.Console;

namespace SmartCommunity.Benchmarks;

/// <summary>
/// The embedded series store over one day of a large district: commits as ingest makes them, seals the day, and reads one series over 24 h again and
/// again. Arguments: <c>[rows, default 100,000,000] [folder, default a temporary one]</c>. Prints Markdown.
/// </summary>
internal static class SeriesMeasurement
{
    private const long StandardRows = 100_000_000;
    private const int SecondsOfDay = 86_400;
    private const int IntervalSeconds = 10;
    private const int RowsPerCommit = 40_000; // Of the ingest at full load.
    private const int Reads = 300;
    private const int Points = 2_000; // Of a chart.
    private const int Seed = 20_261_123;
    private static readonly DateOnly Day = new(2026, 11, 20);

    internal static async Task<int> RunAsync(string[] arguments)
    {
        var rows = arguments.Length > 0 ? long.Parse(arguments[0], CultureInfo.InvariantCulture) : StandardRows;
        var folder = arguments.Length > 1 ? arguments[1] : Directory.CreateTempSubdirectory("smartcommunity-series-").FullName;
        var seriesCount = (int)(rows * IntervalSeconds / SecondsOfDay);
        await using (var store = await DuckDbSeriesStore.OpenAsync(
            new DuckDbSeriesOptions { Folder = folder }, TimeProvider.System, NullLogger.Instance, CancellationToken.None))
        {
            var written = await WriteDayAsync(store, seriesCount);
            WriteLine($"# Series store, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC\n\n{Machine.Describe()}\n");
            WriteLine($"One day of {seriesCount} series, one measurement each {IntervalSeconds} s, seed {Seed}.\n\n| What | Measured |\n|---|---|");
            Row("measurements committed", $"{written.Rows} in commits of {RowsPerCommit}, sealing beside them");
            Row("measurements/s into the store", $"{written.Rows / written.Took.TotalSeconds:0}");
            Row("commit p50 / p99 / max", $"{At(written.CommitsMs, 0.5):0.0} / {At(written.CommitsMs, 0.99):0.0} / {written.CommitsMs[^1]:0.0} ms");
            var started = Stopwatch.GetTimestamp();
            await store.SealAsync(ChinaTime.StartMs(Day.AddDays(1)) + (long)TimeSpan.FromHours(3).TotalMilliseconds, CancellationToken.None);
            Row("closing the day", $"{Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
            var bytes = Directory.EnumerateFiles(Path.Combine(folder, "sealed")).Sum(static f => new FileInfo(f).Length);
            Row("bytes a measurement, sealed", $"{(double)bytes / written.Rows:0.00} (value, quality and both clocks)");
            var readsMs = await ReadAsync(store, seriesCount);
            Row($"one series over 24 h, {Points} points (LTTB), p50 / p95 / max of {Reads}", $"{At(readsMs, 0.5):0.0} / {At(readsMs, 0.95):0.0} / {readsMs[^1]:0.0} ms");
            Row("resident", $"{Environment.WorkingSet >> 20} MiB, peak {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB");
        }

        if (arguments.Length < 2)
            Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static async Task<(long Rows, TimeSpan Took, double[] CommitsMs)> WriteDayAsync(DuckDbSeriesStore store, int seriesCount)
    {
        var signals = Enumerable.Range(0, seriesCount).Select(i => new Signal(store.SeriesIdOf(DeviceOf(i), "heartRate"), i)).ToArray();
        var (commit, commitsMs) = (new SeriesCommit(), new List<double>());
        var (rows, took, sealing) = (0L, TimeSpan.Zero, Task.CompletedTask);
        var lastSeal = 0L;
        var startMs = ChinaTime.StartMs(Day);
        for (var second = 0; second < SecondsOfDay; second += IntervalSeconds)
        {
            foreach (var signal in signals)
            {
                commit.Rows.Add(signal.Next(startMs + (second * 1_000L)));
                if (commit.Rows.Count == RowsPerCommit)
                    await CommitAsync();
            }

            // As the upkeep does, by rows instead of minutes: this day passes faster than a day.
            if (rows - lastSeal >= 4_000_000 && sealing.IsCompleted)
            {
                await sealing;
                lastSeal = rows;
                var nowMs = startMs + (second * 1_000L);
                sealing = Task.Run(() => store.SealAsync(nowMs, CancellationToken.None));
            }
        }

        await CommitAsync();
        await sealing;
        return (rows, took, [.. commitsMs.Order()]);

        async Task CommitAsync()
        {
            var started = Stopwatch.GetTimestamp();
            await store.CommitAsync(commit, CancellationToken.None);
            var elapsed = Stopwatch.GetElapsedTime(started);
            took += elapsed;
            commitsMs.Add(elapsed.TotalMilliseconds);
            rows += commit.Rows.Count;
            commit.Clear();
        }
    }

    private static async Task<double[]> ReadAsync(DuckDbSeriesStore store, int seriesCount)
    {
        var random = new Random(Seed);
        var startMs = ChinaTime.StartMs(Day);
        var readsMs = new double[Reads];
        for (var i = 0; i < Reads; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var points = await store.RangeAsync(
                DeviceOf(random.Next(seriesCount)), "heartRate", startMs, startMs + ChinaTime.DayMs, Downsampling.Lttb, Points, CancellationToken.None);
            readsMs[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            if (points.Count == 0)
                throw new InvalidOperationException("A series that was written reads as empty.");
        }

        return [.. readsMs.Order()];
    }

    private static string DeviceOf(int index) => string.Create(CultureInfo.InvariantCulture, $"device-{index:D6}");

    private static void Row(string what, FormattableString measured) => WriteLine($"| {what} | {FormattableString.Invariant(measured)} |");

    private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];

    /// <summary>A value that wanders by tenths as a room's temperature does, measured on the beat with some jitter and received a little later.</summary>
    private sealed class Signal(int seriesId, int index)
    {
        private const int JitterMs = 40;
        private const int DelayMs = 400;
        private const int StaysOf = 5; // Four of five times the value is the last one.
        private const double Step = 0.1;
        private readonly Random _random = new(Seed + index);
        private int _tenths = 200 + (index % 50);

        internal SeriesRow Next(long atMs)
        {
            if (_random.Next(StaysOf) == 0)
                _tenths += _random.Next(2) == 0 ? 1 : -1;
            var measuredAtMs = atMs + (index % (IntervalSeconds * 1_000 - JitterMs)) + _random.Next(JitterMs);
            return new SeriesRow(seriesId, measuredAtMs, measuredAtMs + 50 + _random.Next(DelayMs), _tenths * Step, Quality.Good);
        }
    }
}
