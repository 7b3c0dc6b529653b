using System.Collections.Concurrent;
using System.Text.Json;
using SmartCommunity.Cloud.Notify;
using SmartCommunity.Storage.Notifications;
using SmartCommunity.Tests.Storage.Notifications;

namespace SmartCommunity.Tests.Cloud.Notify;

public sealed class NotificationSenderTests : IAsyncLifetime
{
    private readonly ArmedTime _time = new();
    private ReceivingServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ReceivingServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_notification_gets_its_receipt_and_the_same_key_is_never_sent_again()
    {
        await using var rig = new SenderRig(_time, Webhook("desk"));
        await rig.StartAsync();
        rig.Outbox.Enqueue(Drafts.Of("a1:1:duty-1", NotificationPriority.P1));

        Assert.Equal(NotificationState.Delivered, await rig.EndOf("a1:1:duty-1"));
        await rig.StopAsync();
        await rig.RestartAsync();
        Assert.False(rig.Outbox.Enqueue(Drafts.Of("a1:1:duty-1", NotificationPriority.P1)));
        rig.Outbox.Enqueue(Drafts.Of("a1:2:duty-1", NotificationPriority.P1));
        await rig.EndOf("a1:2:duty-1");

        Assert.Equal(["a1:1:duty-1", "a1:2:duty-1"], Keys());
        Assert.Equal("HTTP 200", Assert.Single(rig.Outbox.Attempts("a1:1:duty-1")).Detail);
    }

    [Fact]
    public async Task An_exhausted_address_is_followed_by_the_next_and_one_that_refuses_at_once()
    {
        await using var mail = new SmtpServer();
        _server.Answers(new Answer(400, "go away"));
        await using var rig = new SenderRig(
            _time, Webhook("desk"), new WebhookSettings { Name = "dead", Url = "http://127.0.0.1:1/", Secret = "0123456789abcdef", Attempts = 1 },
            new EmailSettings { Name = "mail", Host = "127.0.0.1", Port = mail.Port, Security = "none", From = "platform@district.example" });
        await rig.StartAsync();
        rig.Outbox.Enqueue(Drafts.Of("k", NotificationPriority.P1, new("pigeon", "x"), new("desk", "x"), new("dead", "x"), new("mail", "duty@office.example")));

        Assert.Equal(NotificationState.Delivered, await rig.EndOf("k"));

        Assert.Equal(
            [("pigeon", AttemptOutcome.Refused), ("desk", AttemptOutcome.Refused), ("dead", AttemptOutcome.Failed), ("mail", AttemptOutcome.Delivered)],
            rig.Outbox.Attempts("k").Select(a => (a.Channel, a.Outcome)));
        Assert.Single(mail.Mails);
    }

    [Fact]
    public async Task A_notification_that_reaches_nobody_is_failed_with_the_last_error_and_an_error_is_logged()
    {
        _server.Answers(new Answer(400, "the secret 0123456789abcdef is wrong"));
        await using var rig = new SenderRig(_time, Webhook("desk"));
        await rig.StartAsync();
        rig.Outbox.Enqueue(Drafts.Of("k"));

        Assert.Equal(NotificationState.Failed, await rig.EndOf("k"));
        await rig.StopAsync();

        Assert.Single(rig.Log.Lines, line => line.StartsWith("Error 2904 Message k reached nobody", StringComparison.Ordinal));
        Assert.DoesNotContain(rig.Log.Lines, line => line.Contains("0123456789abcdef", StringComparison.Ordinal));
        await rig.RestartAsync();
        Assert.Equal("HTTP 400 the secret ••• is wrong", rig.Outbox.Find("k")!.Detail);
    }

    [Fact]
    public async Task A_failure_is_tried_again_after_its_wait_with_the_same_idempotency_key()
    {
        _server.Answers(new Answer(503), new Answer(200));
        await using var rig = new SenderRig(_time, Webhook("desk"));
        await rig.StartAsync();
        rig.Outbox.Enqueue(Drafts.Of("k"));

        var wait = await _time.ArmedAsync(due => due > TimeSpan.FromSeconds(1.5) && due < TimeSpan.FromSeconds(2.5));
        Assert.Single(_server.Requests);
        _time.Advance(wait);

        Assert.Equal(NotificationState.Delivered, await rig.EndOf("k"));
        Assert.Equal(["k", "k"], Keys());
    }

    [Fact]
    public async Task A_flood_of_p3_leaves_a_robots_lane_open_for_p1_and_the_rest_follows_in_the_next_window()
    {
        _server.Answers(new Answer(200, """{"errcode":0,"errmsg":"ok"}"""));
        await using var rig = new SenderRig(_time, new DingTalkSettings { Name = "ding", Url = _server.Url, AccessToken = "t", Secret = "s", DigestSeconds = 0 });
        rig.Outbox.Enqueue([.. Enumerable.Range(1, 30).Select(n => Drafts.Of($"low{n:00}", NotificationPriority.P3, new ChannelAddress("ding", "")))]);
        await rig.StartAsync();
        await _time.ArmedAsync(due => due == TimeSpan.FromSeconds(70));
        string[] urgent = [.. Enumerable.Range(1, 5).Select(n => $"sos{n}")];
        rig.Outbox.Enqueue([.. urgent.Select(key => Drafts.Of(key, NotificationPriority.P1, new ChannelAddress("ding", "")))]);

        Assert.All(await rig.EndOf(urgent), state => Assert.Equal(NotificationState.Delivered, state));
        await rig.EndOf(Enumerable.Range(1, 15).Select(n => $"low{n:00}"));
        Assert.Equal(20, _server.Requests.Count);
        _time.Advance(TimeSpan.FromSeconds(70));
        await rig.EndOf(Enumerable.Range(16, 15).Select(n => $"low{n:00}"));

        Assert.Equal(35, _server.Requests.Count);
    }

    [Fact]
    public async Task P1_overtakes_a_lane_that_a_silent_receiver_holds_up()
    {
        var release = new TaskCompletionSource<Answer?>();
        var held = new ConcurrentQueue<string>();
        var fourHeld = new TaskCompletionSource();
        _server.Reply = request =>
        {
            if (JsonElement.Parse(request.Body).GetProperty("priority").GetString() == "P1")
                return Task.FromResult<Answer?>(new Answer(200));
            held.Enqueue(request.Body);
            if (held.Count == 4)
                fourHeld.SetResult();
            return release.Task;
        };
        await using var rig = new SenderRig(_time, Webhook("desk"));
        rig.Outbox.Enqueue([.. Enumerable.Range(1, 50).Select(n => Drafts.Of($"p2-{n}"))]);
        await rig.StartAsync();
        await fourHeld.Task;
        rig.Outbox.Enqueue(Drafts.Of("sos", NotificationPriority.P1));

        Assert.Equal(NotificationState.Delivered, await rig.EndOf("sos"));
        Assert.Equal(4, held.Count);
        release.SetResult(new Answer(200));
        await rig.EndOf(Enumerable.Range(1, 50).Select(n => $"p2-{n}"));
    }

    [Fact]
    public async Task P3_go_to_a_robot_as_one_message_and_all_get_its_receipt()
    {
        _server.Answers(new Answer(200, """{"errcode":0,"errmsg":"ok"}"""));
        await using var rig = new SenderRig(_time, new WeComSettings { Name = "wecom", Url = _server.Url, Key = "k" });
        rig.Outbox.Enqueue([.. Enumerable.Range(1, 7).Select(n => Drafts.Of($"low{n}", NotificationPriority.P3, new ChannelAddress("wecom", "")))]);
        await rig.StartAsync();
        await _time.ArmedAsync(due => due == TimeSpan.FromMinutes(1));
        Assert.Empty(_server.Requests);
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.All(await rig.EndOf(Enumerable.Range(1, 7).Select(n => $"low{n}")), state => Assert.Equal(NotificationState.Delivered, state));

        Assert.Contains("7 条通知", JsonElement.Parse(Assert.Single(_server.Requests).Body).GetProperty("markdown").GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.Single(Enumerable.Range(1, 7).Select(n => Assert.Single(rig.Outbox.Attempts($"low{n}")).Batch).Distinct());
    }

    [Fact]
    public async Task A_muted_robot_is_left_alone_for_ten_minutes_and_those_with_another_address_take_it_at_once()
    {
        await using var desk = await ReceivingServer.StartAsync();
        _server.Answers(new Answer(200, """{"errcode":130101,"errmsg":"send too fast"}"""), new Answer(200, """{"errcode":0,"errmsg":"ok"}"""));
        await using var rig = new SenderRig(
            _time, new DingTalkSettings { Name = "ding", Url = _server.Url, AccessToken = "t", Secret = "s" }, new WebhookSettings { Name = "desk", Url = desk.Url, Secret = "0123456789abcdef" });
        await rig.StartAsync();
        rig.Outbox.Enqueue(Drafts.Of("both", NotificationPriority.P1, new("ding", ""), new("desk", "x")));
        await rig.EndOf("both");
        rig.Outbox.Enqueue(Drafts.Of("only-robot", NotificationPriority.P1, new ChannelAddress("ding", "")));
        await _time.ArmedAsync(due => due == TimeSpan.FromMinutes(10));

        Assert.Equal((1, 1), (_server.Requests.Count, desk.Requests.Count));
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(NotificationState.Delivered, await rig.EndOf("only-robot"));
    }

    [Fact]
    public async Task A_superseded_notification_is_not_sent()
    {
        await using var rig = new SenderRig(_time, Webhook("desk"));
        rig.Outbox.Enqueue(Drafts.Of("later") with { DueAt = Drafts.Start.AddMinutes(1) });
        await rig.StartAsync();
        await _time.ArmedAsync(due => due == TimeSpan.FromMinutes(1));

        Assert.Equal(["later"], rig.Outbox.SupersedeAll("later", "acknowledged"));
        _time.Advance(TimeSpan.FromMinutes(1));
        rig.Outbox.Enqueue(Drafts.Of("next") with { DueAt = Drafts.Start.AddMinutes(1) });
        await rig.EndOf("next");

        Assert.Equal(["next"], Keys());
    }

    private WebhookSettings Webhook(string name) => new() { Name = name, Url = _server.Url, Secret = "0123456789abcdef" };

    private List<string> Keys() => [.. _server.Requests.Select(r => (string)r.Headers["Idempotency-Key"]!)];
}
