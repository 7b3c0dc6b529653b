using System.Text.Json;
using SmartCommunity.Cli;
using SmartCommunity.Tests.Cloud.Alerts;

namespace SmartCommunity.Tests.Cli;

public sealed class RulesVerbTests
{
    private const string High = "high, priority: P2, condition: {threshold: {quantity: heartRate, above: 130, clear: 120, for: 1min}}";

    [Fact]
    public async Task Validate_names_file_line_column_field_and_fault()
    {
        using var folder = new TemporaryFolder();
        string good = Write(folder, "good.yaml", High), bad = Write(folder, "bad.yaml", High.Replace("P2", "P9", StringComparison.Ordinal));

        var (exit, output, error) = await InvokedVerb.RunAsync("rules", "validate", good, bad);

        Assert.Equal(ExitCode.Failed, exit);
        Assert.Equal($"{good}: test@1: 1 rules, 0 in shadow; good\n", output);
        Assert.StartsWith($"{bad}:6:", error, StringComparison.Ordinal);
        Assert.Contains("rules[high].priority must be a priority, not 'P9'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_says_in_both_languages_what_the_shipped_rules_wait_for()
    {
        var (exit, output, _) = await InvokedVerb.RunAsync("rules", "show");
        var (_, json, _) = await InvokedVerb.RunAsync("rules", "show", "--json");

        Assert.Equal(ExitCode.Success, exit);
        Assert.Contains("心率 ≥ 130 次/分", output, StringComparison.Ordinal);
        Assert.Contains("Door is Open for 30 min", output, StringComparison.Ordinal);
        Assert.Contains(JsonElement.Parse(json).GetProperty("rules").EnumerateArray(), r => r.GetProperty("isShadow").GetBoolean());
    }

    [Fact]
    public async Task Diff_says_every_changed_number_and_what_it_does()
    {
        using var folder = new TemporaryFolder();
        string one = Write(folder, "a.yaml", High), other = Write(folder, "b.yaml", High.Replace("130", "140", StringComparison.Ordinal).Replace("1min", "30s", StringComparison.Ordinal));

        var (exit, output, _) = await InvokedVerb.RunAsync("rules", "diff", one, other);

        Assert.Equal(ExitCode.Success, exit);
        Assert.Equal(
            ["~ high.condition.threshold.above: 130 -> 140  [fewer or later alerts]", "~ high.condition.threshold.for: 1min -> 30s  [more or earlier alerts]", "test@1 -> test@1: 2 points differ, in 1 rules"],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task What_is_not_there_is_said_before_anything_is_done()
    {
        using var folder = new TemporaryFolder();

        var file = await Assert.ThrowsAsync<UsageException>(() => InvokedVerb.RunAsync("rules", "show", "/nowhere.yaml"));
        var data = await Assert.ThrowsAsync<UsageException>(() => InvokedVerb.RunAsync("rules", "backtest", "shipped", "--data-dir", Path.Combine(folder.Path, "none")));

        Assert.Contains("'/nowhere.yaml' does not exist", file.Message, StringComparison.Ordinal);
        Assert.Contains("--data-dir", data.Message, StringComparison.Ordinal);
    }

    private static string Write(TemporaryFolder folder, string name, string rules)
    {
        var path = Path.Combine(folder.Path, name);
        File.WriteAllBytes(path, RuleFileText.Set(rules));
        return path;
    }
}
