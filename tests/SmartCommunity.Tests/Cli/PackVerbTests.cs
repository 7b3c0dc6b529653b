using System.Text.Json;
using SmartCommunity.Cli;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Tests.Indicators.Packs;

namespace SmartCommunity.Tests.Cli;

public sealed class PackVerbTests
{
    [Fact]
    public async Task Validate_names_file_line_column_field_and_fault()
    {
        using var folder = new TemporaryFolder();
        string good = Write(folder, "good.yaml", PackText.Small), bad = Write(folder, "bad.yaml", PackText.With("no: 1", "no: x"));

        var (exit, output, error) = await InvokedVerb.RunAsync("pack", "validate", good, bad);

        Assert.Equal(ExitCode.Failed, exit);
        Assert.Equal($"{good}: small@1: 1 scenarios, 1 indicators, 3 measures for only; good\n", output);
        Assert.Equal($"{bad}:36:13 scenarios[A].indicators[A-01].no must be a whole number from 1 to 999, not 'x'.\n", error);
    }

    [Fact]
    public async Task A_canonical_pack_is_valid()
    {
        using var folder = new TemporaryFolder();
        var (_, canonical, _) = await InvokedVerb.RunAsync("pack", "show", PackText.Zhejiang);

        var (exit, output, _) = await InvokedVerb.RunAsync("pack", "validate", Write(folder, "c.yaml", canonical));

        Assert.Equal(ExitCode.Success, exit);
        Assert.Contains("9 scenarios, 33 indicators, 86 measures for renovation, newBuild; good", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_shows_shipped_and_added_packs_and_tells_of_bad_ones()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "small.yaml", PackText.Small);
        Write(folder, "bad.yaml", "format: 1");

        var (exit, output, error) = await InvokedVerb.RunAsync("pack", "list", "--packs", folder.Path);

        Assert.Equal(ExitCode.Failed, exit);
        Assert.Equal([PackText.Zhejiang, PackText.Inclusive, "small@1"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(": ")[0]));
        Assert.Contains("bad.yaml:1:1 'id' is missing.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_compares_a_file_with_a_name_as_text_and_as_json()
    {
        using TemporaryFolder folder = new(), elsewhere = new();
        var changed = Write(elsewhere, "changed.yaml", PackText.With("passMark: 80", "passMark: 70").Replace("full: 95", "full: 90", StringComparison.Ordinal));
        var original = Write(folder, "small.yaml", PackText.Small);

        var (exit, output, _) = await InvokedVerb.RunAsync("pack", "diff", "small@1", changed, "--packs", folder.Path);
        var (_, json, _) = await InvokedVerb.RunAsync("pack", "diff", original, changed, "--json");

        Assert.Equal(ExitCode.Success, exit);
        Assert.Equal(
            "~ scoring.passMark: 80 -> 70\n~ scenarios[A].indicators[A-01].measures[A-01b].thresholds.only.full: 95 -> 90\nsmall@1 -> small@1: 2 points differ, in 1 measures\n", output);
        Assert.Equal(["changed", "changed"], JsonDocument.Parse(json).RootElement.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task What_is_not_there_is_told()
    {
        Assert.Contains("there are: zj-future-community@", (await Assert.ThrowsAsync<UsageException>(() => InvokedVerb.RunAsync("pack", "show", "nothing@1"))).Message, StringComparison.Ordinal);
        Assert.Equal("'none.yaml' does not exist.", (await Assert.ThrowsAsync<UsageException>(() => InvokedVerb.RunAsync("pack", "validate", "none.yaml"))).Message);
        Assert.Equal("--packs 'none' does not exist.", (await Assert.ThrowsAsync<UsageException>(() => InvokedVerb.RunAsync("pack", "list", "--packs", "none"))).Message);
    }

    [Fact]
    public async Task Schema_prints_the_schema()
    {
        var (exit, output, _) = await InvokedVerb.RunAsync("pack", "schema");

        Assert.Equal((ExitCode.Success, PackLibrary.Schema), (exit, output));
    }

    private static string Write(TemporaryFolder folder, string name, string text)
    {
        var path = Path.Combine(folder.Path, name);
        File.WriteAllText(path, text);
        return path;
    }
}
