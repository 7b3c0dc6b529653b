using System.Text;

namespace SmartCommunity.Cloud.Notify.Channels;

/// <summary>Any SMS gateway that takes HTTP, by templates. It deduplicates only where the gateway does and its template hands on <c>{{key}}</c>.</summary>
internal sealed class SmsChannel(SmsSettings settings, ChannelHttp http) : INotificationChannel
{
    public ChannelSettings Settings => settings;

    public IReadOnlyList<string> Secrets { get; } = [.. settings.Headers.Values];

    public async Task<SendResult> SendAsync(ChannelMessage message, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string>
        {
            ["phone"] = message.Address,
            ["title"] = MessageText.Title(message, settings.Language),
            ["text"] = MessageText.Short(message, settings.Language),
            ["link"] = message.Items[0].Link,
            ["key"] = message.Key,
            ["priority"] = message.Priority.ToString(),
        };
        using var request = new HttpRequestMessage(new HttpMethod(settings.Method), TextTemplate.Fill(settings.Url!, values, Uri.EscapeDataString));
        if (settings.Body is { } body)
            request.Content = new StringContent(TextTemplate.Fill(body, values, TextTemplate.EscapeFor(settings.ContentType)!), Encoding.UTF8, settings.ContentType);
        foreach (var (name, value) in settings.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        var (reply, fault) = await http.SendAsync(request, settings.Timeout, cancellationToken);
        if (reply is null)
            return fault;
        if (!reply.IsSuccess)
            return reply.Fault();
        var said = $"HTTP {(int)reply.Status} {ChannelHttp.Shown(reply.Body)}".TrimEnd();
        return settings.SuccessContains is null || reply.Body.Contains(settings.SuccessContains, StringComparison.Ordinal) ? SendResult.Delivered(said) : SendResult.Refused(said);
    }
}
