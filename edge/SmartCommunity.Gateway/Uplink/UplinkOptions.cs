using System.ComponentModel.DataAnnotations;

namespace SmartCommunity.Gateway.Uplink;

/// <summary>Settings of the uplink, section <c>Uplink</c>. Validated at start; every fault is named with its key.</summary>
internal sealed class UplinkOptions
{
    internal const string Section = "Uplink";

    /// <summary>Address of the cloud, http or https with a port. Required. It need not answer: the gateway works without.</summary>
    [Required]
    public Uri? Address { get; set; }

    /// <summary>Id of this gateway as the cloud knows it. Required.</summary>
    [Required, RegularExpression("^[A-Za-z0-9_-]{1,64}$")]
    public string GatewayId { get; set; } = "";

    /// <summary>The gateway's bearer token. Required; never logged.</summary>
    [Required]
    public string Token { get; set; } = "";

    /// <summary>Time between heartbeats, also the time after which a silent stream is noticed (three of them). Default 5 s, range 100 ms to 5 min. Shorter costs messages, longer shows the console older numbers.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest first wait before a reconnect; doubles with each failure. Default 0.2 s, range 1 ms to 1 min. The wait is drawn evenly from 0 to this (full jitter), so that gateways do not return in step.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan BackOffFirst { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest wait before a reconnect. Default 5 s, range 1 ms to 1 h. Longer delays the first SOS after an outage; with the jitter, a thousand gateways at 5 s are 400 attempts a second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan BackOffMost { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Wait after the cloud fenced this gateway: only a person can change that. Default 5 min, range 1 ms to 1 d.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan FencedWait { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Faults that attributes cannot say; empty when there are none.</summary>
    internal IEnumerable<string> Faults()
    {
        if (Address is { } address && (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)))
            yield return $"{Section}:{nameof(Address)} '{address}' must be an absolute http or https address, like http://localhost:5080.";
        if (BackOffFirst > BackOffMost)
            yield return $"{Section}:{nameof(BackOffFirst)} {BackOffFirst} must not be longer than {Section}:{nameof(BackOffMost)} {BackOffMost}.";
    }
}
