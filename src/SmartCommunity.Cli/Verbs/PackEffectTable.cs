using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>pack diff A B --cloud</c>: a row a community with its points under the one pack and the other. Asks a running cloud.</summary>
internal static class PackEffectTable
{
    internal static async Task<int> PrintAsync(AskedCloud cloud, ParseResult result, string a, string b, string? typeA, string? typeB, bool json, CancellationToken stop)
    {
        var path = $"/api/v1/packs/{ScoreVerbs.Escaped(a)}/diff/{ScoreVerbs.Escaped(b)}?communities=true{ScoreVerbs.Query("typeA", typeA)}{ScoreVerbs.Query("typeB", typeB)}";
        var (answer, exitCode) = await cloud.AskAsync(result, path, stop);
        var output = result.InvocationConfiguration;
        if (exitCode != ExitCode.Success)
        {
            await output.Error.WriteLineAsync(answer);
            return exitCode;
        }

        await output.Output.WriteLineAsync(json ? answer : Text(JsonElement.Parse(answer)));
        return exitCode;
    }

    private static string Text(JsonElement difference)
    {
        var diff = difference.GetProperty("diff");
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{diff.GetProperty("oldPack").GetString()} -> {diff.GetProperty("newPack").GetString()}: {diff.GetProperty("changes").GetArrayLength()} points of the packs differ");
        text.AppendLine(CultureInfo.InvariantCulture, $"{"community",-16} {"A",8} {"B",8} {"B - A",8}  acceptance A -> B, gate, verdict");
        foreach (var community in difference.GetProperty("communities").EnumerateArray())
        {
            text.AppendLine(Row(community));
        }

        return text.Append("* the pack does not know the community's project type: another was taken (--type-a, --type-b)").ToString();
    }

    private static string Row(JsonElement row)
    {
        var name = row.GetProperty("community").GetString();
        var (a, b) = (row.GetProperty("a"), row.GetProperty("b"));
        if (a.ValueKind == JsonValueKind.Null || b.ValueKind == JsonValueKind.Null)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{name,-16} {row.GetProperty("fault").GetString()}");
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-16} {Total(a),8} {Total(b),8} {row.GetProperty("totalDifference").GetDouble(),8:+0.00;-0.00;0.00}  {Points(a)} -> {Points(b)}, {Gate(a)} -> {Gate(b)}, {Verdict(a)} -> {Verdict(b)}");
    }

    private static string Total(JsonElement standing) => string.Create(
        CultureInfo.InvariantCulture, $"{standing.GetProperty("total").GetDouble():0.00}{(standing.GetProperty("isTypeAssumed").GetBoolean() ? "*" : "")}");

    private static string Points(JsonElement standing) => standing.GetProperty("acceptancePoints").GetDouble().ToString("0.00", CultureInfo.InvariantCulture);

    private static string Gate(JsonElement standing) => standing.GetProperty("gateFailures").GetArrayLength() is > 0 and var count ? $"shut by {count}" : "open";

    private static string Verdict(JsonElement standing) => standing.GetProperty("verdict").GetString()!;
}
