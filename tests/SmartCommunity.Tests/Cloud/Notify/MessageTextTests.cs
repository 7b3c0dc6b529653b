using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using SmartCommunity.Cloud.Notify;
using SmartCommunity.Storage.Notifications;
using SmartCommunity.Tests.Storage.Notifications;

namespace SmartCommunity.Tests.Cloud.Notify;

public sealed class MessageTextTests
{
    [Fact]
    public void A_digest_says_how_many_and_lists_each_with_its_link()
    {
        var digest = Digest(2);

        Assert.Equal("[P3] 2 条通知", MessageText.Title(digest, "zh"));
        Assert.Equal("[P3] 2 notifications", MessageText.Title(digest, "en"));
        Assert.Equal(
            """
            #### ［P3］ 2 notifications

            - [［P3］ Battery 1 flat](https://console.example/alerts/a1) Baihe, building 12, 301
            - [［P3］ Battery 2 flat](https://console.example/alerts/a1) Baihe, building 12, 301

            """.ReplaceLineEndings("\n"), MessageText.Markdown(digest, "en", "", 4_096));
        Assert.Equal("[P3] Battery 1 flat; [P3] Battery 2 flat", MessageText.Short(digest, "en"));
    }

    [Fact]
    public void A_digest_that_is_too_long_lists_what_fits_and_counts_the_rest()
    {
        var text = MessageText.Markdown(Digest(20), "zh", "<@u>", 1_000);

        var listed = text.Split('\n').Count(line => line.StartsWith("- ", StringComparison.Ordinal));
        Assert.InRange(listed, 5, 12);
        Assert.EndsWith($"另有 {20 - listed} 条\n\n<@u>", text, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(text), 1, 1_000);
    }

    [Fact]
    public void What_people_wrote_becomes_neither_a_link_nor_a_mention()
    {
        var draft = Drafts.Of("k") with { TitleZh = "[点我](http://evil.example)", TextZh = "@13800000000 <@all> `x`" };

        var text = MessageText.Markdown(new ChannelMessage("k", "", [draft]), "zh", "", 4_096);

        Assert.DoesNotContain("](http://evil", text, StringComparison.Ordinal);
        Assert.DoesNotContain("@", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "…")]
    [InlineData("中中中", 8, "中…")]
    [InlineData("🚑🚑", 7, "🚑…")]
    public void A_text_is_cut_at_whole_characters_within_its_bytes(string text, int maxBytes, string cut) => Assert.Equal(cut, MessageText.CutBytes(text, maxBytes));

    [Theory]
    [InlineData("application/json", """{"t":"{{title}}"}""")]
    [InlineData("application/xml", """<m t="{{title}}">{{title}}</m>""")]
    [InlineData("application/x-www-form-urlencoded", "t={{title}}&x=1")]
    public void A_value_comes_out_of_a_filled_template_as_it_went_in(string contentType, string template)
    {
        const string Nasty = "a\"b'<&>\\ =%中🚑";
        var filled = TextTemplate.Fill(template, new Dictionary<string, string> { ["title"] = Nasty }, TextTemplate.EscapeFor(contentType)!);

        var read = contentType switch
        {
            "application/json" => JsonElement.Parse(filled).GetProperty("t").GetString(),
            "application/xml" => XDocument.Parse(filled).Root!.Attribute("t")!.Value,
            _ => Uri.UnescapeDataString(filled.Split('&')[0][2..]),
        };

        Assert.Equal(Nasty, read);
    }

    private static ChannelMessage Digest(int count) => new(
        "digest", "", [.. Enumerable.Range(1, count).Select(n => Drafts.Of($"k{n}", NotificationPriority.P3) with { TitleZh = $"电量低 {n}", TitleEn = $"Battery {n} flat" })]);
}
