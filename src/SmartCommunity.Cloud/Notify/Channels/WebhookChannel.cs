using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using SmartCommunity.Contracts;

namespace SmartCommunity.Cloud.Notify.Channels;

/// <summary>
/// Posts JSON with both languages. Headers: <c>Idempotency-Key</c> (the same for every attempt with this message; a receiver that has it answers 2xx and does nothing) and the
/// <see cref="WebhookSignature"/>. 2xx is the receipt.
/// </summary>
internal sealed class WebhookChannel(WebhookSettings settings, ChannelHttp http, TimeProvider time) : INotificationChannel
{
    internal const string KeyHeader = "Idempotency-Key";

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public ChannelSettings Settings => settings;

    public IReadOnlyList<string> Secrets { get; } = [settings.Secret!];

    public async Task<SendResult> SendAsync(ChannelMessage message, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(BodyOf(message), _json);
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.Add(KeyHeader, message.Key);
        request.Headers.Add(WebhookSignature.Header, WebhookSignature.Of(settings.Secret!, time.GetUtcNow(), body));
        var (reply, fault) = await http.SendAsync(request, settings.Timeout, cancellationToken);
        if (reply is null)
            return fault;
        return reply.IsSuccess ? SendResult.Delivered($"HTTP {(int)reply.Status} {ChannelHttp.Shown(reply.Body)}".TrimEnd()) : reply.Fault();
    }

    private static object BodyOf(ChannelMessage message) => new
    {
        message.Key,
        Priority = message.Priority.ToString(),
        message.Address,
        Notifications = message.Items.Select(static item => new
        {
            item.Key,
            Priority = item.Priority.ToString(),
            item.Recipient,
            item.RecipientName,
            Title = new { Zh = item.TitleZh, En = item.TitleEn },
            Text = new { Zh = item.TextZh, En = item.TextEn },
            item.Link,
            item.DueAt,
        }),
    };
}
