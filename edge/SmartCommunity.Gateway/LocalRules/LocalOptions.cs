namespace SmartCommunity.Gateway.LocalRules;

/// <summary>
/// What the gateway does by itself about a safety matter, with or without a cloud. Sirens need no option: every enrolled device whose class takes the command
/// <c>sound</c> is one.
/// </summary>
public sealed record LocalOptions
{
    /// <summary>Fewest characters of <see cref="WebhookSecret"/>: 128 bits in hexadecimal.</summary>
    internal const int MinSecretCharacters = 32;

    private static readonly TimeSpan MinSoundLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxSoundLimit = TimeSpan.FromHours(1);

    /// <summary>Address in the local network that every safety matter is posted to, <c>http</c> or <c>https</c>; default null: none.</summary>
    public Uri? Webhook { get; init; }

    /// <summary>Key of the calls' HMAC-SHA256 signature, at least 32 characters. Required with <see cref="Webhook"/>; never logged.</summary>
    public string? WebhookSecret { get; init; }

    /// <summary>
    /// How long a siren sounds when nobody silences it, 10 s to 1 h; default 15 min: by then somebody is on site (the response norm for what a life may hang on), and a siren
    /// that goes on teaches people to unplug it. Each round of it is the device's own rhythm: 8 to 20 s (GB 50116-2013, 4.8.6).
    /// </summary>
    public TimeSpan SoundLimit { get; init; } = TimeSpan.FromMinutes(15);

    internal IEnumerable<string> Faults()
    {
        if (Webhook is { } address && !IsHttp(address))
            yield return $"Local.{nameof(Webhook)} '{address}' must be an absolute http or https address without a user.";
        if (Webhook is not null && WebhookSecret is null)
            yield return $"Local.{nameof(WebhookSecret)} is missing; calls to Local.{nameof(Webhook)} are signed with it.";
        if (Webhook is null && WebhookSecret is not null)
            yield return $"Local.{nameof(WebhookSecret)} is set and Local.{nameof(Webhook)} is not: nothing would be signed.";
        if (WebhookSecret is { Length: < MinSecretCharacters } secret)
            yield return $"Local.{nameof(WebhookSecret)} has {secret.Length} characters; it must have at least {MinSecretCharacters}.";
        if (SoundLimit < MinSoundLimit || SoundLimit > MaxSoundLimit)
            yield return $"Local.{nameof(SoundLimit)} is {SoundLimit.TotalSeconds:0.###} s; it must be {MinSoundLimit.TotalSeconds:0} to {MaxSoundLimit.TotalSeconds:0} s.";
    }

    private static bool IsHttp(Uri address) =>
        address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) && address.UserInfo.Length == 0;
}
