using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmartCommunity.Contracts;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Outbox;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Gateway.Devices;

/// <summary>
/// What every device sent today. Kept in a file that is replaced whole every <see cref="SaveEvery"/> and at the end of the host: after a kill a device gets back what
/// it sent in the last interval, never more. Thread-safe.
/// </summary>
internal sealed class DailyUsage : BackgroundService
{
    /// <summary>60,000 devices are 3 MB: half a minute keeps the disk quiet and forgives little.</summary>
    internal static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(30);

    private const int CrcBytes = sizeof(uint);

    private readonly ConcurrentDictionary<string, UsageCounter> _counters = new(StringComparer.Ordinal);
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public DailyUsage(string path, TimeProvider time, ILogger<DailyUsage> logger)
    {
        (_path, _time, _logger) = (path, time, logger);
        Load();
    }

    /// <summary>The calendar day of now.</summary>
    internal int Today => ChinaTime.DayOf(_time.GetUtcNow().ToUnixTimeMilliseconds()).DayNumber;

    internal UsageCounter Of(string device) => _counters.GetOrAdd(device, static id => new UsageCounter(id));

    /// <summary>Counters that differ from what was told before, and takes them as told.</summary>
    internal IEnumerable<DeviceUsage> News(Dictionary<string, DeviceUsage> told)
    {
        foreach (var (device, counter) in _counters)
        {
            var usage = counter.Read();
            if (told.TryGetValue(device, out var before) && before.Equals(usage))
                continue;
            told[device] = usage;
            yield return usage;
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Save();
    }

    internal void Save()
    {
        try
        {
            var today = Today;
            var all = new QuotaUsage { Devices = { _counters.Values.Select(counter => counter.Read()).Where(usage => usage.Day >= today) } };
            var bytes = new byte[all.CalculateSize() + CrcBytes];
            all.WriteTo(bytes.AsSpan(CrcBytes));
            BitConverter.TryWriteBytes(bytes, Crc.Of(bytes.AsSpan(CrcBytes)));
            AtomicFile.Write(_path, bytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A full disk costs accuracy of a quota, not a measurement.
            UsageLog.NotSaved(_logger, _path, exception);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SaveEvery, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Save();
    }

    private void Load()
    {
        if (!File.Exists(_path))
            return;
        var bytes = File.ReadAllBytes(_path);
        if (bytes.Length < CrcBytes || BitConverter.ToUInt32(bytes) != Crc.Of(bytes.AsSpan(CrcBytes)))
        {
            UsageLog.Damaged(_logger, _path);
            return;
        }

        foreach (var usage in QuotaUsage.Parser.ParseFrom(bytes.AsSpan(CrcBytes)).Devices)
            Of(usage.Device).Restore(usage);
    }
}

internal static partial class UsageLog
{
    [LoggerMessage(1152, LogLevel.Warning, "What devices sent today could not be saved to {Path}; a restart now would forgive some of it.")]
    internal static partial void NotSaved(ILogger logger, string path, Exception exception);

    [LoggerMessage(1153, LogLevel.Warning, "{Path} is damaged: what devices sent today is counted from zero.")]
    internal static partial void Damaged(ILogger logger, string path);
}
