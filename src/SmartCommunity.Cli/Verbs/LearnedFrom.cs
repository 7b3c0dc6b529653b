using System.CommandLine;
using SmartCommunity.Anomaly.Expectations;
using SmartCommunity.Anomaly.Kits;
using SmartCommunity.Cli.Folders;
using SmartCommunity.Cloud.Alerts.Learning;
using SmartCommunity.Simulators;

namespace SmartCommunity.Cli.Verbs;

/// <summary>What models are learned from: the data folder of a stopped line, or a folder of recorded sets.</summary>
internal static class LearnedFrom
{
    internal static Option<string> Folder(string sets) => new("--data") { Description = $"Data folder of a stopped line{sets}.", Required = true };

    internal static Option<int> Days() => PartOptions.Limited("--days", "Of a data folder: how many days back.", LearningHistory.StandardDays, 1, LearningHistory.MostDays);

    internal static async Task<IReadOnlyList<QuarterSeries>> SeriesAsync(ExpectationTarget target, string path, int days, CancellationToken stop)
    {
        if (FolderAt(path) is { } folder)
        {
            await using var cloud = await VerifyVerb.OpenAsync(folder, stop, "--data");
            return await cloud.Learning.SeriesAsync(target, TimeProvider.System.GetUtcNow(), days, stop);
        }

        var recorded = target == ExpectationTarget.Load ? RecordedQuarters.Load(path) : RecordedQuarters.Occupancy(path);
        return recorded.Count > 0
            ? [.. recorded.Select(static r => new QuarterSeries(r.Series, r.First, r.Values))]
            : throw new UsageException($"--data '{path}' is no data folder of a line, and holds none of the recorded sets.");
    }

    internal static async Task<IReadOnlyList<KitSeries>> KitsAsync(string path, int days, CancellationToken stop)
    {
        var folder = FolderAt(path) ?? throw new UsageException($"--data '{path}' is no data folder of a line.");
        await using var cloud = await VerifyVerb.OpenAsync(folder, stop, "--data");
        return await cloud.Learning.KitsAsync(TimeProvider.System.GetUtcNow(), days, stop);
    }

    private static DataFolder? FolderAt(string path)
    {
        if (!Directory.Exists(path))
            throw new UsageException($"--data '{path}' does not exist.");
        return DataFolder.At(path) is { Exists: true } folder ? folder : null;
    }
}
