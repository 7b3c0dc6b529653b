using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmartCommunity.Anomaly.Evaluation;
using SmartCommunity.Cli.Folders;
using SmartCommunity.Cli.Truth;
using SmartCommunity.Simulators;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>truth score</c> judges alerts by the simulators' labels; <c>truth week</c> plays a week of the district in simulated time and judges what its rules raised.</summary>
internal static class TruthVerb
{
    private const string StandardStart = "2026-03-05T00:00:00+08:00", AlertsFile = "alerts.jsonl";

    /// <summary>So that every rule has its time.</summary>
    private static readonly TimeSpan _shortest = TimeSpan.FromHours(12);

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    internal static Command Create() => new("truth", "Alerts measured against what truly happened, as the simulators labelled it.") { Score(), Week() };

    private static Command Score()
    {
        var truth = new Option<string>("--truth") { Description = "The simulators' labels: truth.jsonl of a data folder, or FILE.truth.jsonl of a recording.", Required = true };
        var dataDir = new Option<string?>("--data-dir") { Description = "Data folder whose alerts are judged." };
        var alerts = new Option<string?>("--alerts") { Description = "Alerts to be judged instead: one JSON object a line with id, rule, cause, community, device, place and raisedAt, as the API tells them." };
        var from = new Option<DateTimeOffset?>("--from") { Description = "From when on the cloud ran; absent: when that of --data-dir first started. Earlier faults are left out, and alerts about what was measured earlier." };
        var until = new Option<DateTimeOffset?>("--until") { Description = "Up to when the cloud ran; absent: now. Later alerts and faults are left out, and so is a fault whose alert could still have come." };
        var (grace, json, check) = (Length("--grace", "How long after a fault's end, or its budget's, its alert still counts.", FormattableString.Invariant($"{TruthLabels.Grace.TotalMinutes}m")), AsJson(), Check());
        var command = new Command("score", "Precision, recall and delay of alerts by kind of fault and by rule.") { truth, dataDir, alerts, from, until, grace, json, check };
        command.SetAction(result =>
        {
            if (result.GetValue(dataDir) is null == result.GetValue(alerts) is null)
                throw new UsageException("the alerts come from either --data-dir or --alerts.");
            var cloud = result.GetValue(dataDir) is { } path ? DataFolder.At(path).Cloud : null;
            var end = result.GetValue(until) ?? TimeProvider.System.GetUtcNow();
            JudgedAlert[] raised = [.. (cloud is null ? TruthAlerts.OfFile(result.GetValue(alerts)!) : TruthAlerts.OfFolder(cloud)).Where(a => a.At <= end)];
            var begin = result.GetValue(from) ?? (cloud is null ? DateTimeOffset.MinValue : TruthAlerts.BeginningOf(cloud));
            LabelledFault[] faults = [.. TruthLabels.OfFile(result.GetRequiredValue(truth)).Where(f => f.From <= end)];
            DateTimeOffset[] moments = [.. faults.SelectMany(static f => new[] { f.From, f.To }).Concat(raised.Select(static a => a.At)).Select(m => m < begin ? begin : m > end ? end : m)];
            if (moments.Length == 0 || moments.Max() == moments.Min())
                throw new UsageException($"{result.GetRequiredValue(truth)} (--truth) and the alerts hold nothing to judge.");
            var offices = OfficesOf(faults.Select(static f => f.Community).Concat(raised.Select(static a => a.Community)));
            var scope = new TruthScope(moments.Max() - moments.Min(), offices, LengthOf("--grace", result.GetRequiredValue(grace))) { From = begin, Until = end };
            return Print(TruthScorer.Score(faults, raised, scope), result, json, check);
        });
        return command;
    }

    private static Command Week()
    {
        var (seed, scale) = (PartOptions.Seed(), PartOptions.Scale());
        var length = Length("--for", "How much simulated time is played, 12h at least; of more than a week each week has its faults. Detectors learn for a week before they speak.", "7d");
        var communities = new Option<string[]>("--community") { Description = "Code of a community, may be repeated; absent: all of the district.", AllowMultipleArgumentsPerToken = true };
        var incidents = PartOptions.Fraction("--incidents", "Probability of a fall or call for help per elder's home and day, besides the week's faults.", 0.02, 0, 1);
        var start = new Option<DateTimeOffset>("--start") { Description = "Where the simulated time begins.", DefaultValueFactory = _ => DateTimeOffset.Parse(StandardStart, CultureInfo.InvariantCulture) };
        var output = new Option<string?>("--out") { Description = $"Folder for {TruthFile.Name} and {AlertsFile}; created when absent." };
        var (json, check) = (AsJson(), Check());
        var command = new Command("week", "Plays the district with every kind of fault in simulated time, through the gateway's decoding and the cloud's fold, and judges the alerts.")
        {
            seed, scale, length, communities, incidents, start, output, json, check,
        };
        command.SetAction((result, stop) =>
        {
            var played = result.GetValue(communities) is { Length: > 0 } named ? named : [.. BuiltInDistrict.Communities.Select(static c => c.Community)];
            var lasts = LengthOf("--for", result.GetRequiredValue(length));
            if (lasts < _shortest)
                throw new UsageException($"--for {result.GetValue(length)} is too short: 12h at least, so that every rule has its time.");
            var outcomes = new CommunityOutcome[played.Length];
            var plan = new TrialPlan((ulong)result.GetValue(seed), result.GetValue(scale), result.GetValue(start), lasts, result.GetValue(incidents));
            var offices = OfficesOf(played);
            Parallel.For(0, played.Length, new ParallelOptions { CancellationToken = stop, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
                outcomes[i] = CommunityTrial.Run(plan, played[i], 1.0 / offices.Values.Count(office => office == offices[played[i]]), stop));
            // Ids are unique in a community's labels only.
            FaultLabel[] labels = [.. outcomes.SelectMany(static o => o.Labels).Select(static l => l with { Id = $"{l.Community}-{l.Id}" })];
            if (result.GetValue(output) is { } folder)
                Write(folder, labels, outcomes);
            var scope = new TruthScope(lasts, offices, TruthLabels.Grace);
            Terminal.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{played.Length} communities, {outcomes.Sum(static o => o.Messages)} acts of devices, {labels.Length} labels; left out: {LeftOut(outcomes)}; detectors: {outcomes.Min(static o => o.Series)} to {outcomes.Max(static o => o.Series)} series a community, alerts from strength {outcomes.Min(static o => o.Strength):0.00} to {outcomes.Max(static o => o.Strength):0.00} on"));
            return Task.FromResult(Print(TruthScorer.Score(TruthLabels.Of(labels), [.. outcomes.SelectMany(static o => o.Alerts).Select(static a => a.Alert)], scope), result, json, check));
        });
        return command;
    }

    private static Option<bool> AsJson() => new("--json") { Description = "As JSON, with what each alert was worth." };

    private static Option<bool> Check() => new("--check") { Description = "Exit code 1 when a target is not met." };

    private static Option<string> Length(string name, string description, string standard) => new(name) { Description = $"{description} Such as 90s, 10m, 7d.", DefaultValueFactory = _ => standard };

    private static TimeSpan LengthOf(string name, string text) => Simulators.Span.TryParse(text, out var length) ? length : throw new UsageException($"{name} {text} is no length of time such as 90s, 10m or 7d.");

    /// <summary>The street office of each community; of one that is none of the district's, itself.</summary>
    internal static Dictionary<string, string> OfficesOf(IEnumerable<string> communities) =>
        communities.Distinct(StringComparer.Ordinal).ToDictionary(static c => c, static c => BuiltInDistrict.Communities.FirstOrDefault(k => k.Community == c).Street ?? c, StringComparer.Ordinal);

    private static string LeftOut(CommunityOutcome[] outcomes) =>
        string.Join(", ", outcomes.SelectMany(static o => o.LeftOut).GroupBy(static k => k, StringComparer.Ordinal).OrderBy(static g => g.Key, StringComparer.Ordinal).Select(static g => $"{g.Key} {g.Count()}")) is { Length: > 0 } text ? text : "nothing";

    private static void Write(string folder, IReadOnlyList<FaultLabel> labels, CommunityOutcome[] outcomes)
    {
        try
        {
            Directory.CreateDirectory(folder);
            File.Delete(Path.Combine(folder, TruthFile.Name));
            using var truth = TruthFile.Open(Path.Combine(folder, TruthFile.Name));
            truth.Append(labels);
            File.WriteAllLines(Path.Combine(folder, AlertsFile), outcomes.SelectMany(static o => o.Alerts).Select(static a => TruthAlerts.Line(a.Alert, a.Row)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{folder} (--out) cannot be written: {fault.Message}");
        }
    }

    private static int Print(TruthScore score, ParseResult result, Option<bool> json, Option<bool> check)
    {
        Terminal.WriteLine(result.GetValue(json) ? JsonSerializer.Serialize(TruthTable.Shown(score), _json) : TruthTable.Text(score));
        return result.GetValue(check) && TruthTable.Targets(score).Any(static t => !t.IsMet) ? ExitCode.Failed : ExitCode.Success;
    }
}
