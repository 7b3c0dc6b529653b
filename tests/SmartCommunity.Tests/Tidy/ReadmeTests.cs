using System.Text.RegularExpressions;

namespace SmartCommunity.Tests.Tidy;

public sealed partial class ReadmeTests
{
    private static readonly string[] _topFolders = ["deploy", "device-simulators", "edge", "src", "tests"];

    private static readonly string[] _topFiles =
        ["BannedSymbols.txt", "Directory.Build.props", "Directory.Packages.props", "README.md", "SmartCommunity.sln", "global.json"];

    [Fact]
    public void The_root_holds_only_the_agreed_entries()
    {
        var entries = Repository.Files.Select(f => f.Path.Split('/')[0]).Distinct().Where(e => !e.StartsWith('.'));

        Repository.AssertNone(entries.Except([.. _topFolders, .. _topFiles]), "The root explains itself by holding little.");
    }

    [Fact]
    public void The_map_of_folders_equals_the_disk()
    {
        var mapped = MapRow().Matches(Repository.File("README.md").Text).Select(m => m.Groups["path"].Value.TrimEnd('/')).Order(StringComparer.Ordinal).ToList();
        var onDisk = Repository.ProjectFolders.Append("deploy").Append("src/decisions").Order(StringComparer.Ordinal).ToList();

        Assert.Equal(onDisk, mapped);
    }

    [Fact]
    public void Every_sample_command_of_the_root_readme_is_run_by_a_test()
    {
        var tests = string.Join('\n', Repository.Files.Where(f => f.IsTest() && f.Path.EndsWith(".cs", StringComparison.Ordinal)).Select(f => f.Text));
        var unescaped = tests.Replace("\"\"", "\"", StringComparison.Ordinal);
        var commands =
            from block in ShellBlock().Matches(Repository.File("README.md").Text)
            from line in block.Groups["body"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            where !line.StartsWith('#')
            select line.TrimEnd('\\').Trim();

        Repository.AssertNone(commands.Where(c => !unescaped.Contains(c, StringComparison.Ordinal)), "A sample that nothing runs rots.");
    }

    [Fact]
    public void Decisions_are_numbered_without_gaps_and_short()
    {
        const int MaxLines = 40; // Half a page.
        var decisions = Repository.Files.Where(f => f.Path.StartsWith("src/decisions/", StringComparison.Ordinal)).ToList();
        var numbers = decisions.Select(d => Path.GetFileName(d.Path)[..4]).ToList();

        Assert.Equal(Enumerable.Range(1, decisions.Count).Select(n => n.ToString("0000", System.Globalization.CultureInfo.InvariantCulture)), numbers);
        Repository.AssertNone(decisions.Where(d => d.Lines.Length > MaxLines).Select(d => d.Path), "A decision is half a page.");
    }

    [GeneratedRegex(@"^\| `(?<path>[^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex MapRow();

    [GeneratedRegex(@"^```bash\n(?<body>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();
}
