using System.Globalization;
using SmartCommunity.Anomaly.Detectors;
using SmartCommunity.Anomaly.Evaluation;
using SmartCommunity.Anomaly.Expectations;
using SmartCommunity.Tests.Simulators;

namespace SmartCommunity.Tests.Anomaly.Detectors;

/// <summary>A car park of the recorded data: free spaces every quarter of an hour, the last known value carried forward; not a number before the first.</summary>
internal sealed record CarPark(string Name, double[] Free)
{
    internal double Least => Free.Where(double.IsFinite).Min();

    internal double Most => Free.Where(double.IsFinite).Max();

    internal int Changes => Enumerable.Range(1, Free.Length - 1).Count(i => double.IsFinite(Free[i - 1]) && Free[i] != Free[i - 1]);

    /// <summary>Whose feed it comes in: lots of one operator fall silent together.</summary>
    internal string Operator => Name.Split("-parken")[0];
}

/// <summary>The 60 car parks that change most often, of those with at least 50 spaces between their fullest and emptiest and known from the first day.</summary>
internal sealed class CarParks
{
    internal const int QuartersADay = 96;
    private const int QuarterSeconds = 900;
    private const int Busiest = 60;
    private const int LeastSwing = 50;

    private static readonly TimeZoneInfo _place = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private readonly long _start;

    private CarParks(long start, CarPark[] lots)
    {
        _start = start;
        Lots = lots;
    }

    internal CarPark[] Lots { get; }

    internal int Rows => Lots[0].Free.Length;

    internal static CarParks Load()
    {
        var seen = Directory.GetFiles(Path.Combine(Recorded.Folder(), "parking_de"), "2024-*.csv").Order(StringComparer.Ordinal).SelectMany(Read).ToArray();
        var start = seen.Min(s => s.Seconds) / QuarterSeconds * QuarterSeconds;
        var rows = (int)((seen.Max(s => s.Seconds) - start) / QuarterSeconds) + 1;
        var lots =
            from lot in seen.GroupBy(s => s.Lot)
            let park = new CarPark(lot.Key, Forward([.. lot.OrderBy(s => s.Seconds)], start, rows))
            where park.Most - park.Least >= LeastSwing && double.IsFinite(park.Free[QuartersADay - 1])
            orderby park.Changes descending
            select park;
        return new CarParks(start, [.. lots.Take(Busiest)]);
    }

    /// <summary>First row of a day, by the clock of the place.</summary>
    internal int Midnight(int day) => Enumerable.Range(day * QuartersADay, QuartersADay).First(row => Wall(row).TimeOfDay == TimeSpan.Zero);

    /// <summary>What the three channels say of a lot's values; a standstill counts beyond that of the operator's other lots.</summary>
    internal ChannelScores Run(double[] free, float[]? peers)
    {
        var (series, stuck, step) = (new SeriesDetector(TimeSpan.Zero), new StuckDetector(TimeSpan.Zero), new StepDetector());
        var (record, standstill, steps) = (new float[Rows], new float[Rows], new float[Rows]);
        for (var row = 0; row < Rows; row++)
        {
            record[row] = series.Next(Wall(row), free[row]).Record;
            standstill[row] = stuck.Next(Wall(row), free[row]).Score - (peers?[row] ?? 0);
            steps[row] = step.Next(free[row]);
        }
        return new ChannelScores(record, standstill, steps);
    }

    /// <summary>First row's quarter, by the clock of the place.</summary>
    internal long FirstQuarter => QuarterSeries.NumberOf(Wall(0), TimeSpan.Zero);

    /// <summary>How far a lot's values depart from what a model expects.</summary>
    internal float[] Expect(double[] free, Expectation expectation)
    {
        var detector = new ExpectationDetector(expectation, TimeSpan.Zero);
        return [.. free.Select((value, row) => detector.Next(Wall(row), value)?.Record ?? 0)];
    }

    /// <summary>Median standstill of each lot's operator's other lots; null where there are too few.</summary>
    internal float[]?[] Peers()
    {
        ChannelScores[] alone = [.. Lots.Select(lot => Run(lot.Free, null))];
        return [.. Lots.Select((lot, own) => Median([.. alone.Where((_, other) => other != own && Lots[other].Operator == lot.Operator)]))];
    }

    private float[]? Median(ChannelScores[] peers) =>
        peers.Length < PeerComparison.LeastPeers ? null
            : [.. Enumerable.Range(0, Rows).Select(row => (float)-PeerComparison.Difference(0, [.. peers.Select(p => (double)p.Stuck[row])])!.Value)];

    // The wall clock of the place, summer time included, told as if it were UTC.
    private DateTimeOffset Wall(int row)
    {
        var utc = DateTimeOffset.FromUnixTimeSeconds(_start + (long)row * QuarterSeconds);
        return utc + _place.GetUtcOffset(utc);
    }

    private static IEnumerable<(string Lot, long Seconds, double Free)> Read(string path)
    {
        var lines = File.ReadAllLines(path);
        var lots = lines[0].Split(',');
        foreach (var line in lines.Skip(1).Select(l => l.Split(',')))
        {
            var seconds = DateTimeOffset.Parse(line[0], CultureInfo.InvariantCulture).ToUnixTimeSeconds();
            for (var i = 1; i < line.Length; i++)
            {
                if (double.TryParse(line[i], CultureInfo.InvariantCulture, out var free))
                    yield return (lots[i], seconds, free);
            }
        }
    }

    private static double[] Forward((string Lot, long Seconds, double Free)[] seen, long start, int rows)
    {
        var free = new double[rows];
        var (next, last) = (0, double.NaN);
        for (var row = 0; row < rows; row++)
        {
            while (next < seen.Length && seen[next].Seconds < start + (row + 1L) * QuarterSeconds)
                last = seen[next++].Free;
            free[row] = last;
        }
        return free;
    }
}
