using System.Globalization;
using System.Text;
using SmartCommunity.Storage.Notifications;

namespace SmartCommunity.Cloud.Notify;

/// <summary>Writes messages for people, in the language of the channel. Pure.</summary>
internal static class MessageText
{
    private const string More = "…";

    // Of each notification in a digest: two lines on a telephone.
    private const int DigestTextLength = 120;

    // Kept for the line that says how many did not fit.
    private const int MoreLineBytes = 64;

    /// <summary>Title: that of the notification with its priority, or how many there are.</summary>
    internal static string Title(ChannelMessage message, string language) => Join(language, chinese => TitleOf(message, chinese), " / ");

    /// <summary>Text without mark-up: the notification's text and link, or a line for each.</summary>
    internal static string Plain(ChannelMessage message, string language) => Join(language, chinese => PlainOf(message, chinese), "\n\n");

    /// <summary>Text for an SMS, where the link has a hole of its own.</summary>
    internal static string Short(ChannelMessage message, string language) => Join(
        language,
        chinese => message.Items.Count == 1 ? TextOf(message.Items[0], chinese) : string.Join(chinese ? "；" : "; ", message.Items.Select(item => TitleOf(item, chinese))),
        " / ");

    /// <summary>
    /// Markdown of a group robot, at most <paramref name="maxBytes"/> of UTF-8: a long text is cut, of many notifications those that fit are listed and the rest counted. What people wrote
    /// cannot become a link or a mention.
    /// </summary>
    internal static string Markdown(ChannelMessage message, string language, string mention, int maxBytes)
    {
        var head = $"#### {Harmless(Title(message, language))}\n\n";
        var foot = mention.Length == 0 ? "" : $"\n\n{mention}";
        var room = maxBytes - Bytes(head) - Bytes(foot);
        return head + (message.Items.Count == 1 ? OneBody(message.Items[0], language, room) : ManyBody(message.Items, language, room)) + foot;
    }

    /// <summary>At most so many bytes of UTF-8, whole characters, with a mark where something was cut.</summary>
    internal static string CutBytes(string text, int maxBytes)
    {
        if (Bytes(text) <= maxBytes)
            return text;
        var (room, length) = (maxBytes - Bytes(More), 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if ((room -= rune.Utf8SequenceLength) < 0)
                break;
            length += rune.Utf16SequenceLength;
        }

        return string.Concat(text.AsSpan(0, length), More);
    }

    private static string OneBody(NotificationDraft item, string language, int room)
    {
        var link = item.Link.Length == 0 ? "" : $"\n\n[{(language == "en" ? "Open" : "查看")}]({EscapedLink(item.Link)})";
        var text = Harmless(Join(language, chinese => TextOf(item, chinese), "\n\n"));
        return CutBytes(text, room - Bytes(link)) + link;
    }

    private static string ManyBody(IReadOnlyList<NotificationDraft> items, string language, int room)
    {
        var body = new StringBuilder();
        var left = room - MoreLineBytes;
        for (var index = 0; index < items.Count; index++)
        {
            var title = Harmless(Join(language, chinese => TitleOf(items[index], chinese), " / "));
            var text = Harmless(Join(language, chinese => Shortened(TextOf(items[index], chinese)), " / "));
            var line = $"- {(items[index].Link.Length == 0 ? title : $"[{title}]({EscapedLink(items[index].Link)})")} {text}\n";
            if ((left -= Bytes(line)) < 0)
            {
                var rest = (items.Count - index).ToString(CultureInfo.InvariantCulture);
                return body.Append(language == "en" ? $"and {rest} more" : $"另有 {rest} 条").ToString();
            }

            body.Append(line);
        }

        return body.ToString();
    }

    private static string PlainOf(ChannelMessage message, bool chinese) => string.Join(
        "\n\n", message.Items.Select(item => string.Join('\n', new[] { message.Items.Count == 1 ? "" : TitleOf(item, chinese), TextOf(item, chinese), item.Link }.Where(static line => line.Length > 0))));

    private static string TitleOf(ChannelMessage message, bool chinese)
    {
        if (message.Items.Count == 1)
            return TitleOf(message.Items[0], chinese);
        var count = message.Items.Count.ToString(CultureInfo.InvariantCulture);
        return chinese ? $"[{message.Priority}] {count} 条通知" : $"[{message.Priority}] {count} notifications";
    }

    private static string TitleOf(NotificationDraft item, bool chinese) => $"[{item.Priority}] {(chinese ? item.TitleZh : item.TitleEn)}";

    private static string TextOf(NotificationDraft item, bool chinese) => chinese ? item.TextZh : item.TextEn;

    private static string Shortened(string text) => text.Length <= DigestTextLength ? text.ReplaceLineEndings(" ") : $"{text[..DigestTextLength].ReplaceLineEndings(" ")}{More}";

    private static string Join(string language, Func<bool, string> of, string between) => language switch
    {
        "zh" => of(true),
        "en" => of(false),
        _ => $"{of(true)}{between}{of(false)}",
    };

    // Full-width twins look the same and mean nothing in Markdown; '@' of a text must not call somebody.
    private static string Harmless(string text) =>
        text.Replace('[', '［').Replace(']', '］').Replace('<', '＜').Replace('>', '＞').Replace('@', '＠').Replace('`', '｀');

    private static string EscapedLink(string link) => link.Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal).Replace(" ", "%20", StringComparison.Ordinal);

    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);
}
