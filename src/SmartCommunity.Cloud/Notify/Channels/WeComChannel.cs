using System.Net.Http.Json;

namespace SmartCommunity.Cloud.Notify.Channels;

/// <summary>A WeCom group robot: Markdown, mentioning the address when it is a user id. It cannot deduplicate: a message whose answer was lost arrives twice.</summary>
internal sealed class WeComChannel(WeComSettings settings, ChannelHttp http) : INotificationChannel
{
    private const int TooMany = 45009;
    private const int MaxBytes = 4_096; // Of the Markdown content, by WeCom's documentation.

    public ChannelSettings Settings => settings;

    public IReadOnlyList<string> Secrets { get; } = [settings.Key!];

    public async Task<SendResult> SendAsync(ChannelMessage message, CancellationToken cancellationToken)
    {
        var mention = message.Address.Length == 0 ? "" : $"<@{message.Address}>";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{settings.Url}?key={Uri.EscapeDataString(settings.Key!)}")
        {
            Content = JsonContent.Create(new { msgtype = "markdown", markdown = new { content = MessageText.Markdown(message, settings.Language, mention, MaxBytes) } }),
        };
        var (reply, fault) = await http.SendAsync(request, settings.Timeout, cancellationToken);
        return reply is null ? fault : RobotReply.Result(reply, TooMany, ChannelHttp.ThrottledFor);
    }
}
