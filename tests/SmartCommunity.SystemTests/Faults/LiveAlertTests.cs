using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;
using SmartCommunity.Contracts.Live;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Faults;

/// <summary>Alerts over the wire, in either protocol: each transition once and in order, over a client that was away and a cloud that was killed.</summary>
[Trait("Category", "Fault")]
public sealed class LiveAlertTests
{
    private const string Button = "sos-1";

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task Who_was_away_while_the_cloud_was_killed_gets_each_transition_it_missed_once_and_in_order(string protocol)
    {
        await using var line = await LineUnderTest.StartAsync();
        await line.EnrolAsync([(Button, "panicButton")]);
        using var button = await MqttDevice.ConnectAsync(line, Button, "panicButton");
        LiveAlertCursor[] known;
        await using (var hub = LiveTests.Hub(line, protocol))
        {
            var came = Listen(hub);
            await hub.StartAsync(TestContext.Current.CancellationToken);
            var first = await SubscribeAsync(hub, resume: null);
            Assert.Equal((true, 0L), (first.AlertCursors.Single().Complete, first.AlertCursors.Single().Ordinal));

            await button.SayAsync("e-1", "sos");
            var raised = await NextAsync(came);
            Assert.Equal(("raised", "e-1", "P1", "firing"), (raised.What, raised.Alert.EventId, raised.Alert.Priority, raised.Stage));
            known = [new LiveAlertCursor { Community = LineUnderTest.Community, Ordinal = raised.Ordinal }];
        }

        await button.SayAsync("e-2", "sos");
        await line.WaitForDrainAsync();
        await line.Cloud.KillAsync();
        line.StartCloud();
        await line.WaitForCloudAsync();
        await button.SayAsync("e-3", "sos");

        await using var again = LiveTests.Hub(line, protocol);
        var missed = Listen(again);
        await again.StartAsync(TestContext.Current.CancellationToken);
        var resumed = await SubscribeAsync(again, new LiveCursor { Feed = "another", Version = 0, Alerts = known });
        Assert.False(resumed.AlertCursors.Single().Complete);
        Assert.Empty(resumed.Alerts);
        var ordinal = known[0].Ordinal;
        var events = new List<string>();
        while (events.Count < 2)
        {
            var change = await NextAsync(missed);
            Assert.Equal(++ordinal, change.Ordinal);
            if (change.What == "raised")
                events.Add(change.Alert.EventId);
        }

        Assert.Equal(["e-2", "e-3"], events);
    }

    /// <summary>Every transition the hub tells of, from now on.</summary>
    internal static ChannelReader<LiveAlertChange> Listen(HubConnection hub)
    {
        var came = Channel.CreateUnbounded<LiveAlertChange>();
        hub.On<string, IReadOnlyList<LiveAlertChange>>(nameof(ILiveClient.Alerts), (_, changes) =>
        {
            foreach (var change in changes)
                came.Writer.TryWrite(change);
        });
        return came.Reader;
    }

    internal static Task<LiveAlertChange> NextAsync(ChannelReader<LiveAlertChange> came) => came.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(LineUnderTest.Patience);

    internal static Task<LiveSnapshot> SubscribeAsync(HubConnection hub, LiveCursor? resume) => hub.InvokeAsync<LiveSnapshot>(
        nameof(ILiveHub.Subscribe), new LiveArea { Kind = "community", Code = LineUnderTest.Community, Alerts = true }, resume, TestContext.Current.CancellationToken);
}
