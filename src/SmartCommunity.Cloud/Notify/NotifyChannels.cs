using SmartCommunity.Cloud.Notify.Channels;

namespace SmartCommunity.Cloud.Notify;

/// <summary>The channels that are configured, the console besides, and the seed of their jitter. Disposing it closes their connections.</summary>
internal sealed class NotifyChannels : IDisposable
{
    private readonly ChannelHttp _http;

    internal NotifyChannels(IReadOnlyList<ChannelSettings> settings, int jitterSeed, TimeProvider time)
    {
        _http = new ChannelHttp(time);
        JitterSeed = jitterSeed;
        All = [.. settings.Select(s => Create(s, time)), new InAppChannel()];
        Names = [.. All.Select(static channel => channel.Settings.Name!)];
        Configured = [.. settings.Select(static s => s.Name!)];
    }

    internal IReadOnlyList<INotificationChannel> All { get; }

    internal IReadOnlyList<string> Names { get; }

    /// <summary>Names of those that lead out of the console.</summary>
    internal IReadOnlyList<string> Configured { get; }

    internal int JitterSeed { get; }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private INotificationChannel Create(ChannelSettings settings, TimeProvider time) => settings switch
    {
        WebhookSettings webhook => new WebhookChannel(webhook, _http, time),
        EmailSettings email => new EmailChannel(email, time),
        DingTalkSettings dingTalk => new DingTalkChannel(dingTalk, _http, time),
        WeComSettings weCom => new WeComChannel(weCom, _http),
        SmsSettings sms => new SmsChannel(sms, _http),
        _ => throw new System.Diagnostics.UnreachableException($"Channel kind {settings.GetType().Name} has no channel."),
    };
}
