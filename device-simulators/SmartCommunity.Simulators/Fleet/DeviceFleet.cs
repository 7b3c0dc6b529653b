using Microsoft.Extensions.Logging;
using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Fleet;

namespace SmartCommunity.Simulators;

/// <summary>
/// Plays a district live: one MQTT connection per device, QoS 1, every device's first message within 10 s of its connect, nothing acknowledged sent
/// under another (boot, seq), nothing unacknowledged forgotten unless older than the backlog. Boot is the start of the run in epoch seconds.
/// </summary>
public sealed partial class DeviceFleet
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);

    private readonly FleetOptions _options;
    private readonly TimeProvider _time;
    private readonly FleetCounts _counts = new();

    private DeviceFleet(FleetOptions options, TimeProvider time) => (_options, _time) = (options, time);

    /// <summary>Plays until cancelled; then every device says offline and disconnects, and the last counts are returned.</summary>
    public static async Task<FleetProgress> RunAsync(
        SimulatedDistrict district, FleetOptions options, TimeProvider time, ILogger logger, IProgress<FleetProgress>? progress, CancellationToken cancellationToken)
    {
        options.Check();
        return await new DeviceFleet(options, time).PlayAsync(district, logger, progress, cancellationToken);
    }

    private async Task<FleetProgress> PlayAsync(
        SimulatedDistrict district, ILogger logger, IProgress<FleetProgress>? progress, CancellationToken cancellationToken)
    {
        var played = Chosen(district.Devices);
        _counts.Devices = played.Count;
        var view = new DistrictView(district);
        var boot = _time.GetUtcNow().ToUnixTimeSeconds();
        LogStarted(logger, played.Count, district.Seed, boot);
        var players = played.Select((device, index) =>
            new DevicePlayer(device, view, boot, _options, _counts, _time).RunAsync(TimeSpan.FromSeconds((double)index / _options.ConnectsPerSecond), cancellationToken));
        var all = Task.WhenAll(players);
        using var timer = new PeriodicTimer(ProgressInterval, _time);
        while (!all.IsCompleted)
        {
            progress?.Report(_counts.Now());
            await Task.WhenAny(all, timer.WaitForNextTickAsync(CancellationToken.None).AsTask());
        }

        await all;
        var last = _counts.Now();
        progress?.Report(last);
        LogStopped(logger, last.Sent, last.Acknowledged, last.Skipped, last.Refused);
        return last;
    }

    private List<SimulatedDevice> Chosen(IReadOnlyList<SimulatedDevice> devices)
    {
        var count = Math.Min(devices.Count, _options.MaxDevices);
        return [.. Enumerable.Range(0, count).Select(i => devices[(int)((long)i * devices.Count / count)])];
    }

    [LoggerMessage(4000, LogLevel.Information, "Playing {Devices} simulated devices, seed {Seed}, boot {Boot}.")]
    private static partial void LogStarted(ILogger logger, int devices, ulong seed, long boot);

    [LoggerMessage(4001, LogLevel.Information, "Simulated devices stopped: {Sent} messages sent, {Acknowledged} acknowledged, {Skipped} given up, {Refused} connects refused.")]
    private static partial void LogStopped(ILogger logger, long sent, long acknowledged, long skipped, long refused);
}
