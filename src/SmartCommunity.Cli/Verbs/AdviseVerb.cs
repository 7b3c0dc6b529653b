using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>advise</c>: the cheapest actions that take a community over the pass mark, or why none do. Asks a running cloud and writes nothing there.</summary>
internal static class AdviseVerb
{
    internal static Command Create()
    {
        var (community, cloud, json) = (ScoreVerbs.Community(), new AskedCloud(), ScoreVerbs.Json());
        var from = ScoreVerbs.At("--from", "A past instant, ISO 8601 with zone. Absent: now.");
        var days = new Option<int?>("--days") { Description = "Days there are. Absent: any." };
        var schedule = new Option<string>("--schedule") { Description = "How days of several actions add up.", DefaultValueFactory = _ => "together" };
        schedule.AcceptOnlyFromAmong("together", "oneAfterAnother");
        var file = new Option<FileInfo?>("--actions") { Description = "File with a JSON array of actions (code, title, cost, days, edits). Absent: the community's own, as estimated in the console." };
        var list = new Option<bool>("--list") { Description = "Lists the community's actions, proposed and entered, instead of choosing among them." };
        var language = new Option<string>("--lang") { Description = "Language of the text.", DefaultValueFactory = _ => "zh" };
        language.AcceptOnlyFromAmong("zh", "en");
        var command = new Command("advise", "The cheapest actions that cross the pass mark and open the gate, in order; or why it is impossible.") { community, days, schedule, file, list, from, language, json };
        cloud.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            var path = $"/api/v1/communities/{ScoreVerbs.Escaped(result.GetValue(community))}/score/{(result.GetValue(list) ? "actions" : "advice")}?{ScoreVerbs.Query("at", result.GetValue(from)).TrimStart('&')}";
            var question = new NewAdvice { Actions = result.GetValue(file) is { } given ? Read(given) : null, DaysBudget = result.GetValue(days), Schedule = result.GetValue(schedule) };
            using var body = result.GetValue(list) ? null : JsonContent.Create(question, options: WhatIfVerb.Request);
            var (answer, exitCode) = await cloud.AskAsync(result, path, stop, body);
            if (exitCode != ExitCode.Success)
            {
                await result.InvocationConfiguration.Error.WriteLineAsync(answer);
                return exitCode;
            }

            var isChinese = result.GetValue(language) == "zh";
            var parsed = JsonElement.Parse(answer);
            await result.InvocationConfiguration.Output.WriteLineAsync(result.GetValue(json) ? answer : result.GetValue(list) ? Listed(parsed, isChinese) : Plan(parsed, isChinese));
            return exitCode;
        });
        return command;
    }

    private static AdvisedAction[] Read(FileInfo file)
    {
        try
        {
            return JsonSerializer.Deserialize<AdvisedAction[]>(File.ReadAllBytes(file.FullName), WhatIfVerb.Request) ?? [];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new UsageException($"--actions '{file}' is no file with a JSON array of actions: {fault.Message}");
        }
    }

    private static string Plan(JsonElement plan, bool isChinese)
    {
        var text = new StringBuilder();
        text.AppendLine(In(plan.GetProperty("why"), isChinese));
        var number = 0;
        foreach (var step in plan.GetProperty("steps").EnumerateArray())
        {
            var opens = string.Join(", ", step.GetProperty("opens").EnumerateArray().Select(static o => o.GetString()));
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"  {++number}. {In(step.GetProperty("title"), isChinese)} [{step.GetProperty("code").GetString()}]: {step.GetProperty("cost").GetDecimal()} CNY, {step.GetProperty("days").GetInt32()} d, {step.GetProperty("pointsGained").GetDouble():+0.00;-0.00;0} -> {step.GetProperty("acceptancePoints").GetDouble():0.00}{(opens.Length > 0 ? $"; opens {opens}" : "")}");
        }

        var leftOut = plan.GetProperty("leftOut").GetArrayLength();
        return text.Append(CultureInfo.InvariantCulture, $"{plan.GetProperty("outcome").GetString()}: {plan.GetProperty("weighed").GetInt32()} actions weighed, {leftOut} left out, at most {plan.GetProperty("bestReachablePoints").GetDouble():0.00} of {plan.GetProperty("passMark").GetDouble():0.##} points").ToString();
    }

    private static string Listed(JsonElement actions, bool isChinese) => string.Join(
        Environment.NewLine,
        actions.EnumerateArray().Select(a => string.Create(
            CultureInfo.InvariantCulture,
            $"{a.GetProperty("code").GetString()}: {a.GetProperty(isChinese ? "titleZh" : "titleEn").GetString()}; {Number(a, "cost")} CNY, {Number(a, "days")} d, {Number(a, "pointsGained")} points{Fault(a)}")));

    private static string Number(JsonElement action, string name) =>
        action.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? string.Create(CultureInfo.InvariantCulture, $"{number.GetDouble():0.####}") : "?";

    private static string Fault(JsonElement action) => action.GetProperty("fault").GetString() is { Length: > 0 } fault ? $"; {fault}" : "";

    private static string In(JsonElement text, bool isChinese) => text.GetProperty(isChinese ? "zh" : "en").GetString()!;
}
