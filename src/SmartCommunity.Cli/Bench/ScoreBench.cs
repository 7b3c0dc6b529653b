using System.Globalization;
using System.Text.Json;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cli.Bench;

/// <summary>
/// Measures how soon what changes is in the scores that operators see: the simulated district runs as <c>up</c> runs it, a client of the live hub follows every community. Then a fact is
/// entered over and over by the API.
/// </summary>
internal sealed class ScoreBench(TimeSpan duration, int changes, string? dataDir, Screen screen, TimeProvider time) : IDisposable
{
    // A measure of two facts alone, so that its value says which entry it has seen: residents with points ÷ residents of 14 and more × 100.
    private const string Measure = "LL-03b", Numerator = "pointsResidents90d", Denominator = "residents14plus";

    // Far above the small number below which shares of residents are hidden.
    private const int FirstValue = 100;
    private const double Percent = 100;

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    /// <summary>Until then the devices connect, and the runtime compiles.</summary>
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(30);

    /// <summary>A prime, so that entries fall on every phase of the scores' own interval.</summary>
    private static readonly TimeSpan _between = TimeSpan.FromMilliseconds(307);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Runs and returns the result as Markdown.</summary>
    internal Task<string> RunAsync(CancellationToken stop) => BenchFolder.UseAsync(dataDir, folder => MeasureAsync(folder, stop));

    public void Dispose() => _http.Dispose();

    private async Task<string> MeasureAsync(string folder, CancellationToken stop)
    {
        await using var line = await BenchLine.StartAsync(folder, screen, stop);
        await line.StartFleetAsync(scale: 1, [], _patience, screen, stop);
        _http.BaseAddress = line.Options.ConsoleAddress;
        var communities = await SimulatedEnrolment.CommunitiesAsync(line.Options.ConsoleAddress, line.Secret, stop);
        await Task.Delay(_warmUp, time, stop);
        await using var probe = await ScoreProbe.StartAsync(line.Options.ConsoleAddress, communities, Measure, time, stop);
        screen.Done($"following the scores of {communities.Count} communities for {duration.TotalSeconds:0} s");
        await Task.Delay(duration, time, stop);
        var devices = probe.Ages();
        var told = await ToldAsync(communities, stop);
        var (answers, facts) = (new List<double>(changes), new List<double>(changes));
        for (var i = 0; i < changes; i++)
        {
            var (answeredMs, shownMs) = await EnterAsync(probe, told[i % told.Count], FirstValue + i, stop);
            answers.Add(answeredMs);
            facts.Add(shownMs);
            await Task.Delay(_between, time, stop);
        }

        return Report(communities.Count, devices, [.. answers.Order()], [.. facts.Order()]);
    }

    /// <summary>Communities that have told the other fact of the measure: a simulated one leaves some facts out, as real ones do.</summary>
    private async Task<IReadOnlyList<string>> ToldAsync(IReadOnlyList<string> communities, CancellationToken stop)
    {
        var told = new List<string>();
        foreach (var community in communities)
        {
            using var answer = await _http.GetAsync(new Uri($"/api/v1/communities/{community}/facts/{Denominator}", UriKind.Relative), stop);
            if (answer.IsSuccessStatusCode)
                told.Add(community);
        }

        return told.Count > 0 ? told : throw new UsageException($"no community has told {Denominator}, so that no entry of {Numerator} would change {Measure}.");
    }

    /// <summary>Milliseconds from the request that enters a fact to its answer, and to the arrival of the measure it changes: which of the two was slow, if one was.</summary>
    private async Task<(double AnsweredMs, double ShownMs)> EnterAsync(ScoreProbe probe, string community, int value, CancellationToken stop)
    {
        var of = await _http.GetFromJsonAsync<FactView>($"/api/v1/communities/{community}/facts/{Denominator}", stop);
        var came = probe.ExpectAsync(community, value / of!.Value!.Value * Percent);
        var fact = new NewFact { Value = JsonSerializer.SerializeToElement(value), AsOf = of.AsOf, Source = "bench scores", EnteredBy = "bench" };
        var began = time.GetTimestamp();
        using var answer = await _http.PutAsJsonAsync($"/api/v1/communities/{community}/facts/{Numerator}", fact, stop);
        answer.EnsureSuccessStatusCode();
        var answeredMs = time.GetElapsedTime(began).TotalMilliseconds;
        await came.WaitAsync(_patience, time, stop);
        return (answeredMs, time.GetElapsedTime(began).TotalMilliseconds);
    }

    private string Report(int communities, double[] devices, double[] answers, double[] facts) => string.Create(CultureInfo.InvariantCulture, $"""
        # bench scores, {time.GetUtcNow():yyyy-MM-dd HH:mm} UTC

        {Machine.Describe()}

        The simulated district of {communities} communities as `up` runs it, {duration.TotalSeconds:0} s; then {changes} facts entered by the API, one every {_between.TotalMilliseconds:0} ms.
        Target: 1,000 ms p95.

        | From → to the client of the live hub | p50 | p95 | p99 | largest | seen |
        |---|---|---|---|---|---|
        | a device's measurement → the measures it changes | {Row(devices)} |
        | a fact's request → the measure it changes | {Row(facts)} |
        | of that, the request → its answer | {Row(answers)} |

        A measurement's time is the device's own; of measurements that came together the youngest counts.

        """);

    private static string Row(double[] sorted) => sorted.Length == 0
        ? "– | – | – | – | 0"
        : string.Create(CultureInfo.InvariantCulture, $"{BenchResult.Percentile(sorted, 0.5):0} ms | {BenchResult.Percentile(sorted, 0.95):0} ms | {BenchResult.Percentile(sorted, 0.99):0} ms | {sorted[^1]:0} ms | {sorted.Length}");
}
