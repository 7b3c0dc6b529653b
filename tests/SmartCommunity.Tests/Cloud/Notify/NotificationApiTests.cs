using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Storage.Notifications;
using SmartCommunity.Tests.Cloud.Api;
using SmartCommunity.Tests.Storage.Notifications;

namespace SmartCommunity.Tests.Cloud.Notify;

public sealed class NotificationApiTests
{
    [Fact]
    public async Task A_test_message_goes_through_its_channel_marked_as_one_and_its_receipt_can_be_read()
    {
        await using var receiver = await ReceivingServer.StartAsync();
        await using var api = await ApiServer.StartAsync($$"""{"channels":[{"kind":"webhook","name":"desk","url":"{{receiver.Url}}","secret":"0123456789abcdef"}]}""");
        var outbox = api.Services.GetRequiredService<NotificationOutbox>();
        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        outbox.Ended += (key, _) => ended.TrySetResult(key);

        var (status, test) = await api.PostAsync("/api/v1/notifications/test", """{"channel":"desk","address":"duty@office.example"}""");
        var key = await ended.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        var (_, found) = await api.GetAsync($"/api/v1/notifications/{key}");

        Assert.Equal((202, key), (status, test.GetProperty("key").GetString()));
        var notification = found.GetProperty("notification");
        Assert.Equal(("delivered", "desk", "dut•••le", 1), (
            notification.GetProperty("state").GetString(), notification.GetProperty("channel").GetString(), notification.GetProperty("address").GetString(), notification.GetProperty("attempts").GetInt32()));
        Assert.Equal(("delivered", "HTTP 200"), (found.GetProperty("allAttempts")[0].GetProperty("outcome").GetString(), found.GetProperty("allAttempts")[0].GetProperty("detail").GetString()));
        Assert.Contains("[TEST]", Assert.Single(receiver.Requests).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notifications_are_filtered_by_state_priority_and_recipient_and_paged()
    {
        await using var api = await ApiServer.StartAsync();
        var outbox = api.Services.GetRequiredService<NotificationOutbox>();
        var later = DateTimeOffset.UnixEpoch.AddYears(100);
        outbox.Enqueue([.. Enumerable.Range(1, 5).Select(n => Drafts.Of($"k{n}", n == 1 ? NotificationPriority.P1 : NotificationPriority.P3) with { DueAt = later, Recipient = $"r{n % 2}" })]);
        outbox.SupersedeAll("k5", "acknowledged");

        Assert.Equal(["k5"], await KeysAsync(api, "?state=superseded"));
        Assert.Equal(["k1"], await KeysAsync(api, "?priority=P1"));
        Assert.Equal(["k1", "k3"], await KeysAsync(api, "?state=queued&recipient=r1"));
        Assert.Equal(["k3", "k4"], await KeysAsync(api, "?page=2&pageSize=2"));
        Assert.Equal(5, (await api.GetAsync("/api/v1/notifications")).Body.GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("?state=lost", "state")]
    [InlineData("?priority=P4", "priority")]
    [InlineData("?page=0", "page")]
    [InlineData("?color=red", "color")]
    public async Task A_wrong_question_is_refused_by_field(string query, string field)
    {
        await using var api = await ApiServer.StartAsync();

        var (status, problem) = await api.GetAsync($"/api/v1/notifications{query}");

        Assert.Equal(400, status);
        Assert.Equal([field], ApiServer.Fields(problem));
    }

    [Theory]
    [InlineData("""{"channel":"desk","address":"x"}""", "channel")]
    [InlineData("""{"address":"x"}""", "channel")]
    [InlineData("""{"channel":"wecom"}""", "address")]
    [InlineData("""{"channel":"wecom","address":"","priority":"P1"}""", "priority")]
    public async Task A_test_to_nowhere_is_refused_by_field(string json, string field)
    {
        await using var api = await ApiServer.StartAsync("""{"channels":[{"kind":"wecom","name":"wecom","key":"k","url":"http://127.0.0.1:1/"}]}""");

        var (status, problem) = await api.PostAsync("/api/v1/notifications/test", json);

        Assert.Equal(400, status);
        Assert.Equal([field], ApiServer.Fields(problem));
    }

    [Fact]
    public async Task An_unknown_key_is_not_found()
    {
        await using var api = await ApiServer.StartAsync();

        var (status, problem) = await api.GetAsync("/api/v1/notifications/nobody:1");

        Assert.Equal(404, status);
        Assert.Equal(["key"], ApiServer.Fields(problem));
    }

    private static async Task<List<string?>> KeysAsync(ApiServer api, string query) =>
        [.. (await api.GetAsync($"/api/v1/notifications{query}")).Body.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("key").GetString())];
}
