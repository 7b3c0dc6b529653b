using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SmartCommunity.Cli.Folders;
using SmartCommunity.Cloud.Scoring.Verifying;

namespace SmartCommunity.Cli.Verbs;

/// <summary>
/// <c>verify</c>: walks sample → state → measure → score of a stopped cloud's folder and names the first byte that does not fit; <c>verify BUNDLE</c> does so for an acceptance dossier, without network and without a cloud.
/// </summary>
internal static class VerifyVerb
{
    private const int ProgressEvery = 500; // Positions: a few times a second.

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    internal static Command Create()
    {
        var dataDir = PartOptions.DataDir();
        var community = new Option<string?>("--community") { Description = "Code of one community; all of them when absent." };
        var json = new Option<bool>("--json") { Description = "The reports as JSON." };
        var bundle = new Argument<string?>("bundle") { Description = "An acceptance dossier; the data folder when absent.", Arity = ArgumentArity.ZeroOrOne };
        var key = new Option<string?>("--key") { Description = "Fingerprint of the key the dossier should be signed with, 64 hexadecimal digits." };
        var command = new Command("verify", "Derives every recorded score of a stopped line, or the score of an acceptance dossier, again from its log, and names the first byte that does not fit.") { bundle, key, dataDir, community, json };
        command.SetAction(async (result, stop) =>
        {
            if (result.GetValue(bundle) is { } path)
                return await VerifyBundle.RunAsync(path, result.GetValue(key), result.GetValue(json), stop);
            if (result.GetValue(key) is not null)
                throw new UsageException("--key is about a dossier; name its file: smartcommunity verify BUNDLE --key FINGERPRINT.");
            var folder = FolderAt(result.GetRequiredValue(dataDir));
            await using var cloud = await OpenAsync(folder, stop);
            var communities = await cloud.CommunitiesAsync(stop);
            if (result.GetValue(community) is { } one)
            {
                if (!communities.TryGetValue(one, out var last))
                    throw new UsageException($"'{one}' (--community) has no log in {folder.Path}.");
                communities = new Dictionary<string, long> { [one] = last };
            }

            var reports = new List<VerifyReport>();
            foreach (var (code, last) in communities.OrderBy(static c => c.Key, StringComparer.Ordinal))
                reports.Add(await cloud.VerifyAsync(code, Progress(code, last), stop));
            Terminal.WriteLine(result.GetValue(json) ? JsonSerializer.Serialize(reports, _json) : string.Join('\n', reports.Select(Text)));
            return reports.TrueForAll(static r => r.Findings.Count == 0) ? ExitCode.Success : ExitCode.Failed;
        });
        return command;
    }

    /// <summary>A data folder that is there.</summary>
    internal static DataFolder FolderAt(string path) =>
        DataFolder.At(path) is { Exists: true } folder ? folder : throw new UsageException($"{DataFolder.At(path).Path} (--data-dir) is no data folder.");

    internal static async Task<StoppedCloud> OpenAsync(DataFolder folder, CancellationToken stop, string option = "--data-dir")
    {
        try
        {
            return await StoppedCloud.OpenAsync(folder.Cloud, TimeProvider.System, stop);
        }
        catch (Storage.Series.SeriesStoreUnavailableException fault)
        {
            throw new UsageException($"{folder.Cloud} ({option}) cannot be opened: {fault.Message}");
        }
    }

    // On the error stream, so that the answer alone is on the other; nothing where nobody watches.
    private static Action<long> Progress(string community, long last) => position =>
    {
        if (!System.Console.IsErrorRedirected && (position % ProgressEvery == 0 || position == last))
            System.Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{community,-16} {position,9} of {last}{(position == last ? "\n" : "")}"));
    };

    private static string Text(VerifyReport report)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"{report.Community}: positions {report.FromPosition + 1} to {report.ToPosition}, {report.Records} recorded scores, {report.Snapshots} snapshots, {report.States} states, {report.Documents} documents equal");
        var rest = report.BeforeTheLog == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {report.BeforeTheLog} of before the log cannot be derived");
        var findings = report.Findings.Select(static f => string.Create(
            CultureInfo.InvariantCulture, $"  ✗ {f.What} at position {f.Position}: {f.File}{(f.Offset is { } offset ? $", byte {offset}" : "")}: {f.Field} should be {f.Expected}, is {f.Found}"));
        return string.Join('\n', [head + rest, .. findings]);
    }
}
