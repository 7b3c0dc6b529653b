using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SmartCommunity.Cloud.Notify.Channels;

/// <summary>
/// Posts JSON with both languages. Headers: <c>Idempotency-Key</c> (the same for every attempt with this message; a receiver that has it answers 2xx and does nothing),
/// <c>X-SmartCommunity-Timestamp</c> (epoch seconds) and <c>X-SmartCommunity-Signature</c>: <c>v1=</c> and the hex of HMAC-SHA256 with the secret over timestamp, a full stop and the body's
/// bytes. A receiver compares in constant time and refuses timestamps older than it likes. 2xx is the receipt.
/// </summary>
internal sealed class WebhookChannel(WebhookSettings settings, ChannelHttp http, TimeProvider time) : INotificationChannel
{
    internal const string KeyHeader = "Idempotency-Key";
    internal const string TimestampHeader = "X-SmartCommunity-Timestamp";
    internal const string SignatureHeader = "X-SmartCommunity-Signature";

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public ChannelSettings Settings => settings;

    public IReadOnlyList<string> Secrets { get; } = [settings.Secret!];

    public async Task<SendResult> SendAsync(ChannelMessage message, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(BodyOf(message), _json);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.Add(KeyHeader, message.Key);
        request.Headers.Add(TimestampHeader, timestamp);
        request.Headers.Add(SignatureHeader, Signature(settings.Secret!, timestamp, body));
        var (reply, fault) = await http.SendAsync(request, settings.Timeout, cancellationToken);
        if (reply is null)
            return fault;
        return reply.IsSuccess ? SendResult.Delivered($"HTTP {(int)reply.Status} {ChannelHttp.Shown(reply.Body)}".TrimEnd()) : reply.Fault();
    }

    /// <summary>The signature's header: <c>v1=hex(HMAC-SHA256(secret, timestamp + "." + body))</c>.</summary>
    internal static string Signature(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{timestamp}."), .. body];
        return $"v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
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
