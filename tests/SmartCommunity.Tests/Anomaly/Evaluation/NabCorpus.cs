using System.Globalization;
using System.Text.Json;
using SmartCommunity.Anomaly.Detectors;
using SmartCommunity.Anomaly.Evaluation;
using SmartCommunity.Tests.Simulators;

namespace SmartCommunity.Tests.Anomaly.Evaluation;

/// <summary>One labelled series of the benchmark.</summary>
internal sealed record NabRecording(string Name, DateTimeOffset[] At, double[] Values, NabWindow[] Windows)
{
    internal NabFile Scored(IEnumerable<float> scores) => new([.. scores], Windows);

    /// <summary>What a new detector says of the first rows, told in another unit.</summary>
    internal PointScore[] Run(Func<double, double>? unit = null, int? rows = null)
    {
        var detector = new SeriesDetector(TimeSpan.Zero);
        return [.. Enumerable.Range(0, rows ?? Values.Length).Select(i => detector.Next(At[i], unit is null ? Values[i] : unit(Values[i])))];
    }
}

/// <summary>The 29 files of the benchmark in the recorded data, and what the product says of them: run once for all tests.</summary>
internal static class NabCorpus
{
    private static readonly Lazy<(NabRecording[] Files, PointScore[][] Scores)> _run = new(Run);

    internal static NabRecording[] Files => Ran().Files;

    internal static PointScore[][] Scores => Ran().Scores;

    private static (NabRecording[] Files, PointScore[][] Scores) Ran()
    {
        Recorded.Folder();
        return _run.Value;
    }

    private static (NabRecording[], PointScore[][]) Run()
    {
        var folder = Path.Combine(Recorded.Folder(), "nab");
        using var labels = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "windows.json")));
        NabRecording[] files = [.. labels.RootElement.EnumerateObject().Select(p => Load(folder, p.Name, p.Value))];
        return (files, [.. files.Select(f => f.Run())]);
    }

    private static NabRecording Load(string folder, string name, JsonElement windows)
    {
        var rows = File.ReadLines(Path.Combine(folder, name)).Skip(1).Select(line => line.Split(',')).ToArray();
        DateTimeOffset[] at = [.. rows.Select(row => Time(row[0]))];
        double[] values = [.. rows.Select(row => double.Parse(row[1], CultureInfo.InvariantCulture))];
        return new NabRecording(name, at, values, [.. windows.EnumerateArray().Select(w => new NabWindow(Array.IndexOf(at, Time(w[0].GetString()!)), Array.LastIndexOf(at, Time(w[1].GetString()!))))]);
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
