using System.Net.Http.Json;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Faults;

/// <summary>
/// A power cut takes what the ledger of alerts committed after the community's last snapshot: more than it can take, as the ledger syncs each commit. The log brings all of it again.
/// </summary>
[Trait("Category", "Fault")]
public sealed class PowerCutTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_ledger_lost_after_the_last_snapshot_is_whole_again_after_a_start()
    {
        string[] buttons = ["sos-1", "sos-2", "sos-3"];
        await using var line = await LineUnderTest.StartAsync();
        var ledger = Path.Combine(line.CloudFolder, "cloud", "alerts.db");
        await line.EnrolAsync(buttons.Select(static b => (b, "panicButton")));
        await RaiseAndAcknowledgeAsync(line, buttons[0]);
        // Stopped in order: a snapshot is saved, and the ledger's log is in its file.
        await line.Cloud.StopAsync();
        Assert.False(File.Exists(ledger + "-wal"));
        line.StartCloud();
        await line.WaitForCloudAsync();
        await RaiseAndAcknowledgeAsync(line, buttons[1]);
        await RaiseAndAcknowledgeAsync(line, buttons[2]);
        var before = await LivesAsync(line);

        await line.Cloud.KillAsync();
        File.Delete(ledger + "-wal");
        File.Delete(ledger + "-shm");
        using (var cut = AlertLedger.Open(ledger))
            Assert.Equal(before.Take(1), LivesOf(cut));
        line.StartCloud();
        await line.WaitForCloudAsync();

        await Until.TrueAsync("the ledger is whole", async () => (await LivesAsync(line)).SequenceEqual(before), LineUnderTest.Patience, () => line.Cloud.Output);
        await line.Cloud.StopAsync();
        using var whole = AlertLedger.Open(ledger);
        // Numbers within the community, by which clients of the live hub go on, are those they were.
        Assert.Equal(before, LivesOf(whole));
    }

    private static async Task RaiseAndAcknowledgeAsync(LineUnderTest line, string button)
    {
        using (var device = await MqttDevice.ConnectAsync(line, button, "panicButton"))
            await device.SayAsync($"e-{button}", "sos");
        AlertView? alert = null;
        await Until.TrueAsync($"{button} is an alert", async () => (alert = (await line.CallsForHelpAsync()).FirstOrDefault(a => a.Device == button)) is not null, LineUnderTest.Patience, () => line.Cloud.Output);
        await line.AcknowledgeAsync(alert!.Id);
        // Acknowledged, nothing happens to it any more by itself.
        await Until.TrueAsync(
            $"{button} is acknowledged", async () => (await line.CallsForHelpAsync()).Single(a => a.Device == button).Stage == "acknowledged", LineUnderTest.Patience, () => line.Cloud.Output);
    }

    /// <summary>Every transition of the calls for help, in words.</summary>
    private static async Task<IReadOnlyList<string>> LivesAsync(LineUnderTest line)
    {
        var lives = new List<string>();
        foreach (var alert in (await line.CallsForHelpAsync()).OrderBy(static a => a.Device, StringComparer.Ordinal))
        {
            var detail = (await line.Api.GetFromJsonAsync<AlertDetail>($"api/v1/alerts/{alert.Id}", Cancel))!;
            lives.Add($"{alert.Id} {alert.Device}: {string.Join(", ", detail.Transitions.Select(static t => $"{t.Number} {t.What} {t.Actor} {t.At.ToUnixTimeMilliseconds()}"))}");
        }

        return lives;
    }

    /// <summary>The same from the file of a cloud that is stopped, by the feed of the community.</summary>
    private static IEnumerable<string> LivesOf(AlertLedger ledger)
    {
        const int most = 1_000;
        return ledger.Since(LineUnderTest.Community, 0, most).Where(static c => c.Alert.Rule == "sos").GroupBy(static c => c.Alert.Id)
            .Select(static life => $"{life.Key} {life.First().Alert.Device}: {string.Join(", ", life.Select(static c => $"{c.Transition.Number} {c.Transition.What} {c.Transition.Actor} {c.Transition.AtMs}"))}")
            .Order(StringComparer.Ordinal).OrderBy(static text => text.Split(' ')[1], StringComparer.Ordinal);
    }
}
