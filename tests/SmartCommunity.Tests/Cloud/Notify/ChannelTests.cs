using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SmartCommunity.Cloud.Notify;
using SmartCommunity.Cloud.Notify.Channels;
using SmartCommunity.Contracts;
using SmartCommunity.Storage.Notifications;
using SmartCommunity.Tests.Storage.Notifications;

namespace SmartCommunity.Tests.Cloud.Notify;

/// <summary>Each channel against a real server.</summary>
public sealed class ChannelTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(1_732_345_678_901));
    private readonly ChannelHttp _http;
    private ReceivingServer _server = null!;

    public ChannelTests() => _http = new ChannelHttp(_time);

    public async ValueTask InitializeAsync() => _server = await ReceivingServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void DingTalks_signature_is_the_one_openssl_computes()
    {
        // printf '1732345678901\nSECdemo' | openssl dgst -sha256 -hmac 'SECdemo' -binary | base64
        Assert.Equal("O0tj6I9QWGnQi0gpzvIEMQg8ekQbDR5BfDEVO/EAchE=", DingTalkChannel.Sign("SECdemo", 1_732_345_678_901));
    }

    [Fact]
    public async Task A_webhook_gets_signed_json_in_both_languages_with_the_messages_key()
    {
        _server.Answers(new Answer(202, "receipt 17"));
        var channel = new WebhookChannel(Webhook(), _http, _time);

        var result = await channel.SendAsync(Message("a1:1:duty-1"), Cancel);

        Assert.Equal(SendResult.Delivered("HTTP 202 receipt 17"), result);
        var got = Assert.Single(_server.Requests);
        Assert.Equal(("POST", "/hook", "a1:1:duty-1"), (got.Method, got.Path, (string?)got.Headers["Idempotency-Key"]));
        Assert.Equal(WebhookSignature.Of("0123456789abcdef", _time.GetUtcNow(), System.Text.Encoding.UTF8.GetBytes(got.Body)), got.Headers["X-SmartCommunity-Signature"]);
        var body = JsonElement.Parse(got.Body);
        var item = Assert.Single(body.GetProperty("notifications").EnumerateArray());
        Assert.Equal(("a1:1:duty-1", "P2", "duty-1"), (body.GetProperty("key").GetString(), body.GetProperty("priority").GetString(), body.GetProperty("address").GetString()));
        Assert.Equal(("老人跌倒", "An elder fell"), (item.GetProperty("title").GetProperty("zh").GetString(), item.GetProperty("title").GetProperty("en").GetString()));
        Assert.Equal((Drafts.Start, "值班员"), (item.GetProperty("dueAt").GetDateTimeOffset(), item.GetProperty("recipientName").GetString()));
    }

    [Theory]
    [InlineData(500, AttemptOutcome.Failed, null)]
    [InlineData(503, AttemptOutcome.Failed, "30")]
    [InlineData(408, AttemptOutcome.Failed, null)]
    [InlineData(429, AttemptOutcome.Throttled, "7")]
    [InlineData(400, AttemptOutcome.Refused, null)]
    [InlineData(401, AttemptOutcome.Refused, null)]
    [InlineData(302, AttemptOutcome.Refused, null)]
    internal async Task Only_2xx_is_a_receipt_and_the_status_says_whether_to_try_again(int status, AttemptOutcome outcome, string? retryAfter)
    {
        _server.Answers(new Answer(status, "no", retryAfter));

        var result = await new WebhookChannel(Webhook(), _http, _time).SendAsync(Message("k"), Cancel);

        Assert.Equal((outcome, retryAfter is null ? null : TimeSpan.FromSeconds(int.Parse(retryAfter, System.Globalization.CultureInfo.InvariantCulture))), (result.Outcome, result.RetryAfter));
        Assert.StartsWith($"HTTP {status}", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cut_connection_a_closed_port_and_a_silent_server_are_failures_to_try_again()
    {
        _server.Reply = _ => Task.FromResult<Answer?>(null);
        var cut = await new WebhookChannel(Webhook(), _http, _time).SendAsync(Message("k"), Cancel);
        var closed = await new WebhookChannel(new WebhookSettings { Url = "http://127.0.0.1:1/", Secret = "0123456789abcdef" }, _http, _time).SendAsync(Message("k"), Cancel);
        var asked = new TaskCompletionSource();
        var never = new TaskCompletionSource<Answer?>();
        _server.Reply = _ =>
        {
            asked.SetResult();
            return never.Task;
        };
        var silent = new WebhookChannel(Webhook(), _http, _time).SendAsync(Message("k"), Cancel);
        await asked.Task;
        _time.Advance(TimeSpan.FromSeconds(10));
        var late = await silent;
        never.SetResult(null);

        Assert.Equal([AttemptOutcome.Failed, AttemptOutcome.Failed, AttemptOutcome.Failed], new[] { cut.Outcome, closed.Outcome, late.Outcome });
        Assert.Equal("no answer within 10 s", late.Detail);
    }

    /// <summary>Half an answer is none, whatever its status says: a robot's receipt is in its body.</summary>
    [Theory]
    [InlineData("webhook")]
    [InlineData("dingtalk")]
    [InlineData("wecom")]
    [InlineData("sms")]
    public async Task An_answer_that_begins_and_does_not_end_is_a_failure_to_try_again_after_the_time_out(string kind)
    {
        var (asked, rest) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource());
        _server.Reply = _ =>
        {
            asked.TrySetResult();
            return Task.FromResult<Answer?>(new Answer(200, """{"errcode":""", Rest: rest.Task));
        };
        INotificationChannel channel = kind switch
        {
            "webhook" => new WebhookChannel(Webhook(), _http, _time),
            "dingtalk" => new DingTalkChannel(new DingTalkSettings { Url = _server.Url, AccessToken = "t", Secret = "s" }, _http, _time),
            "wecom" => new WeComChannel(new WeComSettings { Url = _server.Url, Key = "k" }, _http),
            _ => new SmsChannel(new SmsSettings { Url = $"{_server.Url}/?to={{{{phone}}}}", Method = "GET" }, _http),
        };

        var sending = channel.SendAsync(Message("k", "13800000000"), Cancel);
        await asked.Task.WaitAsync(Cancel);
        _time.Advance(TimeSpan.FromSeconds(10));
        var result = await sending;
        rest.SetResult();

        Assert.Equal(SendResult.Failed("no answer within 10 s"), result);
    }

    [Fact]
    public async Task DingTalk_gets_a_signed_address_and_markdown_that_mentions_the_member()
    {
        _server.Answers(new Answer(200, """{"errcode":0,"errmsg":"ok"}"""));
        var channel = new DingTalkChannel(new DingTalkSettings { Url = $"{_server.Url}/robot/send", AccessToken = "to/ken", Secret = "SECdemo" }, _http, _time);

        var result = await channel.SendAsync(Message("k", "13800000000"), Cancel);

        Assert.Equal(SendResult.Delivered("errcode 0 ok"), result);
        var got = Assert.Single(_server.Requests);
        Assert.Equal(("/robot/send", "to/ken", "1732345678901", "O0tj6I9QWGnQi0gpzvIEMQg8ekQbDR5BfDEVO/EAchE="), (got.Path, (string?)got.Query["access_token"], (string?)got.Query["timestamp"], (string?)got.Query["sign"]));
        var body = JsonElement.Parse(got.Body);
        Assert.Equal("markdown", body.GetProperty("msgtype").GetString());
        Assert.Equal("[P2] 老人跌倒", body.GetProperty("markdown").GetProperty("title").GetString());
        Assert.Equal("#### ［P2］ 老人跌倒\n\n百合社区 12 幢 301\n\n[查看](https://console.example/alerts/a1)\n\n@13800000000", body.GetProperty("markdown").GetProperty("text").GetString());
        Assert.Equal(["13800000000"], body.GetProperty("at").GetProperty("atMobiles").EnumerateArray().Select(m => m.GetString()));
    }

    [Theory]
    [InlineData("""{"errcode":310000,"errmsg":"sign not match"}""", AttemptOutcome.Refused, null)]
    [InlineData("""{"errcode":-1,"errmsg":"system busy"}""", AttemptOutcome.Failed, null)]
    [InlineData("""{"errcode":130101,"errmsg":"send too fast"}""", AttemptOutcome.Throttled, 600)]
    [InlineData("""[1]""", AttemptOutcome.Failed, null)]
    [InlineData("busy", AttemptOutcome.Failed, null)]
    internal async Task DingTalks_http_200_is_no_receipt_unless_errcode_is_0(string body, AttemptOutcome outcome, int? pauseSeconds)
    {
        _server.Answers(new Answer(200, body));
        var channel = new DingTalkChannel(new DingTalkSettings { Url = _server.Url, AccessToken = "t", Secret = "s" }, _http, _time);

        var result = await channel.SendAsync(Message("k", ""), Cancel);

        Assert.Equal((outcome, pauseSeconds), (result.Outcome, (int?)result.RetryAfter?.TotalSeconds));
        Assert.Empty(JsonElement.Parse(_server.Requests.Single().Body).GetProperty("at").GetProperty("atMobiles").EnumerateArray());
    }

    [Fact]
    public async Task WeCom_gets_markdown_within_its_bytes_and_errcode_0_is_the_receipt()
    {
        _server.Answers(new Answer(200, """{"errcode":0,"errmsg":"ok"}"""), new Answer(200, """{"errcode":45009,"errmsg":"api freq out of limit"}"""));
        var channel = new WeComChannel(new WeComSettings { Url = $"{_server.Url}/send", Key = "robot-key" }, _http);
        var draft = Drafts.Of("k") with { TextZh = new string('长', 4_000) };

        var result = await channel.SendAsync(new ChannelMessage("k", "zhangsan", [draft]), Cancel);
        var throttled = await channel.SendAsync(Message("k"), Cancel);

        Assert.Equal((SendResult.Delivered("errcode 0 ok"), AttemptOutcome.Throttled), (result, throttled.Outcome));
        var got = _server.Requests.First();
        var content = JsonElement.Parse(got.Body).GetProperty("markdown").GetProperty("content").GetString()!;
        Assert.Equal("robot-key", got.Query["key"]);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(content), 4_090, 4_096);
        Assert.EndsWith("…\n\n[查看](https://console.example/alerts/a1)\n\n<@zhangsan>", content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_sms_gateways_templates_are_filled_and_escaped_for_where_they_stand()
    {
        _server.Answers(new Answer(200, """{"code":"OK","id":"sms-1"}"""));
        var channel = new SmsChannel(
            new SmsSettings
            {
                Url = $"{_server.Url}/send?to={{{{phone}}}}&n={{{{key}}}}",
                Body = """{"text":"{{title}}：{{text}} {{link}}","p":"{{priority}}"}""",
                Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer top secret" },
                SuccessContains = "\"OK\"",
            },
            _http);
        var draft = Drafts.Of("a&b") with { TitleZh = "\"引号\" & \\", TextZh = "两\n行" };

        var result = await channel.SendAsync(new ChannelMessage("a&b", "+86 138", [draft]), Cancel);

        Assert.Equal(SendResult.Delivered("""HTTP 200 {"code":"OK","id":"sms-1"}"""), result);
        var got = Assert.Single(_server.Requests);
        Assert.Equal(("+86 138", "a&b", "Bearer top secret"), ((string?)got.Query["to"], (string?)got.Query["n"], (string?)got.Headers.Authorization));
        Assert.Equal(("[P2] \"引号\" & \\：两\n行 https://console.example/alerts/a1", "P2"), (JsonElement.Parse(got.Body).GetProperty("text").GetString(), JsonElement.Parse(got.Body).GetProperty("p").GetString()));
    }

    [Fact]
    public async Task An_sms_gateway_that_says_no_with_http_200_has_refused()
    {
        _server.Answers(new Answer(200, """{"code":"isv.BALANCE"}"""));
        var channel = new SmsChannel(new SmsSettings { Url = $"{_server.Url}/{{{{phone}}}}", Method = "GET", SuccessContains = "\"OK\"" }, _http);

        var result = await channel.SendAsync(Message("k", "138/../x"), Cancel);

        Assert.Equal(AttemptOutcome.Refused, result.Outcome);
        Assert.Equal("/138%2F..%2Fx", Assert.Single(_server.Requests).Path);
    }

    private WebhookSettings Webhook() => new() { Name = "desk", Url = $"{_server.Url}/hook", Secret = "0123456789abcdef" };

    private static ChannelMessage Message(string key, string address = "duty-1") => new(key, address, [Drafts.Of(key)]);
}
