using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using SmartCommunity.Contracts.Http;
using SmartCommunity.SystemTests.Line;
using SmartCommunity.Tests.Cloud.Notify;

namespace SmartCommunity.SystemTests.Faults;

/// <summary>From a panic button to the street office's endpoint through processes that are killed: each call is told once.</summary>
[Trait("Category", "Fault")]
public sealed class NotifierKillTests
{
    private const string Button = "sos-1";
    private const int Kills = 3, CallsBetween = 4;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_before_between_and_after_kills_of_the_cloud_are_each_told_once()
    {
        var received = new ConcurrentDictionary<string, int>();
        await using var office = await ReceivingServer.StartAsync();
        await using var line = await LineUnderTest.StartAsync();
        await line.EnrolAsync([(Button, "panicButton")]);
        await ConfigureAsync(line, office.Url);
        using var button = await MqttDevice.ConnectAsync(line, Button, "panicButton");
        office.Reply = request =>
        {
            received.AddOrUpdate(request.Headers["Idempotency-Key"]!, 1, static (_, times) => times + 1);
            return Task.FromResult<Answer?>(new Answer(200));
        };

        for (var kill = 0; kill < Kills; kill++)
        {
            for (var call = 0; call < CallsBetween; call++)
                await button.SayAsync(string.Create(CultureInfo.InvariantCulture, $"e-{kill}-{call}"), "sos");
            // Somewhere between the fold, the ledger, the outbox and the endpoint: whatever the first one that got through leaves of the others.
            await Until.TrueAsync("a call of this round is told", () => Task.FromResult(received.Count > kill * CallsBetween), LineUnderTest.Patience, () => line.Cloud.Output);
            await line.Cloud.KillAsync();
            line.StartCloud();
            await line.WaitForCloudAsync();
        }

        await Until.TrueAsync("every call is told", async () => (await FirstTellingsAsync(line)).Count == Kills * CallsBetween, LineUnderTest.Patience, () => line.Cloud.Output);
        var told = await FirstTellingsAsync(line);

        await Until.TrueAsync("every notification arrived", () => Task.FromResult(told.All(received.ContainsKey)), LineUnderTest.Patience, () => string.Join(' ', told.Except(received.Keys)));
        // Of each call its first transition was told to one person; one that escalated meanwhile has further ones.
        Assert.Equal(told.Order(StringComparer.Ordinal), received.Keys.Where(static key => key.Split(':')[2] == "1").Order(StringComparer.Ordinal));
        Assert.Equal(Kills * CallsBetween, told.Select(static key => key.Split(':')[1]).Distinct().Count());
    }

    /// <summary>One webhook and one person who is always on duty; the cloud starts anew with them.</summary>
    private static async Task ConfigureAsync(LineUnderTest line, string url)
    {
        await line.Cloud.StopAsync();
        await File.WriteAllTextAsync(
            Path.Combine(line.CloudFolder, "cloud", "channels.json"), $$"""{"channels":[{"kind":"webhook","name":"office","url":"{{url}}","secret":"0123456789abcdef"}]}""", Cancel);
        line.StartCloud();
        await line.WaitForCloudAsync();
        var street = (await line.Api.GetFromJsonAsync<JsonElement>($"api/v1/communities/{LineUnderTest.Community}", Cancel)).GetProperty("street").GetString();
        var roster = new Roster
        {
            Contacts = [new DutyContact { Id = "day", Name = "Li", Channels = [new DutyAddress("office", "day")] }],
            Shifts = [new DutyShift { Role = "duty", Days = [1, 2, 3, 4, 5, 6, 7], From = "00:00", To = "00:00", Contacts = ["day"] }],
        };
        using var answer = await line.Api.PutAsJsonAsync($"api/v1/duty/{street}", new NewRoster { Roster = roster, EnteredBy = "Li" }, Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }

    /// <summary>Keys of the notifications of every call's first transition.</summary>
    private static async Task<IReadOnlyList<string>> FirstTellingsAsync(LineUnderTest line)
    {
        var alerts = await line.Api.GetFromJsonAsync<AlertPage>("api/v1/alerts?rule=sos&pageSize=100", Cancel);
        var keys = new List<string>();
        foreach (var alert in alerts!.Items)
        {
            var told = await line.Api.GetFromJsonAsync<NotificationView[]>($"api/v1/alerts/{alert.Id}/notifications", Cancel);
            keys.AddRange(told!.Select(static n => n.Key).Where(static key => key.Split(':')[2] == "1"));
        }

        return keys;
    }
}
