using System.Globalization;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cli.Bench;

/// <summary>
/// Measures a district of simulated devices: cloud, gateway and simulators are processes of their own, this one asks queries and reads counters. The devices say what they say at their
/// classes' intervals; a higher rate is the same day played faster, from as far back that it does not pass the present, which is what <c>simulate speed</c> does.
/// </summary>
internal sealed class FleetBench(FleetBenchOptions options, Screen screen, TimeProvider time) : IDisposable
{
    // What grows with the scale: 60 devices a community at scale 1, in the 17 communities of the district; some more each has once.
    private const double DevicesAtScaleOne = 1_020;

    // All devices are there, less those that reconnect at the moment.
    private const double NearlyAll = 0.999;

    private static readonly TimeSpan _enrolPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _connectPatience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan _pollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>What waited for the connections has left after this, and every device has said something.</summary>
    private static readonly TimeSpan _lull = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _calibration = TimeSpan.FromSeconds(10);

    /// <summary>What a burst left late still counts as the burst's.</summary>
    private static readonly TimeSpan _burstTail = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _settlePatience = TimeSpan.FromSeconds(60);

    private static readonly string[] _queries =
    [
        "/api/v1/devices?search=wearable", "/api/v1/twins?class=wearable&state=online", "/api/v1/devices?search=017", "/api/v1/twins?type=device&place=community:baihe",
        "/api/v1/devices?search=no-such-device", "/api/v1/twins?type=device&property=battery%3C20", "/api/v1/devices?class=electricityMeter&search=h0", "/api/v1/twins?type=device&pending=true",
    ];

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };

    internal Task<FleetResult> RunAsync(CancellationToken stop) => BenchFolder.UseAsync(options.DataDir, folder => MeasureAsync(folder, stop));

    public void Dispose() => _http.Dispose();

    private async Task<FleetResult> MeasureAsync(string dataDir, CancellationToken stop)
    {
        await using var line = await BenchLine.StartAsync(dataDir, screen, stop);
        var startedAt = time.GetTimestamp();
        await line.StartFleetAsync(options.Devices / DevicesAtScaleOne, Arguments(), _enrolPatience, screen, stop);
        var enrolled = time.GetElapsedTime(startedAt);
        var samples = new MemorySamples([("simulators", line.Simulators), ("gateway", line.Gateway), ("cloud", line.Cloud)], time);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var sampling = samples.RunAsync(enough.Token);
        var control = new FleetControl(_http, Supervision.LineOptions.Loopback(line.Options.ControlPort));
        var connected = await ConnectAsync(control, stop);
        var natural = await NaturalRateAsync(control, stop);
        var queries = new QueryProbe(_http, line.Options.ConsoleAddress, _queries, time);
        samples.Mark();
        var asking = queries.RunAsync(enough.Token);
        var stretches = await PlayAsync(control, natural, stop);
        var processes = samples.Sum();
        await enough.CancelAsync();
        await Task.WhenAll(sampling, asking);
        var presence = await PresenceAsync(line.Options.ConsoleAddress, stop);
        var state = await SettleAsync(line, control, stop);
        return new FleetResult
        {
            Options = options, At = time.GetUtcNow(), Devices = state.Devices, Sleeping = state.Sleeping,
            Communities = (await SimulatedEnrolment.CommunitiesAsync(line.Options.ConsoleAddress, line.Secret, stop)).Count,
            Enrolled = enrolled, Connected = connected, NaturalRate = natural, Stretches = stretches, Processes = processes,
            Registry = queries.Times("/api/v1/devices"), Twins = queries.Times("/api/v1/twins"), Presence = presence, Ledger = await LedgerAsync(line, state, stop),
        };
    }

    /// <summary>The simulated time begins so far back that no rate asked for catches up with the present: at most what a device says once a minute, played that fast.</summary>
    private string[] Arguments()
    {
        // No district of this size says less of itself than this many messages a second for each device, so no speed is needed beyond it.
        const double SlowestPerDevice = 0.004;
        var natural = options.Devices * SlowestPerDevice;
        var bursts = options.HasBursts ? BurstLengthTotal().TotalSeconds * options.Burst / natural : 0;
        var back = TimeSpan.FromSeconds(bursts + (options.Duration.TotalSeconds * options.Rate / natural));
        back += (_lull + _calibration + _calibration) * (options.Rate / natural);
        return
        [
            "--start", (time.GetUtcNow() - back).ToString("O", CultureInfo.InvariantCulture), "--connect-rate", options.ConnectRate.ToString(CultureInfo.InvariantCulture),
            "--without-kept",
        ];
    }

    private TimeSpan BurstLengthTotal() => FleetBenchOptions.BurstLength * Math.Ceiling(options.Duration / FleetBenchOptions.BurstEvery);

    private async Task<TimeSpan> ConnectAsync(FleetControl control, CancellationToken stop)
    {
        var startedAt = time.GetTimestamp();
        using var timer = new PeriodicTimer(_pollInterval, time);
        while (true)
        {
            var state = await control.StateAsync(stop);
            screen.Status($"{state.Connected} of {state.Devices - state.Sleeping} devices connected, {state.Sleeping} connect for each message");
            var took = time.GetElapsedTime(startedAt);
            if (state.Connected >= (state.Devices - state.Sleeping) * NearlyAll && took.TotalSeconds >= (double)state.Devices / options.ConnectRate)
            {
                screen.Done($"{state.Devices} devices are there after {took.TotalSeconds:0} s");
                return took;
            }

            if (took > _connectPatience)
                throw new UsageException($"only {state.Connected} of {state.Devices - state.Sleeping} devices were connected after {_connectPatience.TotalMinutes:0} minutes; take fewer --devices.");
            await timer.WaitForNextTickAsync(stop);
        }
    }

    private async Task<double> NaturalRateAsync(FleetControl control, CancellationToken stop)
    {
        await Task.Delay(_lull, time, stop);
        var stretch = await StretchAsync(control, isBurst: false, _calibration, stop);
        var natural = stretch.Sent / stretch.Length.TotalSeconds;
        if (natural > options.Rate)
            throw new UsageException($"{options.Devices} devices say {natural:0} messages/s at their classes' intervals, more than --rate {options.Rate}; take fewer --devices or a higher --rate.");
        // Once more at the speed that will be played: more of the rare reports are seen.
        var speed = options.Rate / natural;
        await control.SpeedAsync(speed, stop);
        stretch = await StretchAsync(control, isBurst: false, _calibration, stop);
        natural = Math.Min(options.Rate, stretch.Sent / stretch.Length.TotalSeconds / speed);
        screen.Done($"{natural:0} messages/s at the classes' intervals");
        return natural;
    }

    private async Task<IReadOnlyList<FleetStretch>> PlayAsync(FleetControl control, double natural, CancellationToken stop)
    {
        var stretches = new List<FleetStretch>();
        await control.LatenessAsync(stop);
        for (var left = options.Duration; left > TimeSpan.Zero; left -= FleetBenchOptions.BurstEvery)
        {
            var minute = left < FleetBenchOptions.BurstEvery ? left : FleetBenchOptions.BurstEvery;
            var burst = options.HasBursts && minute > FleetBenchOptions.BurstLength + _burstTail ? FleetBenchOptions.BurstLength : TimeSpan.Zero;
            await control.SpeedAsync(options.Rate / natural, stop);
            stretches.Add(await StretchAsync(control, isBurst: false, minute - burst - (burst > TimeSpan.Zero ? _burstTail : TimeSpan.Zero), stop));
            if (burst > TimeSpan.Zero)
                stretches.Add(await BurstAsync(control, natural, stop));
        }

        return stretches;
    }

    /// <summary>The burst and the second after it: the rate is that of the burst alone, the lateness that of both.</summary>
    private async Task<FleetStretch> BurstAsync(FleetControl control, double natural, CancellationToken stop)
    {
        var before = await control.StateAsync(stop);
        var startedAt = time.GetTimestamp();
        await control.SpeedAsync(options.Burst / natural, stop);
        await Task.Delay(FleetBenchOptions.BurstLength, time, stop);
        await control.SpeedAsync(options.Rate / natural, stop);
        var length = time.GetElapsedTime(startedAt);
        var sent = (await control.StateAsync(stop)).Sent - before.Sent;
        await Task.Delay(_burstTail, time, stop);
        var stretch = new FleetStretch(IsBurst: true, length, sent, await control.LatenessAsync(stop));
        Show(stretch);
        return stretch;
    }

    private async Task<FleetStretch> StretchAsync(FleetControl control, bool isBurst, TimeSpan length, CancellationToken stop)
    {
        var before = (await control.StateAsync(stop)).Sent;
        var startedAt = time.GetTimestamp();
        await Task.Delay(length, time, stop);
        var sent = (await control.StateAsync(stop)).Sent - before;
        var stretch = new FleetStretch(isBurst, time.GetElapsedTime(startedAt), sent, await control.LatenessAsync(stop));
        Show(stretch);
        return stretch;
    }

    private void Show(FleetStretch stretch) => screen.Done(string.Create(
        CultureInfo.InvariantCulture,
        $"{stretch.Length.TotalSeconds:0} s{(stretch.IsBurst ? " burst" : "")}: {stretch.Sent / stretch.Length.TotalSeconds:0} messages/s, late p50 {stretch.Lateness.P50Ms:0.0} p99 {stretch.Lateness.P99Ms:0} max {stretch.Lateness.MaxMs:0} ms"));

    private async Task<IReadOnlyList<(string State, long Count)>> PresenceAsync(Uri cloud, CancellationToken stop)
    {
        var counts = new List<(string, long)>();
        foreach (var state in new[] { "online", "offline", "gatewayAway", "unheard" })
            counts.Add((state, await QueryProbe.TotalAsync(_http, cloud, $"/api/v1/twins?type=device&state={state}&pageSize=1", stop)));
        return counts;
    }

    /// <summary>Silences the devices and waits until what they sent is acknowledged and with the cloud.</summary>
    private async Task<SimulatorState> SettleAsync(BenchLine line, FleetControl control, CancellationToken stop)
    {
        await control.PauseAsync(stop);
        var startedAt = time.GetTimestamp();
        using var timer = new PeriodicTimer(_pollInterval, time);
        while (true)
        {
            var state = await control.StateAsync(stop);
            var backlog = await BacklogAsync(line, stop);
            if ((state.Sent == state.Acknowledged && backlog == 0) || time.GetElapsedTime(startedAt) > _settlePatience)
                return state;
            await timer.WaitForNextTickAsync(stop);
        }
    }

    private static async Task<long> BacklogAsync(BenchLine line, CancellationToken stop) => (long)await line.GatewayGaugeAsync("smartcommunity_gateway_outbox_depth", stop);

    private static async Task<FleetLedger> LedgerAsync(BenchLine line, SimulatorState state, CancellationToken stop)
    {
        async Task<long> Gateway(string name, string label = "") => (long)await line.GatewayGaugeAsync("smartcommunity_gateway_" + name, stop, label);
        return new FleetLedger(
            state.Sent, state.Acknowledged, state.Skipped, state.Refused, state.Waited, await Gateway("messages_total", "outcome=\"received\""), await Gateway("messages_total", "outcome=\"stored\""),
            await Gateway("quarantined_total"), await Gateway("outbox_duplicates_total"), await Gateway("outbox_losses_total"), await BacklogAsync(line, stop),
            (long)await line.CounterAsync("smartcommunity_ingest_measurements_total", stop));
    }
}
