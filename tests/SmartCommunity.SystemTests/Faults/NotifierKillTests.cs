using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using SmartCommunity.Contracts.Http;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Faults;

/// <summary>
/// F-23: from panic buttons to a street office while the cloud is killed, over and over: every transition that calls somebody is told each of them, once. Six kills here; twenty with
/// <c>SMARTCOMMUNITY_LONG=1</c>.
/// </summary>
/// <remarks>
/// Once for who looks at the key of a message: webhook and SMS gateway are given it, a mail has it in its Message-ID. An SMS gateway that is not given it, and robots, which take none, may get a message again
/// whose answer a kill cut off: each such repeat is one attempt that is written down as cut, and none is lost.
/// </remarks>
[Trait("Category", "Fault")]
public sealed class NotifierKillTests
{
    private const int CallsEach = 3;
    private const int Moments = 3; // Before, within and after sends, in turn.
    private const int LongestMs = 400; // From the fold of a call to the last receipt of it, mostly.

    private static int Kills => Environment.GetEnvironmentVariable("SMARTCOMMUNITY_LONG") == "1" ? 20 : 6;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Over_kills_before_within_and_after_sends_every_call_is_told_everybody_once()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        string[] buttons = [.. Enumerable.Range(0, Kills * CallsEach).Select(static n => string.Create(CultureInfo.InvariantCulture, $"sos-{n:000}"))];
        await using var office = await StreetOffice.StartAsync(seed);
        await using var line = await LineUnderTest.StartAsync(channels: office.Channels);
        await line.EnrolAsync(buttons.Select(static b => (b, "panicButton")));
        var street = await PutOnDutyAsync(line);

        for (var kill = 0; kill < Kills; kill++)
        {
            var answered = office.Answers;
            if (kill % Moments == 1)
                office.Hold();
            var calling = CallAsync(line, buttons[(kill * CallsEach)..((kill + 1) * CallsEach)]);
            await MomentAsync(office, kill, answered, random, () => $"seed {seed}, kill {kill}: {line.Cloud.Output}");
            await line.Cloud.KillAsync();
            office.Release();
            await calling;
            line.StartCloud();
            await line.WaitForCloudAsync();
        }

        await Until.TrueAsync("every call is told everybody", () => AllRaisedAreToldAsync(line, buttons.Length), LineUnderTest.Patience, () => $"seed {seed}: {line.Cloud.Output}");
        // Nothing goes up a level from here on; what went up meanwhile and was not sent yet is withdrawn.
        foreach (var alert in await line.CallsForHelpAsync())
            await line.AcknowledgeAsync(alert.Id);
        await Until.TrueAsync("all notifications ended", () => HaveAllEndedAsync(line, street), LineUnderTest.Patience, () => $"seed {seed}: {line.Cloud.Output}");

        await AssertToldOnceAsync(line, office, street, buttons, $"seed {seed}");
    }

    /// <summary>Waits until the moment of a kill: any instant after the first call, one with a message taken and not answered, or one after some of the answers.</summary>
    private static async Task MomentAsync(StreetOffice office, int kill, int answered, Random random, Func<string> context)
    {
        switch (kill % Moments)
        {
            case 0:
                using (var moment = new PeriodicTimer(TimeSpan.FromMilliseconds(random.Next(1, LongestMs))))
                    await moment.WaitForNextTickAsync(Cancel);
                break;
            case 1:
                await Until.TrueAsync("a message waits for its answer", () => Task.FromResult(office.Held.IsCompleted), LineUnderTest.Patience, context);
                break;
            default:
                var wanted = answered + random.Next(1, CallsEach * (StreetOffice.Ways.Count - 1));
                await Until.TrueAsync("some are answered", () => Task.FromResult(office.Answers >= wanted), LineUnderTest.Patience, context);
                break;
        }
    }

    private static async Task CallAsync(LineUnderTest line, IEnumerable<string> buttons)
    {
        foreach (var id in buttons)
        {
            using var button = await MqttDevice.ConnectAsync(line, id, "panicButton");
            await button.SayAsync($"e-{id}", "sos");
        }
    }

    /// <summary>Somebody who is always on duty for each of the office's channels. Returns the street.</summary>
    private static async Task<string> PutOnDutyAsync(LineUnderTest line)
    {
        var street = (await line.Api.GetFromJsonAsync<JsonElement>($"api/v1/communities/{LineUnderTest.Community}", Cancel)).GetProperty("street").GetString()!;
        var roster = new Roster
        {
            Contacts = [.. StreetOffice.Ways.Select(static w => new DutyContact { Id = w, Name = w, Channels = [new DutyAddress(w, w == StreetOffice.Mail ? "duty@office.example" : w)] })],
            Shifts = [new DutyShift { Role = "duty", Days = [1, 2, 3, 4, 5, 6, 7], From = "00:00", To = "00:00", Contacts = StreetOffice.Ways }],
        };
        using var answer = await line.Api.PutAsJsonAsync($"api/v1/duty/{street}", new NewRoster { Roster = roster, EnteredBy = "Li" }, Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        return street;
    }

    private static async Task<IReadOnlyList<NotificationView>> NotificationsAsync(LineUnderTest line, string alert) =>
        (await line.Api.GetFromJsonAsync<NotificationView[]>($"api/v1/alerts/{alert}/notifications", Cancel))!;

    private static async Task<bool> AllRaisedAreToldAsync(LineUnderTest line, int calls)
    {
        var alerts = await line.CallsForHelpAsync();
        if (alerts.Count != calls)
            return false;
        foreach (var alert in alerts)
        {
            var raised = (await NotificationsAsync(line, alert.Id)).Where(static n => n.Key.Split(':')[2] == "1").ToArray();
            if (raised.Length != StreetOffice.Ways.Count || raised.Any(static n => n.State != "delivered"))
                return false;
        }

        return true;
    }

    private static async Task<bool> HaveAllEndedAsync(LineUnderTest line, string street)
    {
        foreach (var alert in await line.CallsForHelpAsync())
        {
            var told = await NotificationsAsync(line, alert.Id);
            if (told.Any(static n => n.State is "queued" or "sending") || told.Count != (await CallsOfAsync(line, alert.Id, street)).Count)
                return false;
        }

        return true;
    }

    /// <summary>What must be told of an alert: key, way and level, for each transition that calls somebody and each person on duty.</summary>
    private static async Task<IReadOnlyList<(string Key, string Way, int Level)>> CallsOfAsync(LineUnderTest line, string alert, string street)
    {
        var life = (await line.Api.GetFromJsonAsync<AlertDetail>($"api/v1/alerts/{alert}", Cancel))!.Transitions;
        return
        [
            .. life.Where(static t => t.What is "raised" or "escalated").SelectMany(_ => StreetOffice.Ways, (t, way) =>
                (string.Create(CultureInfo.InvariantCulture, $"alert:{alert}:{t.Number}:{street}.{way}"), way, t.Level)),
        ];
    }

    private static async Task AssertToldOnceAsync(LineUnderTest line, StreetOffice office, string street, string[] buttons, string context)
    {
        var alerts = await line.CallsForHelpAsync();
        Assert.Equal(buttons, alerts.Select(static a => a.Device).Order(StringComparer.Ordinal));
        var taken = office.Taken;
        var (known, told, cut) = (new HashSet<(string, string)>(), 0, 0);
        foreach (var alert in alerts)
        {
            var calls = await CallsOfAsync(line, alert.Id, street);
            Assert.Equal(calls.Select(static c => c.Key).Order(StringComparer.Ordinal), (await NotificationsAsync(line, alert.Id)).Select(static n => n.Key).Order(StringComparer.Ordinal));
            foreach (var (key, way, level) in calls)
            {
                var id = way == StreetOffice.PlainText ? StreetOffice.PlainId(alert.Device, level) : key;
                Assert.True(known.Add((way, id)), $"{context}: {way} {id} is not one of its own.");
                var one = (await line.Api.GetFromJsonAsync<NotificationDetailView>($"api/v1/notifications/{Uri.EscapeDataString(key)}", Cancel))!;
                var (times, attempts) = (taken.GetValueOrDefault((way, id)), one.AllAttempts);
                Assert.True(one.Notification.State == "delivered" || (one.Notification.State == "superseded" && level > 0), $"{context}: {key} is {one.Notification.State}.");
                Assert.Equal(one.Notification.State == "delivered" ? 1 : 0, attempts.Count(static a => a.Outcome == "delivered"));
                Assert.True(times > 0 || one.Notification.State == "superseded", $"{context}: {key} has a receipt and did not arrive.");
                // What arrived was an attempt that is written down; only one whose answer was not kept was made again.
                Assert.True(times + office.Refused(way, id) <= attempts.Count, $"{context}: {key} arrived {times} times in {attempts.Count} attempts.");
                (told, cut) = (told + 1, cut + attempts.Count(static a => a.Outcome == "cut"));
            }
        }

        Assert.Equal([], taken.Keys.Where(k => !known.Contains(k)));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{context}: {Kills} kills, {alerts.Count} calls, {told} notifications, {cut} attempts cut off; arrived more than once: "
            + string.Join(", ", StreetOffice.Ways.Select(w => string.Create(CultureInfo.InvariantCulture, $"{w} {taken.Count(t => t.Key.Way == w && t.Value > 1)}"))) + ".");
    }
}
