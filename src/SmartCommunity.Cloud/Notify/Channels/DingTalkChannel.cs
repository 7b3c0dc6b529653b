using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;

namespace SmartCommunity.Cloud.Notify.Channels;

/// <summary>
/// A DingTalk group robot with signature: Markdown, mentioning the address when it is a mobile number. It cannot deduplicate: a message whose answer was lost arrives twice.
/// Of its limit of 20 a minute the rate window keeps a quarter for P1.
/// </summary>
internal sealed class DingTalkChannel(DingTalkSettings settings, ChannelHttp http, TimeProvider time) : INotificationChannel
{
    private const int TooMany = 130101;
    private const int MaxBytes = 16_000; // Of a body of at most 20,000 bytes; the rest is for JSON and escaping.

    // By DingTalk's documentation, a robot beyond its limit is muted for this long.
    private static readonly TimeSpan MutedFor = TimeSpan.FromMinutes(10);

    public ChannelSettings Settings => settings;

    public IReadOnlyList<string> Secrets { get; } = [settings.AccessToken!, settings.Secret!];

    public async Task<SendResult> SendAsync(ChannelMessage message, CancellationToken cancellationToken)
    {
        // A member is only called when the text names him too.
        var mention = message.Address.Length == 0 ? "" : $"@{message.Address}";
        using var request = new HttpRequestMessage(HttpMethod.Post, SignedUrl())
        {
            Content = JsonContent.Create(new
            {
                msgtype = "markdown",
                markdown = new { title = MessageText.Title(message, settings.Language), text = MessageText.Markdown(message, settings.Language, mention, MaxBytes) },
                at = new { atMobiles = message.Address.Length == 0 ? Array.Empty<string>() : [message.Address], isAtAll = false },
            }),
        };
        var (reply, fault) = await http.SendAsync(request, settings.Timeout, cancellationToken);
        return reply is null ? fault : RobotReply.Result(reply, TooMany, MutedFor);
    }

    /// <summary>The signature: base64 of HMAC-SHA256 with the secret over timestamp, a line feed and the secret.</summary>
    internal static string Sign(string secret, long timestampMs) => Convert.ToBase64String(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{timestampMs}\n{secret}"))));

    private string SignedUrl()
    {
        var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{settings.Url}?access_token={Uri.EscapeDataString(settings.AccessToken!)}&timestamp={nowMs}&sign={Uri.EscapeDataString(Sign(settings.Secret!, nowMs))}");
    }
}
