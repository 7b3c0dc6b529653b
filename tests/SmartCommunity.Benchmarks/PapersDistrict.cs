using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cli;
using SmartCommunity.Cli.Folders;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Simulators;
using SmartCommunity.Storage.Scores;

namespace SmartCommunity.Benchmarks;

/// <summary>
/// The simulated district with a month behind it: the 17 communities were scored when the last month ended, so that <c>smartcommunity up</c>, started on the same folder as a process of its own, freezes that month's bulletin, drafts the
/// lists that are due, and goes on with live devices.
/// </summary>
internal sealed class PapersDistrict : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5), _look = TimeSpan.FromMilliseconds(200), _longest = TimeSpan.FromMinutes(2);

    /// <summary>Until the month is over: the seconds it takes to score everybody, many times.</summary>
    private static readonly TimeSpan _beforeTheEnd = TimeSpan.FromHours(1);

    private readonly Process _up;

    private PapersDistrict(Process up, int port) => (_up, Http) = (up, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = _longest });

    internal HttpClient Http { get; }

    /// <summary>The program as it is built beside this one.</summary>
    internal static string Program => Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "smartcommunity.exe" : "smartcommunity");

    /// <summary>Makes the past and starts the district; it is ready when the bulletin is frozen and every community has a recorded score.</summary>
    internal static async Task<PapersDistrict> StartAsync(string folder, int speed, CancellationToken stop)
    {
        await LiveTheLastMonthAsync(DataFolder.Open(folder), stop);
        var ports = Ports.TakeFree(count: 6);
        string[] options = ["--port", "--uplink-port", "--gateway-port", "--mqtt-port", "--ingest-port", "--control-port"];
        string[] arguments = ["up", "--data-dir", folder, "--speed", speed.ToString(CultureInfo.InvariantCulture), .. options.Zip(ports, static (o, p) => new[] { o, p.ToString(CultureInfo.InvariantCulture) }).SelectMany(static p => p)];
        var district = new PapersDistrict(Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true })!, ports[0]);
        // Nobody reads what it says, and a full pipe would stop it.
        district._up.BeginOutputReadLine();
        await UntilAsync("the last month's bulletin is frozen and every community scored", district.IsReadyAsync, stop);
        return district;
    }

    public void Dispose()
    {
        Http.Dispose();
        // Its folder is deleted next: nothing is lost.
        _up.Kill(entireProcessTree: true);
        _up.WaitForExit();
        _up.Dispose();
    }

    /// <summary>Ids of the projects.</summary>
    internal async Task<IReadOnlyList<string>> ProjectsAsync(CancellationToken stop) =>
        [.. (await GetAsync("/api/v1/programme", stop)).GetProperty("projects").EnumerateArray().Select(static p => p.GetProperty("id").GetString()!)];

    internal async Task<JsonElement> GetAsync(string path, CancellationToken stop) => JsonElement.Parse(await Http.GetStringAsync(new Uri(path, UriKind.Relative), stop));

    private async Task<bool> IsReadyAsync(CancellationToken stop)
    {
        try
        {
            if ((await GetAsync("/api/v1/programme/bulletins", stop)).GetArrayLength() == 0)
                return false;
            foreach (var project in await ProjectsAsync(stop))
            {
                if (!(await GetAsync($"/api/v1/programme/projects/{project}/dossier", stop)).GetProperty("canBeMade").GetBoolean())
                    return false;
            }

            return true;
        }
        catch (HttpRequestException) when (!_up.HasExited)
        {
            return false; // It is starting.
        }
    }

    /// <summary>A cloud whose clock stands just before the end of the last month: standings, facts, records and evidence of every community, until each has a recorded score.</summary>
    private static async Task LiveTheLastMonthAsync(DataFolder folder, CancellationToken stop)
    {
        var now = TimeProvider.System.GetUtcNow();
        var today = Telemetry.ChinaTime.DayOf(now.ToUnixTimeMilliseconds());
        var end = Telemetry.ChinaTime.From(Telemetry.ChinaTime.StartMs(new DateOnly(today.Year, today.Month, 1)));
        var clock = new EarlierClock(now - end + _beforeTheEnd);
        await using var app = await CloudHost.BuildAsync(
            new CloudOptions { DataFolder = folder.Cloud, Port = 0, UplinkPort = 0 },
            builder =>
            {
                builder.Logging.SetMinimumLevel(LogLevel.Error);
                builder.Services.AddSingleton<TimeProvider>(clock);
            },
            cancellationToken: stop);
        await app.StartAsync(stop);
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        using (var http = new HttpClient { BaseAddress = address })
            await http.GetStringAsync(new Uri("/api/v1/programme", UriKind.Relative), stop);
        string[] communities = [.. (await app.Services.GetRequiredService<PlaceDirectory>().CommunitiesAsync(street: null, stop)).Select(static c => c.Code)];
        // The host has the demo operator: whatever the secret is, it is not looked at.
        var secret = new byte[DeviceToken.MinSecretBytes];
        await SimulatedStandings.StandAsync(address, secret, communities, stop);
        await SimulatedStandings.FillAsync(address, secret, SimulatedDistrict.Plan(PartOptions.DefaultSeed, communities, scale: 1, secret), communities, clock, stop);
        var scores = app.Services.GetRequiredService<ScoreLedger>();
        await UntilAsync("every community's score is recorded", _ => Task.FromResult(communities.All(c => scores.RecordAt(c, end.ToUnixTimeMilliseconds()) is { Total: > 0 })), stop);
        await app.StopAsync(stop);
    }

    private static async Task UntilAsync(string what, Func<CancellationToken, Task<bool>> isSo, CancellationToken stop)
    {
        var began = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(_look);
        while (!await isSo(stop))
        {
            if (Stopwatch.GetElapsedTime(began) > _patience)
                throw new TimeoutException($"Not within {_patience}: {what}.");
            await timer.WaitForNextTickAsync(stop);
        }
    }

    /// <summary>The machine's clock, some time ago.</summary>
    private sealed class EarlierClock(TimeSpan back) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - back;
    }
}
