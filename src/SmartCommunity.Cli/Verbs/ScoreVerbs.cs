using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>explain</c>, <c>replay</c>, <c>forecast</c>: what a score is made of, whether log and pack still give the one that was recorded, and where its measures go. They ask a running cloud.</summary>
internal static class ScoreVerbs
{
    internal static Command Explain()
    {
        var (cloud, at, json) = (new AskedCloud(), At("--at", "A past instant, ISO 8601 with zone: re-derived from the log. Absent: now."), Json());
        var (community, measure) = (Community(), new Argument<string>("MEASURE") { Description = "Id of a measure, e.g. JT-21b." });
        var language = new Option<string>("--lang") { Description = "Language of the text.", DefaultValueFactory = _ => "zh" };
        language.AcceptOnlyFromAmong("zh", "en");
        var command = new Command("explain", "How the value of a measure came about: the formula with this community's numbers, down to its inputs.") { community, measure, at, language, json };
        cloud.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            var format = result.GetValue(json) ? "json" : "text";
            var path = $"/api/v1/communities/{Escaped(result.GetValue(community))}/score/measures/{Escaped(result.GetValue(measure))}?format={format}&lang={result.GetValue(language)}{Query("at", result.GetValue(at))}";
            var (body, exitCode) = await cloud.AskAsync(result, path, stop);
            Terminal.WriteLine(body);
            return exitCode;
        });
        return command;
    }

    internal static Command Replay()
    {
        var (cloud, to, json) = (new AskedCloud(), At("--to", "The instant, ISO 8601 with zone. Absent: now."), Json());
        var community = new Option<string>("--community") { Description = "Code of the community.", Required = true };
        var command = new Command("replay", "Re-derives the last score recorded at or before an instant from log and pack, and compares it with what was recorded.") { community, to, json };
        cloud.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            var path = $"/api/v1/communities/{Escaped(result.GetValue(community))}/score/replay?{Query("to", result.GetValue(to)).TrimStart('&')}";
            var (body, exitCode) = await cloud.AskAsync(result, path, stop);
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
        var (cloud, json, community) = (new AskedCloud(), Json(), Community());
        var to = new Option<string>("--to") { Description = "The day, such as 2026-12-31: at most half a year ahead.", Required = true };
        var command = new Command("forecast", "Where the live measures of a community will stand on a day, with an interval and the coverage its back-test measured.") { community, to, json };
        cloud.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            var path = $"/api/v1/communities/{Escaped(result.GetValue(community))}/score/forecast?{Query("to", result.GetValue(to)).TrimStart('&')}";
            var (body, exitCode) = await cloud.AskAsync(result, path, stop);
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

    internal static string Escaped(string? text) => Uri.EscapeDataString(text ?? "");

    internal static string Query(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";

    internal static Argument<string> Community() => new("COMMUNITY") { Description = "Code of the community." };

    internal static Option<string?> At(string name, string description) => new(name) { Description = description };

    internal static Option<bool> Json() => new("--json") { Description = "The answer as JSON." };
}
