using SmartCommunity.Cloud.Notify.Duty;
using SmartCommunity.Storage.Notifications;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Notify;

/// <summary>Composes the slice.</summary>
internal static partial class NotifyServices
{
    /// <summary>The outbox, in the data folder.</summary>
    internal const string OutboxFile = "notifications.db";

    /// <summary>Registers outbox, channels, sender, rosters, what tells of alerts, and the desks.</summary>
    /// <param name="services">The host's services; they have a <see cref="TimeProvider"/>.</param>
    /// <param name="dataFolder">Folder of the outbox, and of <c>channels.json</c>.</param>
    /// <param name="channelsFile">Another place of the channels' file, which must exist; null = in the data folder, and without one there is the console alone.</param>
    /// <param name="publicAddress">What recipients reach this host by; null: messages have no link to acknowledge by.</param>
    /// <exception cref="ArgumentException">The channels' file has faults; the message lists them all.</exception>
    internal static IServiceCollection AddNotify(this IServiceCollection services, string dataFolder, string? channelsFile = null, Uri? publicAddress = null)
    {
        var path = channelsFile ?? Path.Combine(dataFolder, ChannelsFile.FileName);
        var (channels, seed) = channelsFile is not null || File.Exists(path) ? ChannelsFile.Read(path) : ([], null);
        services.AddSingleton(s => NotificationOutbox.Open(Path.Combine(dataFolder, OutboxFile), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s =>
        {
            WarnIfReadable(path, s.GetRequiredService<ILogger<NotifyChannels>>());
            return new NotifyChannels(channels, seed ?? Random.Shared.Next(), s.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton<NotifyMetrics>();
        services.AddSingleton(s => new NotificationDesk(s.GetRequiredService<NotificationOutbox>(), s.GetRequiredService<NotifyChannels>(), s.GetRequiredService<TimeProvider>()));
        services.AddHostedService<NotificationSender>();
        services.AddDuty(dataFolder, publicAddress);
        return services;
    }

    private static void AddDuty(this IServiceCollection services, string dataFolder, Uri? publicAddress)
    {
        services.AddSingleton<RosterBook>();
        services.AddSingleton(s => new RosterDesk(
            s.GetRequiredService<RegistryStore>(), s.GetRequiredService<RosterBook>(), s.GetRequiredService<NotificationOutbox>(), s.GetRequiredService<NotifyChannels>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<HandoverDesk>();
        services.AddSingleton<CalendarDesk>();
        services.AddSingleton(new AckLinks(Path.Combine(dataFolder, AckLinks.KeyFile), publicAddress));
        services.AddSingleton<AckDesk>();
        services.AddSingleton<AlertDrafts>();
        services.AddHostedService<AlertTeller>();
    }

    private static void WarnIfReadable(string path, ILogger logger)
    {
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        if (!OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & others) != 0)
            LogReadable(logger, path);
    }

    [LoggerMessage(2910, LogLevel.Warning, "{Path} holds secrets and can be read by others than its owner; chmod 600 it.")]
    private static partial void LogReadable(ILogger logger, string path);
}
