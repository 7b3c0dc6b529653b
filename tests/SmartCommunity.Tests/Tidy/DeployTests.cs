using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using SmartCommunity.Cli;
using SmartCommunity.Contracts;

namespace SmartCommunity.Tests.Tidy;

/// <summary>What is in <c>deploy/</c> fits the program: options exist, metrics exist, files are what their readers accept.</summary>
public sealed partial class DeployTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("cloud")]
    [InlineData("gateway")]
    public void A_unit_starts_the_program_with_options_it_knows(string part)
    {
        var unit = Repository.File($"deploy/systemd/smartcommunity-{part}.service").Text;
        var command = ExecStart().Match(unit).Groups["arguments"].Value;

        Assert.Empty(CommandLine.Build().Parse(command.Split(' ')).Errors);
    }

    [Fact]
    public void The_compose_file_starts_the_program_with_options_it_knows()
    {
        var compose = Repository.File("deploy/compose.yaml").Text;
        foreach (var part in new[] { "cloud", "gateway" })
        {
            var entry = JsonSerializer.Deserialize<string[]>(EntryPoint().Match(Repository.File($"deploy/docker/Dockerfile.{part}").Text).Groups["list"].Value)!;
            var service = compose[compose.IndexOf($"\n  {part}:", StringComparison.Ordinal)..];
            var command = JsonSerializer.Deserialize<string[]>(CommandList().Match(service).Groups["list"].Value)!;

            Assert.Empty(CommandLine.Build().Parse([.. entry.Skip(1), .. command]).Errors);
        }
    }

    [Fact]
    public void Rules_and_dashboard_name_only_metrics_that_exist()
    {
        var instruments = Repository.Sources.Where(s => !s.File.IsTest())
            .SelectMany(s => Instrument().Matches(s.File.Text)).Select(m => m.Groups["name"].Value.Replace('.', '_')).ToHashSet();
        var offenders =
            from path in new[] { "deploy/prometheus/rules.yaml", "deploy/grafana/line.json" }
            from metric in Metric().Matches(Repository.File(path).Text).Select(m => m.Value).Distinct()
            where !instruments.Any(i => metric == i || (metric.StartsWith(i + "_", StringComparison.Ordinal) && Suffix().IsMatch(metric[i.Length..])))
            select $"{path}: {metric}";

        Repository.AssertNone(offenders, "A rule over a metric nobody emits never fires.");
    }

    [Fact]
    public void Histograms_told_in_seconds_have_bounds_for_seconds_and_rules_ask_about_those()
    {
        var bare =
            from source in Repository.Sources.Where(s => !s.File.IsTest())
            from made in Histogram().Matches(source.File.Text).Select(m => m.Value)
            where made.Contains("\"s\"", StringComparison.Ordinal) && !made.Contains($"advice: {nameof(DurationBuckets)}.", StringComparison.Ordinal)
            select $"{source.File.Path}: {made}";
        var asked = QuantileOverSeconds().Matches(Repository.File("deploy/prometheus/rules.yaml").Text).Select(static m => double.Parse(m.Groups["bound"].Value, CultureInfo.InvariantCulture)).ToList();

        Repository.AssertNone(bare, "A histogram with OpenTelemetry's own bounds tells seconds in steps of five.");
        Assert.NotEmpty(asked);
        Assert.Subset(DurationBuckets.Seconds.HistogramBucketBoundaries!.ToHashSet(), asked.ToHashSet());
    }

    [Fact]
    public void The_dashboard_is_json_with_a_query_in_every_panel()
    {
        using var dashboard = JsonDocument.Parse(Repository.File("deploy/grafana/line.json").Text);

        foreach (var panel in dashboard.RootElement.GetProperty("panels").EnumerateArray())
        {
            Assert.NotEqual(0, panel.GetProperty("targets").GetArrayLength());
        }
    }

    [Fact]
    [Trait("Category", "Deploy")]
    public async Task Prometheus_accepts_the_rules()
    {
        var (exit, output) = await RunAsync("promtool", "check", "rules", Repository.File("deploy/prometheus/rules.yaml").FullPath);

        Assert.True(exit == 0, output);
    }

    [Theory]
    [InlineData("cloud")]
    [InlineData("gateway")]
    [Trait("Category", "Deploy")]
    public async Task Systemd_accepts_the_unit(string part)
    {
        var folder = Directory.CreateTempSubdirectory("unit-").FullName;
        var path = Path.Combine(folder, $"smartcommunity-{part}.service");
        var unit = Repository.File($"deploy/systemd/smartcommunity-{part}.service").Text;
        // The program is not installed on a machine that runs tests; everything else is checked as it stands.
        await File.WriteAllTextAsync(path, unit.Replace("/usr/lib/smartcommunity/smartcommunity", "/bin/true", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var (exit, output) = await RunAsync("systemd-analyze", "verify", "--man=no", path);

        Assert.True(exit == 0 && !output.Contains(part + ".service:", StringComparison.Ordinal), output);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("tests/run.sh")]
    [InlineData(".ci/run")]
    [Trait("Category", "Deploy")]
    public async Task Bash_reads_the_script(string path)
    {
        var (exit, output) = await RunAsync("bash", "-n", Repository.File(path).FullPath);

        Assert.True(exit == 0, output);
    }

    [Theory]
    [InlineData("tests/run.sh")]
    [InlineData(".ci/run")]
    [Trait("Category", "Deploy")]
    public async Task Shellcheck_has_nothing_to_say_about_the_script(string path)
    {
        var (exit, output) = await RunAsync("shellcheck", Repository.File(path).FullPath);

        Assert.True(exit == 0, output);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(_patience);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await error);
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{program} is not installed.");
            throw;
        }
    }

    [GeneratedRegex(@"^ExecStart=\S+ (?<arguments>.+)$", RegexOptions.Multiline)]
    private static partial Regex ExecStart();

    [GeneratedRegex(@"^ENTRYPOINT (?<list>\[.*\])", RegexOptions.Multiline)]
    private static partial Regex EntryPoint();

    [GeneratedRegex(@"command:\s*(?<list>\[[^\]]*\])")]
    private static partial Regex CommandList();

    [GeneratedRegex(@"""(?<name>smartcommunity\.[a-z_.]+)""")]
    private static partial Regex Instrument();

    [GeneratedRegex(@"CreateHistogram<\w+>\((?>[^;]+);")]
    private static partial Regex Histogram();

    [GeneratedRegex(@"_seconds_bucket.*> (?<bound>[0-9.]+)$", RegexOptions.Multiline)]
    private static partial Regex QuantileOverSeconds();

    [GeneratedRegex("smartcommunity_[a-z_]+")]
    private static partial Regex Metric();

    // What the Prometheus exporter appends: the unit, then what kind of number it is.
    [GeneratedRegex("^(_milliseconds|_seconds|_bytes)?(_total|_bucket|_count|_sum)?$")]
    private static partial Regex Suffix();
}
