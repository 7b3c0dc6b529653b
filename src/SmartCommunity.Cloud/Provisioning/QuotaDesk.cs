using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Provisioning;

/// <summary>What devices may send: by class, and of their own. A change reaches the gateways with the directory, and connected devices with their next message. Thread-safe.</summary>
public sealed class QuotaDesk(RegistryStore store, DeviceRegistry devices, GatewayEnrolment gateways, UsageBoard usage, TimeProvider time)
{
    private const double MinRate = 0.01;
    private const double MaxRate = 1_000_000;
    private const long MaxDailyMessages = 1_000_000_000;
    private const long MaxDailyBytes = 1L << 40;

    /// <summary>Limits and today's use of a device.</summary>
    public async Task<Outcome<DeviceQuotaView>> FindAsync(string device, CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        return await context.Devices.FindAsync([device], cancellationToken) is { } row ? await ViewAsync(context, row, cancellationToken) : Unknown(device);
    }

    /// <summary>Sets the device's own limits; null goes back to its class's.</summary>
    public async Task<Outcome<DeviceQuotaView>> PutAsync(string device, QuotaLimits limits, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (Faults(limits) is { Length: > 0 } faults)
            return faults;
        var (outcome, _) = await store.WriteAsync<(Outcome<DeviceQuotaView>, IReadOnlyList<DeviceRow>)>(
            async (context, cancel) =>
            {
                if (await context.Devices.FindAsync([device], cancel) is not { } row)
                    return (Unknown(device), []);
                (row.MessagesPerSecond, row.BurstMessages, row.DailyMessages, row.DailyBytes) =
                    (limits.MessagesPerSecond, limits.BurstMessages, limits.DailyMessages, limits.DailyBytes);
                row.Version = await RegistryStore.NextVersionAsync(context, cancel);
                AuditTrail.Add(context, time.GetUtcNow().ToUnixTimeMilliseconds(), actor, "quota.device", device, "Its own limits were set.");
                await context.SaveChangesAsync(cancel);
                return (await ViewAsync(context, row, cancel), [row]);
            },
            result => devices.Publish(result.Item2),
            cancellationToken);
        return outcome;
    }

    /// <summary>Limits of all classes that have some.</summary>
    public async Task<IReadOnlyList<ClassQuotaView>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        return [.. (await context.ClassQuotas.AsNoTracking().OrderBy(q => q.Class).ToListAsync(cancellationToken)).Select(q => new ClassQuotaView(q.Class, Of(q)))];
    }

    /// <summary>Sets the limits of a class.</summary>
    public async Task<Outcome<ClassQuotaView>> PutClassAsync(string @class, QuotaLimits limits, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (DeviceClassCatalogue.Current.Find(@class) is null)
            return new Fault(FaultKind.NotFound, "class", $"class '{@class}' is not in the device catalogue.");
        if (Faults(limits) is { Length: > 0 } faults)
            return faults;
        var view = await store.WriteAsync(
            async (context, cancel) =>
            {
                if (await context.ClassQuotas.FindAsync([@class], cancel) is not { } row)
                    context.Add(row = new ClassQuotaRow { Class = @class });
                (row.MessagesPerSecond, row.BurstMessages, row.DailyMessages, row.DailyBytes) =
                    (limits.MessagesPerSecond, limits.BurstMessages, limits.DailyMessages, limits.DailyBytes);
                var version = await RegistryStore.NextVersionAsync(context, cancel);
                // The devices themselves did not change, but what gateways are told of them does.
                await context.Devices.Where(d => d.Class == @class && d.RetiredAtMs == null).ExecuteUpdateAsync(set => set.SetProperty(d => d.Version, version), cancel);
                AuditTrail.Add(context, time.GetUtcNow().ToUnixTimeMilliseconds(), actor, "quota.class", @class, "The limits of the class were set.");
                await context.SaveChangesAsync(cancel);
                return new ClassQuotaView(@class, Of(row));
            },
            committed: null,
            cancellationToken);
        await gateways.TellAllAsync();
        return view;
    }

    private async Task<DeviceQuotaView> ViewAsync(RegistryContext context, DeviceRow row, CancellationToken cancellationToken)
    {
        var ofClass = await context.ClassQuotas.AsNoTracking().SingleOrDefaultAsync(q => q.Class == row.Class, cancellationToken);
        var effective = new QuotaLimits
        {
            MessagesPerSecond = row.MessagesPerSecond ?? ofClass?.MessagesPerSecond,
            BurstMessages = row.BurstMessages ?? ofClass?.BurstMessages,
            DailyMessages = row.DailyMessages ?? ofClass?.DailyMessages,
            DailyBytes = row.DailyBytes ?? ofClass?.DailyBytes,
        };
        var own = new QuotaLimits
        {
            MessagesPerSecond = row.MessagesPerSecond, BurstMessages = row.BurstMessages, DailyMessages = row.DailyMessages, DailyBytes = row.DailyBytes,
        };
        var today = ChinaTime.DayOf(time.GetUtcNow().ToUnixTimeMilliseconds());
        var heard = usage.Of(row.Id);
        var used = heard?.Day == today.DayNumber ? heard : null;
        return new DeviceQuotaView(row.Id, own, effective, today, used?.Messages ?? 0, used?.Bytes ?? 0, used?.Refused ?? 0, heard?.HeardAt);
    }

    private static QuotaLimits Of(ClassQuotaRow row) => new()
    {
        MessagesPerSecond = row.MessagesPerSecond, BurstMessages = row.BurstMessages, DailyMessages = row.DailyMessages, DailyBytes = row.DailyBytes,
    };

    private static Fault[] Faults(QuotaLimits limits) =>
    [
        .. Range("messagesPerSecond", limits.MessagesPerSecond, MinRate, MaxRate), .. Range("burstMessages", limits.BurstMessages, 1, MaxRate),
        .. Range("dailyMessages", limits.DailyMessages, 1, MaxDailyMessages), .. Range("dailyBytes", limits.DailyBytes, 1, MaxDailyBytes),
    ];

    private static Fault[] Range(string field, double? value, double min, double max) => value is null || (value >= min && value <= max)
        ? []
        : [new Fault(FaultKind.Invalid, field, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{field} is {value}; it must be {min} to {max}, or null."))];

    private static Fault Unknown(string device) => new(FaultKind.NotFound, "id", $"No device '{device}' is enrolled.");
}
