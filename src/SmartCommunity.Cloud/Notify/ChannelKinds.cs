namespace SmartCommunity.Cloud.Notify;

/// <summary>The console. It is not configured: it is always there, under the name <c>in-app</c>.</summary>
public sealed class InAppSettings : ChannelSettings
{
    /// <summary>Its name.</summary>
    public const string ChannelName = "in-app";

    private protected override int DefaultPerMinute => 6_000; // As many as any channel may: nothing leaves this machine.

    private protected override IEnumerable<string> OwnFaults(string at) => [];
}

/// <summary>A receiver of signed HTTP posts. The address of a notification is what the receiver calls the recipient; it stands in the body.</summary>
public sealed class WebhookSettings : ChannelSettings
{
    private const int MinSecretLength = 16; // 128 bits when it is random: what HMAC-SHA256 is worth using with.

    /// <summary>Address to post to; https, or http on loopback, or http with <see cref="AllowPlainHttp"/>.</summary>
    public string? Url { get; init; }

    /// <summary>Key of the signature, at least 16 characters.</summary>
    public string? Secret { get; init; }

    /// <summary>Permits http to another machine: the text is then readable on the way, the signature still holds; default false.</summary>
    public bool AllowPlainHttp { get; init; }

    private protected override int DefaultPerMinute => 600;

    private protected override IEnumerable<string> OwnFaults(string at)
    {
        if (UrlFault(at, "url", Url, AllowPlainHttp) is { } fault)
            yield return fault;
        if (Secret is not { Length: >= MinSecretLength })
            yield return $"{at}.secret has {Secret?.Length ?? 0} characters; it must have at least {MinSecretLength}.";
    }
}

/// <summary>An SMTP server that takes mail for others. The address of a notification is a mailbox.</summary>
public sealed class EmailSettings : ChannelSettings
{
    private const int MaxPort = 65_535;

    /// <summary>Name or address of the server.</summary>
    public string? Host { get; init; }

    /// <summary>Port, 1 to 65,535; default 587 (message submission).</summary>
    public int Port { get; init; } = 587;

    /// <summary><c>startTls</c> (default), <c>tls</c> (from the first byte, port 465), or <c>none</c> (loopback only, unless there is no password).</summary>
    public string Security { get; init; } = "startTls";

    /// <summary>User name; null = the server asks for none.</summary>
    public string? User { get; init; }

    /// <summary>Password of <see cref="User"/>.</summary>
    public string? Password { get; init; }

    /// <summary>Mailbox the mail is from.</summary>
    public string? From { get; init; }

    /// <summary>Name beside it; default SmartCommunity.</summary>
    public string FromName { get; init; } = "SmartCommunity";

    private protected override int DefaultPerMinute => 60;

    private protected override IEnumerable<string> OwnFaults(string at)
    {
        if (string.IsNullOrWhiteSpace(Host))
            yield return $"{at}.host is missing.";
        if (Port is < 1 or > MaxPort)
            yield return $"{at}.port {Port} must be 1 to {MaxPort}.";
        if (Security is not ("startTls" or "tls" or "none"))
            yield return $"{at}.security '{Security}' must be startTls, tls or none.";
        if (User is null != Password is null)
            yield return $"{at}.user and password must both be given, or neither.";
        if (Security == "none" && Password is not null && Host is not ("localhost" or "127.0.0.1" or "::1"))
            yield return $"{at}.security must be startTls or tls: a password in the clear stays on this machine.";
        if (!MimeKit.MailboxAddress.TryParse(From ?? "", out var from) || !from.Address.Contains('@', StringComparison.Ordinal))
            yield return $"{at}.from '{From}' must be a mailbox.";
    }
}

/// <summary>A robot of a DingTalk group, with the signature as its security setting. The address of a notification is the mobile number of the member to mention; empty = nobody.</summary>
public sealed class DingTalkSettings : ChannelSettings
{
    /// <summary>Address of the robot without its query; default that of DingTalk.</summary>
    public string Url { get; init; } = "https://oapi.dingtalk.com/robot/send";

    /// <summary>Token of the robot.</summary>
    public string? AccessToken { get; init; }

    /// <summary>Key of its signature (begins with SEC).</summary>
    public string? Secret { get; init; }

    private protected override int DefaultPerMinute => RobotPace.PerMinute;

    private protected override int DefaultDigestSeconds => RobotPace.DigestSeconds;

    private protected override IEnumerable<string> OwnFaults(string at)
    {
        if (UrlFault(at, "url", Url) is { } fault)
            yield return fault;
        if (string.IsNullOrWhiteSpace(AccessToken))
            yield return $"{at}.accessToken is missing.";
        if (string.IsNullOrWhiteSpace(Secret))
            yield return $"{at}.secret is missing.";
    }
}

/// <summary>A robot of a WeCom group. The address of a notification is the user id of the member to mention; empty = nobody.</summary>
public sealed class WeComSettings : ChannelSettings
{
    /// <summary>Address of the robot without its query; default that of WeCom.</summary>
    public string Url { get; init; } = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send";

    /// <summary>Key of the robot.</summary>
    public string? Key { get; init; }

    private protected override int DefaultPerMinute => RobotPace.PerMinute;

    private protected override int DefaultDigestSeconds => RobotPace.DigestSeconds;

    private protected override IEnumerable<string> OwnFaults(string at)
    {
        if (UrlFault(at, "url", Url) is { } fault)
            yield return fault;
        if (string.IsNullOrWhiteSpace(Key))
            yield return $"{at}.key is missing.";
    }
}

/// <summary>
/// An SMS gateway that takes HTTP. Address and body are templates with the holes <c>{{phone}} {{title}} {{text}} {{link}} {{key}} {{priority}}</c>; a value is escaped for the place it
/// stands in. The address of a notification is the telephone number. <c>{{key}}</c> is the same for every attempt: give it to a gateway that deduplicates.
/// </summary>
public sealed class SmsSettings : ChannelSettings
{
    /// <summary>Address, with holes in its path or query.</summary>
    public string? Url { get; init; }

    /// <summary><c>POST</c> (default), <c>PUT</c> or <c>GET</c> (without a body).</summary>
    public string Method { get; init; } = "POST";

    /// <summary><c>application/json</c> (default), <c>application/x-www-form-urlencoded</c> or <c>application/xml</c>.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Body with holes; in JSON they stand within quotes.</summary>
    public string? Body { get; init; }

    /// <summary>Headers besides, for example Authorization; their values are secrets.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>What a 2xx answer must contain to be a receipt, for gateways that answer 200 to everything; null = any 2xx is one.</summary>
    public string? SuccessContains { get; init; }

    private protected override int DefaultPerMinute => 60;

    private protected override IEnumerable<string> OwnFaults(string at)
    {
        var filled = TextTemplate.Faults(Url ?? "").Select(fault => $"{at}.url {fault}").ToList();
        foreach (var fault in filled)
            yield return fault;
        // Holes are filled before the address is looked at: braces are no part of one.
        if (filled.Count == 0 && UrlFault(at, "url", TextTemplate.Fill(Url ?? "", TextTemplate.Sample, Uri.EscapeDataString)) is { } wrong)
            yield return wrong;
        if (Method is not ("POST" or "PUT" or "GET"))
            yield return $"{at}.method '{Method}' must be POST, PUT or GET.";
        if (TextTemplate.EscapeFor(ContentType) is null)
            yield return $"{at}.contentType '{ContentType}' must be application/json, application/x-www-form-urlencoded or application/xml.";
        if (Method == "GET" != Body is null)
            yield return $"{at}.body must be given for POST and PUT, and left out for GET.";
        foreach (var fault in Body is null ? [] : TextTemplate.BodyFaults(Body, ContentType))
            yield return $"{at}.body {fault}";
        if (!TextTemplate.HasHole(Url, "phone") && !TextTemplate.HasHole(Body, "phone"))
            yield return $"{at} names the recipient nowhere: url or body must have {{{{phone}}}}.";
        foreach (var header in Headers.Where(static h => !IsHeader(h.Key, h.Value)))
            yield return $"{at}.headers '{header.Key}' is no header that can be set here.";
    }

    private static bool IsHeader(string name, string value)
    {
        using var request = new HttpRequestMessage();
        return name.Length > 0 && !value.Any(char.IsControl) && request.Headers.TryAddWithoutValidation(name, value);
    }
}

/// <summary>What group robots of both makers take.</summary>
internal static class RobotPace
{
    /// <summary>Messages a minute of one robot, by both makers' documentation; beyond, DingTalk mutes it for 10 minutes.</summary>
    internal const int PerMinute = 20;

    /// <summary>P3 are gathered for five minutes: a group of people reads one message of ten lines, not ten.</summary>
    internal const int DigestSeconds = 300;
}
