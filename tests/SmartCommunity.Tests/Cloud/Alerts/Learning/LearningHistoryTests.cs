using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Anomaly.Expectations;
using SmartCommunity.Cloud.Alerts.Learning;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Cloud.Alerts.Detecting;
using Directory = System.IO.Directory;

namespace SmartCommunity.Tests.Cloud.Alerts.Learning;

/// <summary>Three days of a meter and of a home, through the fold and its detectors, and in a real series store: what is learned from the store is what detectors were given.</summary>
public sealed class LearningHistoryTests : IAsyncLifetime
{
    private const int Hours = 72, QuartersAnHour = 4, Missed = 37;

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-learning-").FullName;
    private readonly List<double> _pulses = [];
    private DuckDbSeriesStore _store = null!;
    private DetectorLedger _ledger = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DateTimeOffset End => DateTimeOffset.FromUnixTimeMilliseconds(DetectedLog.StartMs).AddHours(Hours);

    public async ValueTask InitializeAsync()
    {
        _store = await DuckDbSeriesStore.OpenAsync(new DuckDbSeriesOptions { Folder = Path.Combine(_folder, "series") }, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        _ledger = DetectorLedger.Open(Path.Combine(_folder, "detectors.db"));
        var log = new DetectedLog(_ledger).Enrol("meter-1", "electricityMeter").Enrol("pir-1", "pir", "unit:u-1").Enrol("band-1", "wearable", "unit:u-1");
        var (random, commit, used) = (new Random(3), new SeriesCommit(), 100.0);
        for (var row = 0; row < Hours * QuartersAnHour; row++)
        {
            used = Math.Round(used + random.NextDouble(), 2);
            _pulses.Add(60 + random.Next(40));
            if (row == Missed)
                continue;
            (string Device, string Class, string Quantity, double Value)[] said = [("meter-1", "electricityMeter", "energyImport", used), ("pir-1", "pir", "motion", row % 2), ("band-1", "wearable", "heartRate", _pulses[row])];
            log.Quarter(row, said);
            var atMs = DetectedLog.StartMs + ((row + 1) * DetectedLog.QuarterMs) - (30 * DetectedLog.SecondMs);
            commit.Rows.AddRange(said.Select(s => new SeriesRow(_store.SeriesIdOf(s.Device, s.Quantity), atMs, atMs, s.Value, Quality.Good)));
        }

        commit.Entries.Add(new LogEntry(DetectedLog.Community, 1, LogEntryKind.Tick, DetectedLog.StartMs, 0, Array.Empty<byte>()));
        await _store.CommitAsync(commit, Cancel);
        await _store.SaveSnapshotAsync(DetectedLog.Community, 1, CommunitySnapshot.Write(log.State), Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _ledger.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_series_is_what_detectors_were_given_the_use_an_hour_of_a_register_with_its_gap()
    {
        var given = _ledger.Points(_ledger.SeriesOf(DetectedLog.Community).Single(s => s.Device == "meter-1").Number, 0, long.MaxValue)
            .Where(p => p.Value is not null).Select(p => (QuarterSeries.NumberOf(DateTimeOffset.FromUnixTimeMilliseconds(p.AtMs), ChinaTime.Offset), p.Value!.Value)).ToArray();

        var series = Assert.Single(await new LearningHistory(_store).SeriesAsync(ExpectationTarget.Load, End, 10, Cancel));

        Assert.Equal("meter-1/energyImport", series.Name);
        Assert.Equal((Hours * QuartersAnHour) - 2, given.Length);
        Assert.Equal(given, series.Values.Select((v, i) => (series.First + i, v)).Where(p => double.IsFinite(p.v)));
        Assert.Empty(await new LearningHistory(_store).SeriesAsync(ExpectationTarget.Occupancy, End, 10, Cancel));
        Assert.Empty(await new LearningHistory(_store).SeriesAsync(ExpectationTarget.Load, End.AddDays(-30), 10, Cancel));
    }

    [Fact]
    public async Task A_homes_hour_is_the_mean_of_the_quarters_in_which_something_was_said()
    {
        var home = Assert.Single(await new LearningHistory(_store).KitsAsync(End, 10, Cancel));

        Assert.Equal(Hours, home.Hours.Count);
        var (pulse, motion) = (home.Columns.Index().Single(c => c.Item == "wearable.heartRate").Index, home.Columns.Index().Single(c => c.Item == "pir.motion").Index);
        for (var hour = 0; hour < Hours; hour++)
            Assert.Equal(_pulses.Index().Where(p => p.Index / QuartersAnHour == hour && p.Index != Missed).Average(p => p.Item), home.Hours[hour][pulse], 9);
        Assert.Equal(0.5, home.Hours[0][motion]);
        Assert.DoesNotContain("pir.battery", home.Columns);
    }
}
