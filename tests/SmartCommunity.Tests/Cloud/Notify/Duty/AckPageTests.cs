using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Notify;
using SmartCommunity.Cloud.Notify.Duty;
using SmartCommunity.Cloud.Quarantine;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Notifications;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;
using static SmartCommunity.Tests.Cloud.Notify.Duty.Rosters;

namespace SmartCommunity.Tests.Cloud.Notify.Duty;

/// <summary>A whole cloud: an SOS reaches who is on duty with a link, and the link acknowledges it, through a proxy's name.</summary>
public sealed class AckPageTests : IAsyncLifetime
{
    private const string Public = "https://desk.example";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-ack-").FullName;
    private WebApplication _cloud = null!;
    private HttpClient _http = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var options = new CloudOptions { DataFolder = _folder, Port = 0, UplinkPort = 0, PublicAddress = new Uri(Public) };
        _cloud = await CloudHost.BuildAsync(options, builder => builder.Logging.SetMinimumLevel(LogLevel.Error), cancellationToken: Cancel);
        await _cloud.StartAsync(Cancel);
        _http = new HttpClient { BaseAddress = new Uri(_cloud.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        await _cloud.Services.GetRequiredService<GatewayEnrolment>().EnsureGatewayAsync("gw-1", "gw-1", "token", Cancel);
        var enrolled = await _cloud.Services.GetRequiredService<DeviceRegistry>().CreateAsync(new NewDevice { Id = "sos-1", Community = "baihe", Class = "panicButton", Gateway = "gw-1" }, Cancel);
        Assert.True(enrolled.Succeeded);
        var alwaysOn = new Roster { Contacts = [Person("day", new DutyAddress("in-app", ""))], Shifts = [Shift("duty", "00:00", "00:00", "day")] };
        Assert.True((await _cloud.Services.GetRequiredService<RosterDesk>().PutAsync(Street, new NewRoster { Roster = alwaysOn, EnteredBy = "Li" }, 0, Cancel)).Succeeded);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _cloud.StopAsync(CancellationToken.None);
        await _cloud.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Opening_the_link_changes_nothing_and_the_button_acknowledges_in_the_recipients_name()
    {
        var (alert, link) = await CallAsync("e-1");
        Assert.StartsWith($"{Public}/alerts/ack?t=", link, StringComparison.Ordinal);

        var (shown, page, policy) = await SendAsync(HttpMethod.Get, link);
        Assert.Equal((200, "firing"), (shown, StageOf(alert)));
        Assert.All(new[] { "签收", "Acknowledge", "紧急呼救", "Call for help", "DAY" }, word => Assert.Contains(word, WebUtility.HtmlDecode(page), StringComparison.Ordinal));
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);

        var (done, thanks, _) = await SendAsync(HttpMethod.Post, link);
        var (again, late, _) = await SendAsync(HttpMethod.Post, link);
        var (looked, _, _) = await SendAsync(HttpMethod.Get, link);

        Assert.Equal((200, 409, 200), (done, again, looked));
        Assert.Contains("已签收", WebUtility.HtmlDecode(thanks), StringComparison.Ordinal);
        Assert.Contains("已有人签收", WebUtility.HtmlDecode(late), StringComparison.Ordinal);
        Assert.Equal("DAY", _cloud.Services.GetRequiredService<AlertDesk>().Find(alert).Value!.Transitions.Single(t => t.What == "acknowledge").Actor);
        // In the list of notifications the link is there without what signs it.
        var listed = Assert.Single(_cloud.Services.GetRequiredService<NotificationDesk>().OfAlert(alert), n => n.Key.EndsWith(":1:fuchun.day", StringComparison.Ordinal));
        Assert.Equal(($"{Public}/alerts/ack", "in-app"), (listed.Link, listed.Channel));
    }

    [Fact]
    public async Task A_link_that_is_changed_expired_or_of_somebody_who_left_acknowledges_nothing()
    {
        var (alert, link) = await CallAsync("e-2");
        var links = _cloud.Services.GetRequiredService<AckLinks>();
        var now = TimeProvider.System.GetUtcNow();
        string Of(AckClaim claim) => $"{Public}/alerts/ack?t={links.Sign(claim)}";

        var (forged, wrong, _) = await SendAsync(HttpMethod.Post, link[..^3]);
        var (expired, old, _) = await SendAsync(HttpMethod.Post, Of(new AckClaim(alert, $"{Street}.day", now.AddSeconds(-1))));
        var (revoked, gone, _) = await SendAsync(HttpMethod.Post, Of(new AckClaim(alert, $"{Street}.ghost", now.AddHours(1))));
        var (unknown, _, _) = await SendAsync(HttpMethod.Get, Of(new AckClaim("baihe-0-0", $"{Street}.day", now.AddHours(1))));

        Assert.Equal((403, 410, 403, 404), (forged, expired, revoked, unknown));
        Assert.All(new[] { (wrong, "链接无效"), (old, "链接已过期"), (gone, "链接已失效") }, said => Assert.Contains(said.Item2, WebUtility.HtmlDecode(said.Item1), StringComparison.Ordinal));
        Assert.Equal("firing", StageOf(alert));
    }

    [Fact]
    public async Task Under_the_public_name_nothing_else_is_served_and_a_foreign_page_cannot_press_the_button()
    {
        var (alert, link) = await CallAsync("e-3");

        var (api, _, _) = await SendAsync(HttpMethod.Get, $"{Public}/api/v1/alerts");
        var (metrics, _, _) = await SendAsync(HttpMethod.Get, $"{Public}/metrics");
        var (stranger, _, _) = await SendAsync(HttpMethod.Post, link, origin: "https://stranger.example");
        var (foreignHost, _, _) = await SendAsync(HttpMethod.Get, link.Replace("desk.example", "other.example", StringComparison.Ordinal));

        Assert.Equal((404, 404, 403, 400), (api, metrics, stranger, foreignHost));
        Assert.Equal("firing", StageOf(alert));
        Assert.Equal(200, (await SendAsync(HttpMethod.Post, link, origin: Public)).Status);
    }

    private string StageOf(string alert) => _cloud.Services.GetRequiredService<AlertDesk>().Find(alert).Value!.Alert.Stage;

    /// <summary>Presses the button of a home; returns the alert and the link its notification carries.</summary>
    private async Task<(string Alert, string Link)> CallAsync(string id)
    {
        var nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var happened = new DecodedEvent { Address = new DeviceAddress("baihe", "panicButton", "sos-1"), AtMs = nowMs, ReceivedAtMs = nowMs, Quality = Quality.Good, EventId = id, Type = "sos", DataJson = "{}" };
        await _cloud.Services.GetRequiredService<StoreEvents>()([happened], Cancel);
        var (desk, outbox) = (_cloud.Services.GetRequiredService<AlertDesk>(), _cloud.Services.GetRequiredService<NotificationOutbox>());
        var started = TimeProvider.System.GetTimestamp();
        // Asked without a pause, the outbox would be kept from those who tell and send.
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await pause.WaitForNextTickAsync(Cancel))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < _patience, $"Nobody was told of {id} within a minute: {Seen(desk, outbox)}.");
            await _cloud.Services.GetRequiredService<IGrainFactory>().GetGrain<ICommunityGrain>("baihe").CatchUpAsync();
            if (desk.List(new AlertQuery(Device: "sos-1"), 1, 10).Value!.Items.FirstOrDefault(a => a.EventId == id) is { } alert
                && outbox.BeginningWith(AlertMessage.PrefixOf(alert.Id)).FirstOrDefault(n => n.State == NotificationState.Delivered) is { } told)
            {
                return (alert.Id, told.Draft.Link);
            }
        }

        throw new UnreachableException();
    }

    private static string Seen(AlertDesk desk, NotificationOutbox outbox) => string.Join("; ", desk.List(new AlertQuery(Device: "sos-1"), 1, 10).Value!.Items.Select(
        a => $"{a.Id} of {a.EventId} is {a.Stage}, {string.Join(", ", outbox.BeginningWith(AlertMessage.PrefixOf(a.Id)).Select(static n => $"{n.Draft.Key} is {n.State}"))}"));

    /// <summary>Asks this host by the name a proxy hands on.</summary>
    private async Task<(int Status, string Body, string Policy)> SendAsync(HttpMethod method, string link, string? origin = null)
    {
        var asked = new Uri(link);
        using var request = new HttpRequestMessage(method, asked.PathAndQuery);
        request.Headers.Host = asked.Host;
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        using var answer = await _http.SendAsync(request, Cancel);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel), string.Join(' ', answer.Headers.TryGetValues("Content-Security-Policy", out var values) ? values : []));
    }
}
