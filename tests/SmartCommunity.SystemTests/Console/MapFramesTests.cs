using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Simulators;
using SmartCommunity.SystemTests.Line;
using SmartCommunity.Telemetry;
using static Microsoft.Playwright.Assertions;

namespace SmartCommunity.SystemTests.Console;

/// <summary>
/// How many frames a second the map holds with a large community on it, in headless Chromium, drawn in software. With <c>SMARTCOMMUNITY_LONG=1</c> 5,000 devices, 30 frames/s asserted, and a
/// report in the folder <c>MAP_FRAMES_OUT</c> names; else a tenth of them, and only that frames are drawn and states arrive: a busy machine says nothing about speed.
/// </summary>
[Collection(nameof(Alone))]
public sealed class MapFramesTests(ConsoleFixture console, Chromium chromium) : IClassFixture<ConsoleFixture>, IClassFixture<Chromium>
{
    private const double DevicesPerScale = 60;
    private const double LeastFrames = 30;

    /// <summary>Of 5,000 devices so many change between two looks: some 7 %, as when a street's power fails.</summary>
    private const double ChangedShare = 0.074;

    private static readonly TimeSpan ChangeEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Counts the frames the page is given until it is stopped, and the longest gap between two.</summary>
    private const string CountFrames = """
        () => {
          const began = performance.now(); let frames = 0, longest = 0, last = began, on = true;
          const next = now => { if (!on) return; frames++; longest = Math.max(longest, now - last); last = now; requestAnimationFrame(next); };
          requestAnimationFrame(next);
          window.stopFrames = () => { on = false; return [frames * 1000 / (performance.now() - began), longest]; };
        }
        """;

    /// <summary>Draws a second map in the page, by the console's own module, and changes the states of a share of its devices twice a second until it is stopped.</summary>
    private const string DrawAlone = """
        async ([url, everyMs, share]) => {
          const { create } = await import('/_content/SmartCommunity.Console/twin-map.js');
          const element = document.createElement('div');
          element.id = 'alone';
          element.style.cssText = 'position:fixed;inset:0;z-index:1000';
          document.body.append(element);
          const map = await create(element, { invokeMethodAsync: () => Promise.resolve() }, { url, nameKey: 'name_zh', flat: false, locale: {} });
          const collection = await (await fetch(url)).json();
          const ids = collection.features.filter(f => f.properties.kind === 'device').map(f => f.properties.code);
          map.setStates(ids, ids.map(() => 0));
          let round = 0;
          const timer = setInterval(() => {
            round++;
            const some = ids.filter((_, i) => (i * 7919 + round * 104729) % 1000 < share * 1000);
            map.setStates(some, some.map((_, i) => (i + round) % 50 === 0 ? 2 : (i + round) % 5 === 0 ? 3 : 0));
          }, everyMs);
          window.stopMap = () => { clearInterval(timer); return [map.placed(), round]; };
        }
        """;

    private static bool IsLong => Environment.GetEnvironmentVariable("SMARTCOMMUNITY_LONG") == "1";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_large_community_whose_devices_change_twice_a_second_is_drawn_fluently()
    {
        var community = (await console.Services.GetRequiredService<PlaceDirectory>().CommunitiesAsync(street: null, Cancel))[1].Code;
        var devices = await PlaceAsync(community, IsLong ? 5_000 : 500);
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, "en"), $"/communities/{community}/map");
        await Expect(page.Page.Locator("canvas.maplibregl-canvas")).ToBeVisibleAsync();
        await Expect(page.Page.Locator(".legend")).ToContainTextAsync(devices.Count.ToString("N0", CultureInfo.InvariantCulture));

        await page.Page.EvaluateAsync(CountFrames);
        await ReportAsync(community, devices);
        await Expect(page.Page.Locator(".legend span").Filter(new LocatorFilterOptions { HasText = devices.Count.ToString("N0", CultureInfo.InvariantCulture) })).ToHaveCountAsync(1);
        var line = await StopAsync(page);
        await page.SaveScreenshotAsync("map-large");

        await page.GoAsync("/devices");
        await page.Page.EvaluateAsync(DrawAlone, new object[] { $"/api/v1/communities/{community}/geojson", ChangeEvery.TotalMilliseconds, ChangedShare });
        await page.Page.EvaluateAsync(CountFrames);
        await page.Page.WaitForFunctionAsync($"() => new Promise(done => setTimeout(() => done(true), {(IsLong ? 20_000 : 2_000)}))");
        var still = await StopAsync(page);
        await page.Page.EvaluateAsync(CountFrames);
        await TurnAsync(page, steps: IsLong ? 600 : 60);
        var turned = await StopAsync(page);
        // Drawn coarsely or not while it moved, it stands sharp; a picture tells that it is drawn at all.
        await page.Page.WaitForFunctionAsync("() => { const canvas = document.querySelector('#alone canvas'); return canvas.width === Math.floor(canvas.clientWidth * devicePixelRatio); }");
        await page.SaveScreenshotAsync("map-turned");
        var drawn = await page.Page.EvaluateAsync<int[]>("() => window.stopMap()");

        Assert.Equal(devices.Count, drawn[0]);
        Assert.True(drawn[1] > 0);
        Assert.Equal([], page.Complaints);
        await WriteAsync(devices.Count, line, still, turned);
        Assert.All([line, still, turned], frames => Assert.True(frames[0] > (IsLong ? LeastFrames : 1), $"{frames[0]:0.0} frames/s, the longest gap {frames[1]:0} ms."));
    }

    /// <summary>Enrols a simulated community and puts it on the map by the API that imports real ones.</summary>
    private async Task<IReadOnlyList<SimulatedDevice>> PlaceAsync(string community, int count)
    {
        var district = SimulatedDistrict.Plan(1, [community], count / DevicesPerScale, new byte[DeviceToken.MinSecretBytes]);
        var rows = district.Devices.Select(d => new NewDevice { Id = d.Id, Community = community, Class = d.Address.Class, Name = d.Name, Gateway = ConsoleFixture.Gateway }).ToArray();
        var outcome = await console.Services.GetRequiredService<DeviceRegistry>().EnrolManyAsync(rows, Cancel);
        Assert.True(outcome.Succeeded, string.Join(" ", outcome.Faults.Select(f => f.Message)));
        using var http = new HttpClient { BaseAddress = console.BaseAddress };
        using var content = new ByteArrayContent(SimulatedMap.GeoJson(district, community));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/geo+json");
        using var answer = await http.PutAsync(new Uri($"api/v1/communities/{community}/geojson", UriKind.Relative), content, Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        return district.Devices;
    }

    /// <summary>Twice a second another share of the devices is heard for the first time, through the real uplink, until all are.</summary>
    private async Task ReportAsync(string community, IReadOnlyList<SimulatedDevice> devices)
    {
        using var timer = new PeriodicTimer(ChangeEvery);
        foreach (var some in devices.Chunk((int)(devices.Count * ChangedShare)))
        {
            await timer.WaitForNextTickAsync(Cancel);
            var writer = new BatchWriter();
            var nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            foreach (var device in some)
            {
                var quantity = DeviceClassCatalogue.Default.Find(device.Address.Class)!.Quantities[0];
                writer.Message(new DeviceRef { Community = community, Class = device.Address.Class, Device = device.Id }, nowMs, 0, (quantity.Name, quantity.Min));
            }

            await console.Feeder.SendAsync(Lane.Routine, writer.Batch, Cancel);
        }
    }

    /// <summary>Turns the map with the mouse, as somebody who looks around.</summary>
    private static async Task TurnAsync(ConsolePage page, int steps)
    {
        const int Middle = 450, Reach = 300;
        var mouse = page.Page.Mouse;
        await mouse.MoveAsync(Middle, Middle);
        await mouse.DownAsync(new MouseDownOptions { Button = MouseButton.Right });
        for (var step = 0; step < steps; step++)
            await mouse.MoveAsync(Middle + (float)(Reach * Math.Sin(step / 20.0)), Middle);
        await mouse.UpAsync(new MouseUpOptions { Button = MouseButton.Right });
    }

    private static async Task<double[]> StopAsync(ConsolePage page) => await page.Page.EvaluateAsync<double[]>("() => window.stopFrames()");

    private static async Task WriteAsync(int devices, double[] line, double[] still, double[] turned)
    {
        var rows = new[]
        {
            ("whole line: every half second another 7 % of the devices are heard for the first time, uplink → twins → circuit → map", line),
            ("the map alone: states of 7 % of the devices change twice a second, the view stands", still), ("the same while the map is turned with the mouse", turned),
        };
        var text = string.Create(CultureInfo.InvariantCulture, $"""
            # Map frames, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC

            {SmartCommunity.Cli.Bench.Machine.Describe()}

            {devices} devices of a simulated community with its buildings; headless Chromium, 1440 × 900, WebGL in software (SwiftShader), cloud and browser on this machine.

            | What | frames/s | longest gap |
            |---|---|---|
            {string.Join('\n', rows.Select(r => string.Create(CultureInfo.InvariantCulture, $"| {r.Item1} | {r.Item2[0]:0.0} | {r.Item2[1]:0} ms |")))}

            Made by `SMARTCOMMUNITY_LONG=1 MAP_FRAMES_OUT=DIR artifacts/bin/SmartCommunity.SystemTests/release/SmartCommunity.SystemTests -class SmartCommunity.SystemTests.Console.MapFramesTests`.

            """);
        TestContext.Current.TestOutputHelper?.WriteLine(text);
        if (Environment.GetEnvironmentVariable("MAP_FRAMES_OUT") is { Length: > 0 } folder)
            await File.WriteAllTextAsync(Path.Combine(System.IO.Directory.CreateDirectory(folder).FullName, string.Create(CultureInfo.InvariantCulture, $"map-{(IsLong ? 5_000 : 500)}.md")), text, Cancel);
    }
}
