namespace SmartCommunity.Cloud.Notify;

/// <summary>
/// One channel of <c>channels.json</c>: what all kinds have. A class and not a record, so that no text of it ever holds its secrets. <see cref="Faults"/> lists everything wrong at once.
/// </summary>
public abstract class ChannelSettings
{
    private const int MaxNameLength = 60;
    private const int MaxPerMinute = 6_000; // A hundred a second: more than one recipient list needs, less than what would be an attack.
    private const int MaxTimeoutSeconds = 60;
    private const int MaxAttempts = 20;
    private const int MaxBackoffSeconds = 600;
    private const int SecondsPerDay = 86_400;
    private const int ReserveShare = 4; // A quarter is kept for P1: 5 of a robot's 20.

    /// <summary><c>webhook</c>, <c>email</c>, <c>dingtalk</c>, <c>wecom</c> or <c>sms</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>Name that notifications and the log call it by; 1 to 60 of a-z 0-9 -; unique.</summary>
    public string? Name { get; init; }

    /// <summary>Language it is written in: <c>zh</c> (default), <c>en</c> or <c>both</c>. A webhook always gets both.</summary>
    public string Language { get; init; } = "zh";

    /// <summary>Time for one attempt, 1 to 60 s; default 10. Too short cuts slow receivers off, and their copy may arrive twice; too long holds a lane up.</summary>
    public int TimeoutSeconds { get; init; } = 10;

    /// <summary>Attempts at one address before the next is tried, 1 to 20; default 4: about 15 s with the default back-off.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>Wait before the second attempt, doubled each time, 1 to 600 s; default 2.</summary>
    public int BackoffSeconds { get; init; } = 2;

    /// <summary>Most messages a minute, 1 to 6,000; default 20 for robots (more, and DingTalk mutes it for 10 minutes), 60 for e-mail and SMS, 600 for a webhook.</summary>
    public int? PerMinute { get; init; }

    /// <summary>How many of these only P1 may use, 0 to <see cref="PerMinute"/> - 1; default a quarter.</summary>
    public int? ReservedForP1 { get; init; }

    /// <summary>How long a P3 waits for others to the same address, to go as one message, 0 (never) to 86,400 s; default 300 for robots, otherwise 0.</summary>
    public int? DigestSeconds { get; init; }

    internal int Limit => PerMinute ?? DefaultPerMinute;

    internal int Reserved => ReservedForP1 ?? Limit / ReserveShare;

    internal TimeSpan Digest => TimeSpan.FromSeconds(DigestSeconds ?? DefaultDigestSeconds);

    internal TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);

    private protected abstract int DefaultPerMinute { get; }

    private protected virtual int DefaultDigestSeconds => 0;

    /// <summary>Everything wrong with the channel, one sentence each, beginning with where it stands in the file; empty = none.</summary>
    internal IEnumerable<string> Faults(string at)
    {
        if (Name is not { Length: > 0 and <= MaxNameLength } || Name.Any(static c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
            yield return $"{at}.name '{Name}' must have 1 to {MaxNameLength} characters a-z 0-9 -.";
        if (Language is not ("zh" or "en" or "both"))
            yield return $"{at}.language '{Language}' must be zh, en or both.";
        foreach (var (field, value, min, max) in new[]
        {
            ("timeoutSeconds", TimeoutSeconds, 1, MaxTimeoutSeconds), ("attempts", Attempts, 1, MaxAttempts), ("backoffSeconds", BackoffSeconds, 1, MaxBackoffSeconds),
            ("perMinute", Limit, 1, MaxPerMinute), ("reservedForP1", Reserved, 0, Math.Max(0, Limit - 1)), ("digestSeconds", DigestSeconds ?? 0, 0, SecondsPerDay),
        })
        {
            if (value < min || value > max)
                yield return $"{at}.{field} {value} must be {min} to {max}.";
        }

        foreach (var fault in OwnFaults(at))
            yield return fault;
    }

    /// <summary>What this kind of channel asks besides.</summary>
    private protected abstract IEnumerable<string> OwnFaults(string at);

    /// <summary>A fault when the address cannot be called, or would carry secrets in the clear beyond this machine.</summary>
    private protected static string? UrlFault(string at, string field, string? url, bool allowPlainHttp = false)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0)
            return $"{at}.{field} must be an http or https address without user and password.";
        return uri.Scheme == "https" || uri.IsLoopback || allowPlainHttp ? null : $"{at}.{field} must be https: only a loopback address may be http.";
    }
}
