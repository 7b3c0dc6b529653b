using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SmartCommunity.Cli.Bench;
using SmartCommunity.Cloud.Programme.Papers.Dossiers;
using Directory = System.IO.Directory;
using static System.Console;

namespace SmartCommunity.Benchmarks;

/// <summary>
/// Papers of the programme on a running line with the simulated district: the month's bulletin with every other document of the 17 projects in every format (bound: 10 s), the acceptance dossier of one (5 s), and its verification by a
/// process of its own (5 s). Prints Markdown.
/// </summary>
internal static class PapersMeasurement
{
    private const int Rounds = 5;
    private const double BytesPerMb = 1_000_000;

    /// <summary>Simulated seconds per second while the log fills, and how long it does: some hours of every device's messages.</summary>
    internal const int Speed = 60, Seconds = 180;

    internal static async Task<int> RunAsync(int seconds)
    {
        var folder = Directory.CreateTempSubdirectory("smartcommunity-papers-").FullName;
        try
        {
            Error.WriteLine("a month passes, then the district starts ...");
            using var district = await PapersDistrict.StartAsync(folder, Speed, CancellationToken.None);
            Error.WriteLine($"the log fills for {seconds} s ...");
            using (var filled = new PeriodicTimer(TimeSpan.FromSeconds(seconds)))
                await filled.WaitForNextTickAsync();
            return await MeasureAsync(district, Path.Combine(folder, "dossier.zip"), seconds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> MeasureAsync(PapersDistrict district, string bundle, int seconds)
    {
        var projects = await district.ProjectsAsync(CancellationToken.None);
        var documents = await DocumentsAsync(district, projects);
        var bulletin = (await district.GetAsync("/api/v1/programme/bulletins", CancellationToken.None))[0].GetProperty("bulletin");
        var check = $"/api/v1/programme/bulletins/{bulletin.GetProperty("month").GetString()}/check";
        var (papers, checks, dossiers, verifications, bytes, passed) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), 0L, true);
        for (var round = 0; round < Rounds; round++)
        {
            papers.Add(await TimeAsync(async () => bytes = await MakeAsync(district, documents)));
            checks.Add(await TimeAsync(async () => passed &= (await district.GetAsync(check, CancellationToken.None)).GetProperty("isSame").GetBoolean()));
            dossiers.Add(await TimeAsync(async () => await File.WriteAllBytesAsync(bundle, await district.Http.GetByteArrayAsync(new Uri($"/api/v1/programme/projects/{projects[0]}/dossier/bundle?actor=bench", UriKind.Relative)))));
            verifications.Add(await TimeAsync(async () => passed &= await VerifyAsync(bundle)));
            Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}: papers {papers[^1]:F2} s, check {checks[^1]:F2} s, dossier {dossiers[^1]:F2} s, verify {verifications[^1]:F2} s"));
        }

        var report = await BundleCheck.RunAsync(bundle, null, CancellationToken.None);
        var score = report.Manifest!.Score;
        WriteLine($"# Papers and dossiers, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC\n\n{Machine.Describe()}\n");
        WriteLine(
            $"`SmartCommunity.Benchmarks papers`: `smartcommunity up --speed {Speed}` with the simulated district of {projects.Count} communities, {seconds} s after the first scores, devices going on; papers and dossiers over HTTP, one after the "
            + $"other; each verification a process of its own. The last month's bulletin was frozen by the cloud. Medians of {Rounds} (least to largest).\n\n| What | Bound | Measured |\n|---|---|---|");
        WriteLine(string.Create(CultureInfo.InvariantCulture, $"| bulletin, lists, ledger, and every paper of {projects.Count} projects, in Word, Excel and HTML: {documents.Count} files, {bytes / BytesPerMb:F1} MB | 10 s | {Row(papers)} |"));
        WriteLine($"| the bulletin of {bulletin.GetProperty("month").GetString()} made again from snapshots and log, {Scored(bulletin)} of {projects.Count} projects with a score | – | {Row(checks)} |");
        WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| dossier of {projects[0]}: {report.Files.Count} files, {score.ToPosition - score.FromPosition} entries of the log (position {score.ToPosition}), {new FileInfo(bundle).Length / BytesPerMb:F2} MB | 5 s | {Row(dossiers)} |"));
        WriteLine($"| `smartcommunity verify BUNDLE` of it, {report.Indicators.Count} indicators | 5 s | {Row(verifications)} |");
        WriteLine(passed ? "\nEvery bundle passed, and the same bulletin followed each time." : "\n**A bundle failed, or another bulletin followed.**");
        return passed ? 0 : 1;
    }

    private static int Scored(JsonElement bulletin) => bulletin.GetProperty("rows").EnumerateArray().Count(static r => r.GetProperty("figures").GetProperty("score").ValueKind == JsonValueKind.Object);

    private static async Task<IReadOnlyList<string>> DocumentsAsync(PapersDistrict district, IReadOnlyList<string> projects)
    {
        var kinds = await district.GetAsync("/api/v1/programme/papers", CancellationToken.None);
        return
        [
            .. kinds.EnumerateArray().SelectMany(k => k.GetProperty("formats").EnumerateArray().SelectMany(f => (k.GetProperty("ofOneProject").GetBoolean() ? projects.Select(static p => $"&project={p}") : [""])
                .Select(of => $"/api/v1/programme/papers/{k.GetProperty("code").GetString()}?format={f.GetString()}{of}"))),
        ];
    }

    private static async Task<long> MakeAsync(PapersDistrict district, IReadOnlyList<string> documents)
    {
        var bytes = 0L;
        foreach (var document in documents)
            bytes += (await district.Http.GetByteArrayAsync(new Uri(document, UriKind.Relative))).Length;
        return bytes;
    }

    private static async Task<bool> VerifyAsync(string bundle)
    {
        using var verify = Process.Start(new ProcessStartInfo(PapersDistrict.Program, ["verify", bundle]) { RedirectStandardOutput = true })!;
        await verify.StandardOutput.ReadToEndAsync();
        await verify.WaitForExitAsync();
        return verify.ExitCode == 0;
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var began = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static string Row(List<double> seconds)
    {
        var sorted = seconds.Order().ToArray();
        return string.Create(CultureInfo.InvariantCulture, $"{sorted[Rounds / 2]:F2} s ({sorted[0]:F2} to {sorted[^1]:F2})");
    }
}
