using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Simulators;
using SmartCommunity.Simulators.Mqtt;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Simulators;

/// <summary>Fleet, load and replay against a broker that is not ours.</summary>
public sealed class BrokerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_device_of_a_fleet_is_acknowledged_answers_a_command_once_and_says_offline_at_the_end()
    {
        await using var broker = await Mosquitto.StartAsync();
        var district = SimulatedDistrict.Plan(1, ["baihe"], 1, SimulatedDistrictTests.Secret);
        var command = new NativeTopic(district.Devices[0].Address, TopicKind.Command).ToString();
        var retained = new ConcurrentDictionary<string, string>();
        await using var observer = await ObserverAsync(broker, (topic, payload) => retained[topic] = payload);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var whenSpoken = new OnProgress<FleetProgress>();
        var options = new FleetOptions { Endpoint = _ => broker.Endpoint, ConnectsPerSecond = 1000 };
        var running = DeviceFleet.RunAsync(district, options, TimeProvider.System, NullLogger.Instance, whenSpoken, stop.Token);

        await whenSpoken.WaitAsync(p => p.Connected == 72 && p.Acknowledged >= 72);
        for (var i = 0; i < 2; i++)
            await observer.PublishAsync(command, """{"id":"c-1","name":"identify"}"""u8.ToArray(), retain: false, duplicate: false, Token);
        await whenSpoken.WaitAsync(p => p.CommandsExecuted == 1);
        await stop.CancelAsync();
        var last = await running;
        await observer.SubscribeAsync("fc/v1/+/+/+/status", Token);
        await WaitUntilAsync(() => retained.Count == 72, observer);

        Assert.Equal((72, 0, 1L, 0L, 0L), (last.Devices, last.Connected, last.CommandsExecuted, last.Refused, last.Skipped));
        Assert.All(retained.Values, payload => Assert.Equal("""{"online":false}""", payload));
    }

    [Fact]
    public async Task A_siren_that_is_told_to_sound_says_at_once_that_it_does()
    {
        await using var broker = await Mosquitto.StartAsync();
        var district = SimulatedDistrict.Plan(1, ["baihe"], 1, SimulatedDistrictTests.Secret);
        var siren = district.Devices.Single(d => d.Address.Class == "siren").Address;
        var said = Channel.CreateUnbounded<string>();
        await using var observer = await ObserverAsync(broker, (_, payload) => said.Writer.TryWrite(payload));
        await observer.SubscribeAsync(new NativeTopic(siren, TopicKind.Telemetry).ToString(), Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = DeviceFleet.RunAsync(
            district, new FleetOptions { Endpoint = _ => broker.Endpoint, ConnectsPerSecond = 1000 }, TimeProvider.System, NullLogger.Instance, new OnProgress<FleetProgress>(), stop.Token);
        Assert.Contains("\"sounding\":false", await said.Reader.ReadAsync(Token), StringComparison.Ordinal);

        await observer.PublishAsync(
            new NativeTopic(siren, TopicKind.Command).ToString(), """{"id":"c-1","name":"sound","args":{"seconds":900,"pattern":"attention","cause":"sos"}}"""u8.ToArray(), retain: false, duplicate: false, Token);

        Assert.Contains("\"sounding\":true", await said.Reader.ReadAsync(Token), StringComparison.Ordinal);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_load_is_acknowledged_to_the_last_message_and_its_journal_agrees()
    {
        await using var broker = await Mosquitto.StartAsync();
        var journal = Path.GetTempFileName();
        var options = Load(broker) with { Connections = 8, Window = 128, Duration = TimeSpan.FromSeconds(2), JournalPath = journal, SosProbes = 1, SosInterval = TimeSpan.FromMilliseconds(200) };

        var summary = await LoadRun.RunAsync(options, progress: null, Token);
        var (sent, acknowledged) = LoadJournal.Read(journal);

        Assert.True(summary.Sent > 0);
        Assert.Equal((summary.Sent, 0L, 0L, 0), (summary.Acknowledged, summary.Unacknowledged, summary.Reconnects, summary.RefusedDevices));
        Assert.Equal(summary.Sent, sent.Count);
        Assert.True(acknowledged.SetEquals(sent));
        Assert.All(sent.GroupBy(k => k.Device), device => Assert.Equal(device.Count() - 1, device.Max(k => k.Seq)));
        Assert.NotEmpty(summary.SosCalls);
        Assert.All(summary.SosCalls, call => Assert.True(call.AcknowledgedMs >= call.SentMs));
        File.Delete(journal);
    }

    [Fact]
    public async Task A_load_at_a_rate_never_goes_over_it()
    {
        await using var broker = await Mosquitto.StartAsync();

        var summary = await LoadRun.RunAsync(Load(broker) with { Connections = 10, Rate = 1000, Duration = TimeSpan.FromSeconds(2) }, progress: null, Token);

        Assert.Equal(summary.Sent, summary.Acknowledged);
        Assert.InRange(summary.Sent, 1000, 2010); // a busy machine sends less than the rate; a load without one sends ten times as much
    }

    [Fact]
    public async Task A_broker_killed_in_the_middle_costs_repeats_and_no_acknowledgement()
    {
        await using var broker = await Mosquitto.StartAsync();
        var journal = Path.GetTempFileName();
        var progress = new OnProgress<LoadProgress>();
        var options = Load(broker) with { Connections = 4, Rate = 2000, Duration = TimeSpan.FromSeconds(3), JournalPath = journal };

        var running = LoadRun.RunAsync(options, progress, Token);
        await progress.WaitAsync(p => p.Acknowledged > 0);
        await broker.RestartAsync();
        var summary = await running;
        var (sent, acknowledged) = LoadJournal.Read(journal);

        Assert.Equal(4, summary.Reconnects);
        Assert.Equal(summary.Sent, summary.Acknowledged);
        Assert.True(acknowledged.SetEquals(sent));
        File.Delete(journal);
    }

    [Fact]
    public async Task Refused_devices_are_counted_and_do_not_hang_the_run()
    {
        await using var broker = await Mosquitto.StartAsync(allowAnonymous: false);

        var load = await LoadRun.RunAsync(Load(broker) with { Connections = 2, Duration = TimeSpan.FromSeconds(1) }, progress: null, Token);
        var replay = await ReplayRun.RunAsync(
            Recorded.Plan(ReplayDataset.HouseholdPower), new ReplayOptions { Endpoint = _ => broker.Endpoint, MaxRefusals = 3 }, TimeProvider.System, progress: null, Token);

        Assert.Equal((2, 0L), (load.RefusedDevices, load.Sent));
        Assert.Equal((0L, 0L, 2880L), (replay.Last.Sent, replay.Last.Acknowledged, replay.Last.Refused));
        Assert.Equal(["uci-household-meter"], replay.RefusedDevices);
    }

    [Theory]
    [InlineData(ReplayDataset.CarParks)]
    [InlineData(ReplayDataset.RoomAir)]
    [InlineData(ReplayDataset.SingleResident)]
    public async Task A_recording_arrives_whole(ReplayDataset dataset)
    {
        await using var broker = await Mosquitto.StartAsync();
        var plan = Recorded.Plan(dataset);

        var summary = await ReplayRun.RunAsync(plan, new ReplayOptions { Endpoint = _ => broker.Endpoint }, TimeProvider.System, progress: null, Token);

        Assert.Equal((plan.Counts.Messages, plan.Counts.Messages, 0L), (summary.Last.Sent, summary.Last.Acknowledged, summary.Last.Refused));
        Assert.Equal((0L, 1L, 100.0), (summary.ShiftMs, summary.Boot, summary.Last.Percent));
        Assert.True(summary.Last.Elapsed < TimeSpan.FromMinutes(1), $"{summary.Last.Elapsed}");
    }

    [Fact]
    public async Task A_cancelled_paced_replay_returns_what_it_did()
    {
        await using var broker = await Mosquitto.StartAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var progress = new OnProgress<ReplayProgress>();
        var options = new ReplayOptions { Endpoint = _ => broker.Endpoint, Speed = 3600, Shift = ReplayShift.LastIsNow };

        var running = ReplayRun.RunAsync(Recorded.Plan(ReplayDataset.HouseholdPower), options, TimeProvider.System, progress, stop.Token);
        await progress.WaitAsync(p => p.Acknowledged > 0);
        await stop.CancelAsync();
        var summary = await running;

        Assert.InRange(summary.Last.Sent, 1, 2879);
        Assert.Equal(summary.ShiftMs / 1000, summary.Boot);
    }

    private static LoadOptions Load(Mosquitto broker) => new() { Endpoint = broker.Endpoint, Token = id => id, Community = "baihe" };

    private static Task<MqttLink> ObserverAsync(Mosquitto broker, Action<string, string> onMessage) => MqttLink.OpenAsync(
        broker.Endpoint,
        new ConnectRequest("observer", "observer", "x", WillTopic: null, WillPayload: null, KeepAliveSeconds: 0),
        (topic, payload) => onMessage(topic, Encoding.UTF8.GetString(payload)),
        TimeProvider.System,
        Token);

    /// <summary>Every round trip to the broker lets the retained messages before it arrive.</summary>
    private static async Task WaitUntilAsync(Func<bool> condition, MqttLink link)
    {
        const int RoundTrips = 1000;
        for (var i = 0; i < RoundTrips && !condition(); i++)
            await link.PublishAsync("observer/ping", new byte[1], retain: false, duplicate: false, Token);
        Assert.True(condition());
    }

    /// <summary>Progress that can be awaited.</summary>
    private sealed class OnProgress<T> : IProgress<T>
    {
        private readonly Lock _gate = new();
        private readonly List<(Func<T, bool> Condition, TaskCompletionSource Met)> _waiting = [];

        public void Report(T value)
        {
            lock (_gate)
            {
                foreach (var (_, met) in _waiting.Where(w => w.Condition(value)))
                    met.TrySetResult();
            }
        }

        internal Task WaitAsync(Func<T, bool> condition)
        {
            var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_gate)
                _waiting.Add((condition, met));
            return met.Task.WaitAsync(Token);
        }
    }
}
