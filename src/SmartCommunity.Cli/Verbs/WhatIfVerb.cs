using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>whatif</c>: what edits would do to a community's score. Asks a running cloud and writes nothing there.</summary>
internal static class WhatIfVerb
{
    /// <summary>How requests are written: what is not given is left out, so that the cloud sees the fields of the kind alone.</summary>
    internal static JsonSerializerOptions Request { get; } = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    internal static Command Create()
    {
        var (cloud, json) = (new AskedCloud(), ScoreVerbs.Json());
        var from = ScoreVerbs.At("--from", "A past instant whose score is changed, ISO 8601 with zone. Absent: now.");
        var community = ScoreVerbs.Community();
        var words = new Argument<string[]>("EDIT") { Description = EditWords.Help.ReplaceLineEndings(" "), Arity = ArgumentArity.ZeroOrMore };
        var inspected = new Option<bool>("--inspected") { Description = "Facts and evidence of the edits count as checked on site, measures as inspected." };
        var file = new Option<FileInfo?>("--edits") { Description = "File with a JSON array of edits, as the API takes them; they come before the others." };
        var command = new Command("whatif", "What edits would do to a community's score: total, verdict, every measure that differs. Nothing is written.") { community, words, inspected, file, from, json };
        cloud.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            var edits = (result.GetValue(file) is { } given ? Read(given) : []).Concat(EditWords.Read(result.GetValue(words) ?? [], result.GetValue(inspected))).ToArray();
            if (edits.Length == 0)
            {
                throw new UsageException($"no edit is given. {EditWords.Help.ReplaceLineEndings(" ")}");
            }

            using var body = JsonContent.Create(new NewWhatIf { Edits = edits }, options: Request);
            var path = $"/api/v1/communities/{ScoreVerbs.Escaped(result.GetValue(community))}/score/what-if?{ScoreVerbs.Query("at", result.GetValue(from)).TrimStart('&')}";
            var (answer, exitCode) = await cloud.AskAsync(result, path, stop, body);
            if (exitCode != ExitCode.Success)
            {
                await result.InvocationConfiguration.Error.WriteLineAsync(answer);
                return exitCode;
            }

            await result.InvocationConfiguration.Output.WriteLineAsync(result.GetValue(json) ? answer : Text(JsonElement.Parse(answer)));
            return exitCode;
        });
        return command;
    }

    private static ScoreEdit[] Read(FileInfo file)
    {
        try
        {
            return JsonSerializer.Deserialize<ScoreEdit[]>(File.ReadAllBytes(file.FullName), Request) ?? [];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new UsageException($"--edits '{file}' is no file with a JSON array of edits: {fault.Message}");
        }
    }

    private static string Text(JsonElement outcome)
    {
        var (before, after) = (outcome.GetProperty("before"), outcome.GetProperty("after"));
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{after.GetProperty("community").GetString()}, SIMULATED under {after.GetProperty("pack").GetString()} ({after.GetProperty("projectType").GetString()}); nothing was written");
        text.AppendLine(CultureInfo.InvariantCulture, $"  points      {Change(before, after, "total")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  acceptance  {Change(before, after, "acceptancePoints")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  verdict     {before.GetProperty("verdict").GetString()} -> {after.GetProperty("verdict").GetString()}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  gate        {Gate(before)} -> {Gate(after)}");
        foreach (var difference in outcome.GetProperty("differences").EnumerateArray())
        {
            var gained = difference.GetProperty("pointsGained").GetDouble();
            text.AppendLine(CultureInfo.InvariantCulture, $"  {difference.GetProperty("measure").GetString(),-10}  {Value(difference, "before")} -> {Value(difference, "after")}  {gained:+0.0000;-0.0000;0} points");
        }

        return text.Append(CultureInfo.InvariantCulture, $"result {after.GetProperty("resultHash").GetString()}").ToString();
    }

    private static string Change(JsonElement before, JsonElement after, string name)
    {
        var (old, now) = (before.GetProperty(name).GetDouble(), after.GetProperty(name).GetDouble());
        return string.Create(CultureInfo.InvariantCulture, $"{old:0.####} -> {now:0.####} ({now - old:+0.####;-0.####;0})");
    }

    private static string Gate(JsonElement score) => score.GetProperty("gateFailures").GetArrayLength() is > 0 and var count ? $"shut by {count}" : "open";

    private static string Value(JsonElement difference, string side)
    {
        var score = difference.GetProperty(side);
        if (score.ValueKind == JsonValueKind.Null)
        {
            return "(not in the pack)";
        }

        return score.GetProperty("isSuppressed").GetBoolean() ? "(hidden)"
            : score.GetProperty("value") is { ValueKind: JsonValueKind.Number } value ? string.Create(CultureInfo.InvariantCulture, $"{value.GetDouble():0.####}")
            : $"({score.GetProperty("reason").GetString()})";
    }
}
