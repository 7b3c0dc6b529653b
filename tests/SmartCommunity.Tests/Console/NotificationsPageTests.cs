using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Cloud.Notify;
using SmartCommunity.Console.Components.Pages;
using SmartCommunity.Console.Text;
using SmartCommunity.Storage.Notifications;
using SmartCommunity.Tests.Storage;
using SmartCommunity.Tests.Storage.Notifications;

namespace SmartCommunity.Tests.Console;

public sealed class NotificationsPageTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly DeliveryLane Desk = new("desk", NotificationPriority.P1, [], TimeSpan.Zero, MaxGathered: 1);

    private readonly TempFolder _folder = new();
    private readonly List<IDisposable> _open = [];

    public void Dispose()
    {
        _open.ForEach(o => o.Dispose());
        _folder.Dispose();
    }

    [Fact]
    public void A_row_tells_state_recipient_channel_and_receipt_and_opens_its_attempts()
    {
        var (context, outbox) = ContextOf();
        outbox.Enqueue(Drafts.Of("a1:1:duty-1", NotificationPriority.P1, new ChannelAddress("desk", "13800000000")));
        outbox.Complete(outbox.Take(Desk)!, new AttemptEnd(AttemptOutcome.Failed, "HTTP 503", NextStep.TryAgain, 0));
        context.Time.Advance(TimeSpan.FromSeconds(3));
        outbox.Complete(outbox.Take(Desk)!, new AttemptEnd(AttemptOutcome.Delivered, "HTTP 200 r-1", NextStep.Deliver, 0));

        var page = Open(context, "/notifications");

        var row = page.WaitForElement("tr[data-row]", Patience);
        Assert.Equal(["Delivered", "P1", "An elder fell", "值班员", "desk", "2", "3.0 s", "HTTP 200 r-1"], new[] { 0, 1, 2, 3, 4, 5, 7, 8 }.Select(n => FirstLine(row.Children[n])));
        Assert.DoesNotContain("13800000000", page.Markup, StringComparison.Ordinal);
        Assert.Equal("/notifications?key=a1%3A1%3Aduty-1", row.QuerySelector("a[data-open]")!.GetAttribute("href"));
        var opened = Open(context, "/notifications?key=a1%3A1%3Aduty-1");
        opened.WaitForAssertion(() => Assert.Equal(["Failed, can be tried again", "Delivered"], opened.FindAll("[role=dialog] tbody tr").Select(r => r.Children[3].TextContent.Trim())), Patience);
        Assert.Contains("Baihe, building 12, 301", opened.Find("[role=dialog]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Filters_are_in_the_url_and_say_when_nothing_matches()
    {
        var (context, outbox) = ContextOf();
        outbox.Enqueue([Drafts.Of("k1", NotificationPriority.P1), Drafts.Of("k2") with { Recipient = "duty-2" }]);

        var page = Open(context, "/notifications?priority=P1");
        page.WaitForAssertion(() => Assert.Contains("k1", Assert.Single(page.FindAll("tr[data-row]")).TextContent, StringComparison.Ordinal), Patience);
        page.Find("#state").Change("failed");
        Assert.EndsWith("/notifications?priority=P1&state=failed", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        var none = Open(context, "/notifications?priority=P1&state=failed");
        none.WaitForAssertion(() => Assert.Contains("No notification matches", none.Markup, StringComparison.Ordinal), Patience);
        var second = Open(context, "/notifications?recipient=duty-2");
        second.WaitForAssertion(() => Assert.Contains("k2", Assert.Single(second.FindAll("tr[data-row]")).TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public void Without_notifications_and_channels_the_page_says_so_in_both_languages()
    {
        var (context, _) = ContextOf(Languages.Chinese, channels: false);

        var page = Open(context, "/notifications");

        page.WaitForAssertion(() => Assert.Contains("暂无通知", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains("尚未配置任何通道", page.Find("[role=note]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_message_is_queued_through_the_chosen_channel_and_linked()
    {
        var (context, outbox) = ContextOf();
        var page = Open(context, "/notifications?panel=test");
        page.WaitForElement("#test-address", Patience).Change("duty-9");

        await page.InvokeAsync(() => page.Find("[role=dialog] form").SubmitAsync());

        var queued = Assert.Single(outbox.List(new NotificationFilter(), 0, 9).Items);
        Assert.Equal((new ChannelAddress("desk", "duty-9"), NotificationState.Queued), (queued.At, queued.State));
        Assert.Equal($"/notifications?key={Uri.EscapeDataString(queued.Draft.Key)}", page.Find("[role=dialog] [role=status] a").GetAttribute("href"));
    }

    // A cell's first line: what stands under it in small print is not compared.
    private static string FirstLine(AngleSharp.Dom.IElement cell) => (cell.QuerySelector("a") ?? cell).ChildNodes
        .TakeWhile(static node => node.NodeName != "BR").Aggregate("", static (text, node) => text + node.TextContent).Replace("●", "", StringComparison.Ordinal).Trim();

    private static IRenderedComponent<Notifications> Open(ConsoleContext context, string uri)
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo(uri);
        return context.Render<Notifications>();
    }

    private (ConsoleContext Context, NotificationOutbox Outbox) ContextOf(string culture = Languages.English, bool channels = true)
    {
        var context = new ConsoleContext(culture);
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        var outbox = NotificationOutbox.Open(_folder.Sub("notifications.db"), context.Time);
        var configured = new NotifyChannels(channels ? [new WebhookSettings { Name = "desk", Url = "http://127.0.0.1:1/", Secret = "0123456789abcdef" }] : [], jitterSeed: 1, context.Time);
        context.Services.AddSingleton(new NotificationDesk(outbox, configured, context.Time));
        _open.AddRange([context, configured, outbox]);
        return (context, outbox);
    }
}
