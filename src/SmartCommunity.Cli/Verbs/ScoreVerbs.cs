using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SmartCommunity.Cli.Supervision;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>explain</c>, <c>replay</c>, <c>forecast</c>: what a score is made of, whether log and pack still give the one that was recorded, and where its measures go. They ask a running cloud.</summary>
internal static class ScoreVerbs
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2); // A month of one community's log is folded in seconds.

    internal static Command Explain()
    {
        var (cloud, at, json) = (Cloud(), At("--at", "A past instant, ISO 8601 with zone: re-derived from the log. Absent: now."), Json());
        var (community, measure) = (Community(), new Argument<string>("MEASURE") { Description = "Id of a measure, e.g. JT-21b." });
        var language = new Option<string>("--lang") { Description = "Language of the text.", DefaultValueFactory = _ => "zh" };
        language.AcceptOnlyFromAmong("zh", "en");
        var command = new Command("explain", "How the value of a measure came about: the formula with this community's numbers, down to its inputs.") { community, measure, at, language, json, cloud };
        command.SetAction(async (result, stop) =>
        {
            var format = result.GetValue(json) ? "json" : "text";
            var path = $"/api/v1/communities/{Escaped(result.GetValue(community))}/score/measures/{Escaped(result.GetValue(measure))}?format={format}&lang={result.GetValue(language)}{Query("at", result.GetValue(at))}";
            var (body, exitCode) = await AskAsync(result.GetRequiredValue(cloud), path, stop);
            Terminal.WriteLine(body);
            return exitCode;
        });
        return command;
    }

    internal static Command Replay()
    {
        var (cloud, to, json) = (Cloud(), At("--to", "The instant, ISO 8601 with zone. Absent: now."), Json());
        var community = new Option<string>("--community") { Description = "Code of the community.", Required = true };
        var command = new Command("replay", "Re-derives the last score recorded at or before an instant from log and pack, and compares it with what was recorded.") { community, to, json, cloud };
        command.SetAction(async (result, stop) =>
        {
            var path = $"/api/v1/communities/{Escaped(result.GetValue(community))}/score/replay?{Query("to", result.GetValue(to)).TrimStart('&')}";
            var (body, exitCode) = await AskAsync(result.GetRequiredValue(cloud), path, stop);
            if (exitCode != ExitCode.Success)
            {
                Terminal.WriteLine(body);
                return exitCode;
            }

            var replay = JsonElement.Parse(body);
            var isEqual = replay.GetProperty("isEqual").GetBoolean();
            Terminal.WriteLine(result.GetValue(json) ? body : Text(replay, isEqual));
            return isEqual ? ExitCode.Success : ExitCode.Failed;
        });
        return command;
    }

    internal static Command Forecast()
    {
        var (cloud, json, community) = (Cloud(), Json(), Community());
        var to = new Option<string>("--to") { Description = "The day, such as 2026-12-31: at most half a year ahead.", Required = true };
        var command = new Command("forecast", "Where the live measures of a community will stand on a day, with an interval and the coverage its back-test measured.") { community, to, json, cloud };
        command.SetAction(async (result, stop) =>
        {
            var path = $"/api/v1/communities/{Escaped(result.GetValue(community))}/score/forecast?{Query("to", result.GetValue(to)).TrimStart('&')}";
            var (body, exitCode) = await AskAsync(result.GetRequiredValue(cloud), path, stop);
            Terminal.WriteLine(exitCode != ExitCode.Success || result.GetValue(json) ? body : ForecastText.Of(JsonElement.Parse(body)));
            return exitCode;
        });
        return command;
    }

    private static string Text(JsonElement replay, bool isEqual)
    {
        var (recorded, derived) = (replay.GetProperty("recorded"), replay.GetProperty("derived"));
        var at = DateTimeOffset.FromUnixTimeMilliseconds(recorded.GetProperty("instantMs").GetInt64());
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {recorded.GetProperty("community").GetString()} at {at:O}, position {recorded.GetProperty("position").GetInt64()}, {recorded.GetProperty("pack").GetString()}
              recorded {recorded.GetProperty("total").GetDouble()} points, result {recorded.GetProperty("resultHash").GetString()}
              derived  {derived.GetProperty("total").GetDouble()} points, result {derived.GetProperty("resultHash").GetString()}
            {(isEqual ? "equal" : "DIFFERENT")}
            """);
    }

    /// <summary>Asks a running cloud; with a body by POST. A problem comes back as one line a fault.</summary>
    internal static async Task<(string Body, int ExitCode)> AskAsync(Uri cloud, string path, CancellationToken stop, HttpContent? content = null)
    {
        using var http = new HttpClient { BaseAddress = cloud, Timeout = _patience };
        try
        {
            var uri = new Uri(path, UriKind.Relative);
            using var answer = await (content is null ? http.GetAsync(uri, stop) : http.PostAsync(uri, content, stop));
            var body = await answer.Content.ReadAsStringAsync(stop);
            return answer.IsSuccessStatusCode ? (body, ExitCode.Success) : (Problem(body), ExitCode.Failed);
        }
        catch (HttpRequestException fault)
        {
            throw new UsageException($"the cloud at {cloud} (--cloud) does not answer: {fault.Message}");
        }
    }

    private static string Problem(string body)
    {
        try
        {
            return string.Join('\n', JsonElement.Parse(body).GetProperty("errors").EnumerateObject().SelectMany(static e => e.Value.EnumerateArray().Select(m => $"{e.Name}: {m.GetString()}")));
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return body;
        }
    }

    internal static string Escaped(string? text) => Uri.EscapeDataString(text ?? "");

    internal static string Query(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";

    internal static Argument<string> Community() => new("COMMUNITY") { Description = "Code of the community." };

    internal static Option<string?> At(string name, string description) => new(name) { Description = description };

    internal static Option<bool> Json() => new("--json") { Description = "The answer as JSON." };

    internal static Option<Uri> Cloud() => new("--cloud")
    {
        Description = "Address of the running cloud.", DefaultValueFactory = _ => LineOptions.Loopback(PartOptions.DefaultPort), CustomParser = r => PartOptions.ParseAddress(r)!,
    };
}
