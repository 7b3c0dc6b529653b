using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SmartCommunity.Anomaly.Evaluation;
using SmartCommunity.Cli.Folders;
using SmartCommunity.Cli.Truth;
using SmartCommunity.Cloud.Alerts.BackTests;
using SmartCommunity.Cloud.Scoring.Verifying;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>rules backtest</c>: what rules would have raised in what a stopped line has kept, and how good that is where the truth is known.</summary>
internal static class RulesBackTestVerb
{
    private const int StandardDays = 30, ShownAlerts = 20;

    /// <summary>A replay of series tells times to the minute: a budget of seconds cannot be judged by it.</summary>
    private static readonly TimeSpan _seriesStep = TimeSpan.FromMinutes(1);

    internal static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "File of rules; 'shipped' for those this program ships." };
        var dataDir = PartOptions.DataDir();
        var communities = new Option<string[]>("--community") { Description = "Code of a community, may be repeated; absent: all that have a log.", AllowMultipleArgumentsPerToken = true };
        var from = new Option<DateTimeOffset?>("--from") { Description = $"From when alerts are counted; absent: {StandardDays} days before --to." };
        var to = new Option<DateTimeOffset?>("--to") { Description = "And up to when; absent: now." };
        var series = new Option<bool>("--series") { Description = "Replays stored history instead of the log: only the quantities the rules look at. Far faster, as far back as history is kept; knows nothing of gateways that were away." };
        var truth = new Option<string?>("--truth") { Description = "The simulators' labels (truth.jsonl): also says precision, recall and delay by kind of fault." };
        var json = CheckedFiles.AsJson();
        var command = new Command("backtest", "Says how many alerts rules would have raised in the past, when and of whom.") { file, dataDir, communities, from, to, series, truth, json };
        command.SetAction(async (result, stop) =>
        {
            var folder = VerifyVerb.FolderAt(result.GetRequiredValue(dataDir));
            var bytes = RulesVerb.Bytes(result.GetRequiredValue(file));
            var until = result.GetValue(to) ?? TimeProvider.System.GetUtcNow();
            var since = result.GetValue(from) ?? until.AddDays(-StandardDays);
            if (since >= until || until - since > RuleBackTest.MaxLength)
                throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--from {since:O} must lie before --to {until:O}, at most {RuleBackTest.MaxLength.TotalDays} days."));
            await using var cloud = await VerifyVerb.OpenAsync(folder, stop);
            // Here, for the folder may know classes of its own.
            if (RulesVerb.Read(bytes, result.GetRequiredValue(file), Terminal.Error) is null)
                return ExitCode.Failed;
            var scope = new BackTestScope(await CommunitiesAsync(cloud, result.GetValue(communities) ?? [], folder, stop), since, until, result.GetValue(series) ? BackTestSource.Series : BackTestSource.Log);
            var report = await cloud.BackTest.RunAsync(bytes, scope, Progress(), stop);
            var score = result.GetValue(truth) is { } labels ? Score(report, labels) : null;
            Terminal.WriteLine(result.GetValue(json) ? JsonSerializer.Serialize(new { Report = report, Truth = score is null ? null : TruthTable.Shown(score) }, CheckedFiles.Json) : Text(report, score));
            return ExitCode.Success;
        });
        return command;
    }

    private static async Task<IReadOnlyList<string>> CommunitiesAsync(StoppedCloud cloud, string[] named, DataFolder folder, CancellationToken stop)
    {
        var all = await cloud.CommunitiesAsync(stop);
        if (named.FirstOrDefault(n => !all.ContainsKey(n)) is { } unknown)
            throw new UsageException($"'{unknown}' (--community) has no log in {folder.Path}.");
        return named.Length > 0 ? named : [.. all.Keys.Order(StringComparer.Ordinal)];
    }

    private static TruthScore Score(BackTestReport report, string path)
    {
        var (scope, communities) = (report.Scope, report.Scope.Communities);
        var alerts = report.Alerts.Where(static a => !a.IsShadow).Select(static (a, i) => new JudgedAlert(
            i.ToString(CultureInfo.InvariantCulture), a.Rule, a.Cause, a.Community, TruthAlerts.SubjectsOf(a.Device, a.Place), a.At) { MeasuredAt = a.MeasuredAt }).ToArray();
        // A log begins when the cloud first started: what devices had kept until then happened before it.
        var from = report.Communities.Max(static c => c.Since) is { } since && since > scope.From ? since : scope.From;
        var slack = scope.Source == BackTestSource.Series ? _seriesStep : TimeSpan.Zero;
        return TruthScorer.Score(
            [.. TruthLabels.OfFile(path).Where(f => communities.Contains(f.Community) && f.To >= from && f.From < scope.To).Select(f => f with { Budget = f.Budget + slack })], alerts,
            new TruthScope(scope.To - from, TruthVerb.OfficesOf(communities), TruthLabels.Grace) { From = from, Until = scope.To });
    }

    // On the error stream, so that the answer alone is on the other; nothing where nobody watches.
    private static Action<BackTestProgress>? Progress() => System.Console.IsErrorRedirected
        ? null
        : static progress => System.Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{progress.Share,4:P0} {progress.Alerts,7} alerts{(progress.Share >= 1 ? "\n" : "")}"));

    private static string Text(BackTestReport report, TruthScore? score)
    {
        var scope = report.Scope;
        var empty = report.Communities.Where(static c => c.Since is null).Select(static c => c.Community).ToArray();
        string[] lines =
        [
            string.Create(CultureInfo.InvariantCulture, $"{report.RuleSet}, {Time(scope.From)} to {Time(scope.To)} (Asia/Shanghai), out of the {(scope.Source == BackTestSource.Log ? "log" : "series")}: {report.Communities.Count} communities, {report.Communities.Sum(static c => c.Devices)} devices, {report.Messages} messages in {report.Took.TotalSeconds:0.0} s"),
            .. empty.Length > 0 ? [$"nothing is kept of that time: {string.Join(", ", empty)}"] : Array.Empty<string>(),
            .. report.Communities.Where(c => c.Since > scope.From).Select(static c => $"{c.Community}: only from {Time(c.Since!.Value)} on"),
            string.Create(CultureInfo.InvariantCulture, $"{"rule",-20} {"alerts",7} {"a day",8} {"communities",11} {"subjects",8}  first             last"),
            .. report.Rules.Select(static r => string.Create(
                CultureInfo.InvariantCulture,
                $"{r.Rule + (r.IsShadow ? " (shadow)" : ""),-20} {r.Alerts,7} {r.PerDay,8:0.00} {r.Communities,11} {r.Subjects,8}  {(r.First is { } first ? Time(first) : "–"),-16}  {(r.Last is { } last ? Time(last) : "–")}")),
            string.Create(CultureInfo.InvariantCulture, $"{"together",-20} {report.Alerts.Count,7}"),
            .. report.Alerts.TakeLast(ShownAlerts).Select(static a => $"{Time(a.At)} P{a.Priority.ToString(CultureInfo.InvariantCulture)} {a.Rule}{(a.IsShadow ? " (shadow)" : "")} {a.Community} {a.Subject} {a.Place}"),
            .. report.Alerts.Count > ShownAlerts ? [string.Create(CultureInfo.InvariantCulture, $"(the last {ShownAlerts}; all with --json)")] : Array.Empty<string>(),
        ];
        return string.Join(Environment.NewLine, score is null ? lines : [.. lines, "", TruthTable.Text(score)]);
    }

    private static string Time(DateTimeOffset at) => ChinaTime.From(at.ToUnixTimeMilliseconds()).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
