namespace SmartCommunity.Storage.Notifications;

/// <summary>How urgent a notification is; each has a lane of its own, so that none waits behind a less urgent one.</summary>
public enum NotificationPriority
{
    /// <summary>A person may be at risk: sent at once, with permits that nothing else may use.</summary>
    P1 = 1,

    /// <summary>Someone must act today.</summary>
    P2 = 2,

    /// <summary>Good to know; channels that gather send several as one message.</summary>
    P3 = 3,
}

/// <summary>One way to reach a recipient: the name of a configured channel, and the address there (mailbox, telephone number, member to mention, or what a webhook's receiver calls it).</summary>
public sealed record ChannelAddress(string Channel, string Address)
{
    /// <summary>Nowhere.</summary>
    public static ChannelAddress None { get; } = new("", "");
}

/// <summary>
/// A notification to one recipient. <see cref="Key"/> names it for good: the same key is taken once, however often it is handed in. Titles and texts come in both languages; which one is
/// sent is the channel's choice.
/// </summary>
/// <param name="Key">1 to 200 printable ASCII characters without a slash; unique, for example alert id, transition number and recipient.</param>
/// <param name="Priority">Lane.</param>
/// <param name="Recipient">Id of who is told, 1 to 120 characters.</param>
/// <param name="RecipientName">Name shown to people, at most 120 characters.</param>
/// <param name="Channels">At most 8 addresses, the preferred one first; the next is tried when one is exhausted. None: there is nobody to tell, which is kept as <see cref="NotificationState.NoRecipient"/>.</param>
/// <param name="TitleZh">Chinese title, 1 to 200 characters.</param>
/// <param name="TextZh">Chinese text, at most 4,000 characters.</param>
/// <param name="TitleEn">English title, 1 to 200 characters.</param>
/// <param name="TextEn">English text, at most 4,000 characters.</param>
/// <param name="Link">Absolute http or https address of the page to open, at most 1,000 characters; empty = none.</param>
/// <param name="DueAt">When it is to be sent; past = at once.</param>
public sealed record NotificationDraft(
    string Key,
    NotificationPriority Priority,
    string Recipient,
    string RecipientName,
    IReadOnlyList<ChannelAddress> Channels,
    string TitleZh,
    string TextZh,
    string TitleEn,
    string TextEn,
    string Link,
    DateTimeOffset DueAt)
{
    /// <summary>Longest key: three ids of 64 characters and their separators.</summary>
    public const int MaxKeyLength = 200;

    /// <summary>Longest recipient, name and channel name.</summary>
    public const int MaxNameLength = 120;

    /// <summary>Longest address: what a mailbox may have (RFC 5321).</summary>
    public const int MaxAddressLength = 254;

    /// <summary>Most addresses of one recipient.</summary>
    public const int MaxChannels = 8;

    /// <summary>Longest title, so that it fits a subject line and a robot's headline.</summary>
    public const int MaxTitleLength = 200;

    /// <summary>Longest text: what DingTalk and e-mail take whole; shorter media cut it.</summary>
    public const int MaxTextLength = 4_000;

    /// <summary>Longest link.</summary>
    public const int MaxLinkLength = 1_000;

    /// <summary>Everything wrong with the draft, each naming the field and its limit; empty = none.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (Key is not { Length: > 0 and <= MaxKeyLength } || Key.Any(static c => c is <= ' ' or > '~' or '/'))
            faults.Add($"key '{Key}' must have 1 to {MaxKeyLength} printable ASCII characters, no blank and no slash.");
        if (!Enum.IsDefined(Priority))
            faults.Add($"priority {(int)Priority} must be P1, P2 or P3.");
        CheckLength(faults, "recipient", Recipient, min: 1, MaxNameLength);
        CheckLength(faults, "recipientName", RecipientName, min: 0, MaxNameLength);
        CheckLength(faults, "titleZh", TitleZh, min: 1, MaxTitleLength);
        CheckLength(faults, "textZh", TextZh, min: 0, MaxTextLength);
        CheckLength(faults, "titleEn", TitleEn, min: 1, MaxTitleLength);
        CheckLength(faults, "textEn", TextEn, min: 0, MaxTextLength);
        if (Link is not { Length: 0 } && !(Link is { Length: <= MaxLinkLength } && Uri.TryCreate(Link, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            faults.Add($"link '{Link}' must be empty or an http or https address of at most {MaxLinkLength} characters.");
        if (Channels is not { Count: <= MaxChannels })
            faults.Add($"channels holds {Channels?.Count ?? 0} addresses; it must be 0 to {MaxChannels}.");
        for (var index = 0; index < (Channels?.Count ?? 0); index++)
        {
            CheckLength(faults, $"channels[{index}].channel", Channels![index].Channel, min: 1, MaxNameLength);
            CheckLength(faults, $"channels[{index}].address", Channels[index].Address, min: 0, MaxAddressLength);
        }

        return faults;
    }

    private static void CheckLength(List<string> faults, string field, string? value, int min, int max)
    {
        if (value is null || value.Length < min || value.Length > max)
            faults.Add($"{field} has {value?.Length ?? 0} characters; it must have {min} to {max}.");
    }
}
