using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SmartCommunity.Cloud.Ingest;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Commands;
using SmartCommunity.Gateway.Devices;
using SmartCommunity.Gateway.Renewal;
using SmartCommunity.Gateway.Uplink;
using SmartCommunity.Tests.Cloud.Ingest;
using SmartCommunity.Tests.Gateway.Mqtt;
using SmartCommunity.Tests.Gateway.Outbox;
using Directory = SmartCommunity.Contracts.Uplink.Directory;

namespace SmartCommunity.Tests.Gateway.Uplink;

public sealed class UplinkServiceTests
{
    [Fact]
    public async Task Frames_arrive_in_order_with_the_token_and_are_trimmed_after_their_ack()
    {
        await using var cloud = await TestCloud.StartAsync();
        using var outbox = new OutboxFixture();
        await outbox.Store("w-1", 1);
        await using var uplink = await RunningUplink.StartAsync(outbox, cloud.Address);

        var hello = await cloud.Line.Hello();
        var first = await cloud.Line.Frame();
        await outbox.Store("w-1", 2);
        var second = await cloud.Line.Frame();

        Assert.Equal("Bearer secret", cloud.Line.Authorization);
        Assert.Equal("g-1", hello.GatewayId);
        Assert.Equal((1, 1), (hello.Lanes[0].LastSequence, hello.Lanes[0].FirstRetained));
        Assert.Equal((1, 2), (first.FirstSequence, second.FirstSequence));
        await RunningUplink.Until(() => outbox.Outbox.Routine.Current is { BacklogItems: 0, FirstRetained: 3 });
        Assert.True(uplink.State.LastAckAtMs > 0);
    }

    [Fact]
    public async Task Without_acks_a_new_stream_carries_the_same_frames_again()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Line.AcksFrames = false;
        using var outbox = new OutboxFixture();
        for (var seq = 1; seq <= 3; seq++)
            await outbox.Store("w-1", seq);
        await using var uplink = await RunningUplink.StartAsync(outbox, cloud.Address);
        Frame[] sent = [await cloud.Line.Frame(), await cloud.Line.Frame(), await cloud.Line.Frame()];

        cloud.Line.EndStreams();
        Frame[] again = [await cloud.Line.Frame(), await cloud.Line.Frame(), await cloud.Line.Frame()];

        Assert.Equal(sent, again);
        Assert.Equal(3, outbox.Outbox.Routine.Current.BacklogItems);
    }

    [Fact]
    public async Task A_lost_ack_is_made_good_by_the_mark_of_the_next_welcome()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Line.AcksFrames = false;
        using var outbox = new OutboxFixture();
        await outbox.Store("w-1", 1);
        await using var uplink = await RunningUplink.StartAsync(outbox, cloud.Address);
        var frame = await cloud.Line.Frame();

        cloud.Line.Marks[Lane.Routine] = new LaneMark { Lane = Lane.Routine, Epoch = frame.Epoch, Sequence = 1 };
        cloud.Line.AcksFrames = true;
        cloud.Line.EndStreams();
        await RunningUplink.Until(() => outbox.Outbox.Routine.Current.BacklogItems == 0);
        await outbox.Store("w-1", 2);

        Assert.Equal(2, (await cloud.Line.Frame()).FirstSequence);
    }

    [Fact]
    public async Task Bytes_under_way_stay_within_the_credit_and_an_alarm_does_not_wait_for_it()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Line.AcksFrames = false;
        using var outbox = new OutboxFixture();
        for (var seq = 1; seq <= 20; seq++)
            await outbox.Store("w-1", seq);
        var sizes = (await outbox.Read()).Select(block => (long)block.Batch.Length).ToList();
        cloud.Line.CreditBytes = sizes.Take(5).Sum();
        await using var uplink = await RunningUplink.StartAsync(outbox, cloud.Address);
        var frames = new List<Frame>();
        for (var i = 0; i < 5; i++)
            frames.Add(await cloud.Line.Frame());

        await outbox.Sos("w-1", "s-1").Completed;
        var alarm = await cloud.Line.Frame();
        Assert.Equal(Lane.Alarm, alarm.Lane);
        cloud.Line.Ack(frames[0]);
        var sixth = await cloud.Line.Frame();

        Assert.Equal((Lane.Routine, 6), (sixth.Lane, sixth.FirstSequence));
        Assert.False(cloud.Line.TryFrame(out _));
    }

    [Fact]
    public async Task While_a_backlog_waits_the_newest_block_goes_ahead_once_and_follows_in_its_turn()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Line.AcksFrames = false;
        cloud.Line.CreditBytes = 1;
        using var outbox = new OutboxFixture();
        await outbox.Store("w-1", 1);
        outbox.Time.Advance(TimeSpan.FromSeconds(3));
        await using var uplink = await RunningUplink.StartAsync(outbox, cloud.Address, outbox.Time);
        var first = await cloud.Line.Frame();
        await cloud.Line.Preview();
        await cloud.Line.Heartbeat();

        // A look that finds nothing new takes no turn from what comes after it.
        outbox.Time.Advance(new UplinkOptions().Heartbeat);
        await cloud.Line.Heartbeat();
        await outbox.Store("w-1", 2);
        var preview = Batch.Parser.ParseFrom((await cloud.Line.Preview()).Batch);
        cloud.Line.Ack(first);
        var second = await cloud.Line.Frame();

        Assert.Equal([2], preview.Seq);
        Assert.Equal(2, second.FirstSequence);
        Assert.Equal(0, cloud.Line.Previews);
    }

    /// <summary>Otherwise everybody sees a device pass through the seconds before on the way to now.</summary>
    [Fact]
    public async Task After_an_outage_the_newest_block_is_previewed_before_older_ones()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Line.AcksFrames = false;
        using var outbox = new OutboxFixture();
        for (var seq = 1; seq <= 3; seq++)
        {
            await outbox.Store("w-1", seq);
            outbox.Time.Advance(TimeSpan.FromSeconds(3));
        }

        await using var uplink = await RunningUplink.StartAsync(outbox, cloud.Address, outbox.Time);
        var previews = new List<long>();
        while (previews.Count < 3)
            previews.AddRange(Batch.Parser.ParseFrom((await cloud.Line.Preview()).Batch).Seq);

        Assert.Equal([3, 2, 1], previews);
    }

    [Fact]
    public async Task A_line_that_keeps_up_sends_no_previews()
    {
        await using var cloud = await TestCloud.StartAsync();
        using var outbox = new OutboxFixture();
        await using var uplink = await RunningUplink.StartAsync(outbox, cloud.Address, outbox.Time);
        for (var seq = 1; seq <= 5; seq++)
        {
            await outbox.Store("w-1", seq);
            await cloud.Line.Frame();
            // A second in which the acknowledgement is still on its way is one in which the line does not keep up.
            await GatewayFixture.UntilAsync(() => outbox.Outbox[Lane.Routine].Current.BacklogItems == 0);
            outbox.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(0, cloud.Line.Previews);
    }

    [Fact]
    public async Task Alarms_go_before_a_backlog_of_routine_data()
    {
        await using var cloud = await TestCloud.StartAsync();
        using var outbox = new OutboxFixture();
        for (var seq = 1; seq <= 50; seq++)
            await outbox.Store("w-1", seq);
        await outbox.Sos("w-1", "s-1").Completed;

        await using var uplink = await RunningUplink.StartAsync(outbox, cloud.Address);

        Assert.Equal(Lane.Alarm, (await cloud.Line.Frame()).Lane);
        Assert.Equal(Lane.Routine, (await cloud.Line.Frame()).Lane);
    }

    [Fact]
    public async Task The_gateway_starts_without_a_cloud_and_delivers_when_it_comes()
    {
        Uri address;
        await using (var cloud = await TestCloud.StartAsync())
            address = cloud.Address;
        using var outbox = new OutboxFixture();
        await using var uplink = await RunningUplink.StartAsync(outbox, address);
        await outbox.Store("w-1", 1);
        await RunningUplink.Until(() => uplink.State.Reconnects > 0);

        await using var late = await TestCloud.StartAsync(port: address.Port);

        Assert.Equal(1, (await late.Line.Frame()).FirstSequence);
    }

    [Fact]
    public async Task A_rolled_back_outbox_starts_a_new_epoch_and_loses_nothing_new()
    {
        await using var cloud = await TestCloud.StartAsync();
        using var outbox = new OutboxFixture();
        await outbox.Store("w-1", 1);
        var old = outbox.Outbox.Routine.Current.Epoch;
        await outbox.Outbox.Routine.ConfirmAsync(old, 0);
        cloud.Line.Marks[Lane.Routine] = new LaneMark { Lane = Lane.Routine, Epoch = old, Sequence = 40 };
        outbox.Reopen();
        await outbox.Store("w-1", 2);

        await using var uplink = await RunningUplink.StartAsync(outbox, cloud.Address);
        var frame = await cloud.Line.Frame();

        Assert.True(frame.Epoch > old);
        Assert.Equal(1, frame.FirstSequence);
        Assert.Equal([2], Batch.Parser.ParseFrom(frame.Batch).Seq);
    }

    [Fact]
    public async Task Directory_and_commands_arrive_and_a_heartbeat_tells_the_standing()
    {
        await using var cloud = await TestCloud.StartAsync();
        using var outbox = new OutboxFixture();
        await using var uplink = await RunningUplink.StartAsync(outbox, cloud.Address);
        uplink.Counts.DeviceConnected();
        var heartbeat = await cloud.Line.Heartbeat();

        cloud.Line.ToGateway.Writer.TryWrite(new CloudMessage
        {
            Directory = new Directory
            {
                Version = 3, Full = true, Devices = { Wearable("w-1") },
            },
        });
        cloud.Line.ToGateway.Writer.TryWrite(new CloudMessage
        {
            Command = new Command { CommandId = "c-1", Device = "w-1", Name = "locate", ExpiresAtMs = OutboxFixture.StartMs + 60_000 },
        });
        var report = Assert.Single(Batch.Parser.ParseFrom((await cloud.Line.Frame()).Batch).CommandReports);

        Assert.Equal((2, false), (heartbeat.Backlog.Count, heartbeat.DiskRefusingRoutine));
        Assert.Equal(("c-1", CommandState.Sent), (report.CommandId, report.State));
        Assert.Equal(3, uplink.Devices.Version);
    }

    [Fact]
    public async Task A_directory_of_60000_devices_arrives_in_parts_and_is_applied_whole()
    {
        const int devices = 60_000;
        await using var cloud = await TestCloud.StartAsync();
        using var outbox = new OutboxFixture();
        await using var uplink = await RunningUplink.StartAsync(outbox, cloud.Address);
        await cloud.Line.Heartbeat();
        var counts = new List<int>();
        uplink.Devices.Revoked += _ => counts.Add(uplink.Devices.Count);

        foreach (var part in DirectoryParts.Of(DirectoryPartsTests.Whole(devices)))
            cloud.Line.ToGateway.Writer.TryWrite(new CloudMessage { Directory = part });
        await RunningUplink.Until(() => uplink.Devices.Version == 7);
        Assert.Equal(devices, uplink.Devices.Count);

        foreach (var part in DirectoryParts.Of(new Directory(DirectoryPartsTests.Whole(devices - 1)) { Version = 8 }))
            cloud.Line.ToGateway.Writer.TryWrite(new CloudMessage { Directory = part });
        await RunningUplink.Until(() => counts.Count > 0);
        Assert.Equal([devices - 1], counts);
    }

    [Fact]
    public async Task Parts_of_a_directory_that_the_stream_did_not_finish_are_forgotten()
    {
        await using var cloud = await TestCloud.StartAsync();
        using var outbox = new OutboxFixture();
        await using var uplink = await RunningUplink.StartAsync(outbox, cloud.Address);
        await cloud.Line.Hello();
        await cloud.Line.Heartbeat();
        cloud.Line.ToGateway.Writer.TryWrite(new CloudMessage { Directory = new Directory { Version = 3, Full = true, More = true, Devices = { Wearable("w-1") } } });
        cloud.Line.ToGateway.Writer.TryWrite(new CloudMessage
        {
            Command = new Command { CommandId = "c-1", Device = "w-1", Name = "locate", ExpiresAtMs = OutboxFixture.StartMs + 60_000 },
        });
        await cloud.Line.Frame(); // The report on the command: the part before it has been read.
        while (cloud.Line.TryHeartbeat())
        {
            // Of the stream that ends now.
        }

        cloud.Line.EndStreams();
        var hello = await cloud.Line.Hello();
        await cloud.Line.Heartbeat();
        cloud.Line.ToGateway.Writer.TryWrite(new CloudMessage { Directory = new Directory { Version = 4, Full = true, Devices = { Wearable("w-2") } } });
        await RunningUplink.Until(() => uplink.Devices.Version == 4);

        Assert.Equal(0, hello.DirectoryVersion);
        Assert.Null(uplink.Devices.Find("w-1"));
        Assert.NotNull(uplink.Devices.Find("w-2"));
    }

    [Fact]
    public async Task A_fenced_gateway_keeps_its_data()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Line.FencedBecause = "another process owns g-1";
        using var outbox = new OutboxFixture();
        await outbox.Store("w-1", 1);
        await using var uplink = await RunningUplink.StartAsync(outbox, cloud.Address);

        await cloud.Line.Hello();
        await RunningUplink.Until(() => uplink.State.Reconnects > 0);

        Assert.Equal(1, outbox.Outbox.Routine.Current.BacklogItems);
        Assert.False(uplink.State.IsConnected);
    }

    [Fact]
    public void Faulty_options_name_their_keys()
    {
        var options = new UplinkOptions { Address = new Uri("ftp://x"), BackOffFirst = TimeSpan.FromMinutes(1) };

        Assert.Equal(["Uplink:Address", "Uplink:BackOffFirst"], options.Faults().Select(fault => fault.Split(' ')[0]));
    }

    [Fact]
    public void Back_off_doubles_its_bound_and_draws_below_it()
    {
        const int draws = 12;
        var backOff = new BackOff(TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(30), new Random(1));

        var waits = Enumerable.Range(0, draws).Select(_ => backOff.Next()).ToList();

        Assert.All(waits.Select((wait, i) => (wait, bound: Math.Min(30, 0.2 * Math.Pow(2, i)))), x => Assert.InRange(x.wait.TotalSeconds, 0, x.bound));
        Assert.True(waits.Distinct().Count() == draws);
    }

    private static EnrolledDevice Wearable(string id) => new() { Community = "baihe", Class = "wearable", Device = id, TokenSha256 = ByteString.CopyFrom(1) };

    private sealed class RunningUplink : IAsyncDisposable
    {
        private readonly UplinkService _service;
        private readonly CommandFile _file;
        private readonly CommandDesk _desk;

        private RunningUplink(OutboxFixture outbox, Uri address, TimeProvider time)
        {
            Devices = new DeviceDirectory(Path.Combine(outbox.Folder, "devices.bin"), NullLogger<DeviceDirectory>.Instance);
            _file = new CommandFile(Path.Combine(outbox.Folder, "commands.db"));
            _desk = new CommandDesk(
                _file, outbox.Outbox, Devices, () => throw new InvalidOperationException("no device here"), outbox.Time, NullLogger<CommandDesk>.Instance);
            State = new UplinkState(
                outbox.Outbox, Counts, new DailyUsage(Path.Combine(outbox.Folder, "usage.bin"), outbox.Time, NullLogger<DailyUsage>.Instance), outbox.Time);
            var options = new UplinkOptions
            {
                Address = address, GatewayId = "g-1", Token = "secret", BackOffFirst = TimeSpan.FromMilliseconds(20), BackOffMost = TimeSpan.FromMilliseconds(100),
            };
            _service = new UplinkService(
                outbox.Outbox, new UplinkInbox(Devices, _desk, new RenewalDesk(TimeProvider.System, NullLogger<RenewalDesk>.Instance), NullLogger<UplinkInbox>.Instance), State, new OptionsWrapper<UplinkOptions>(options),
                time, NullLogger<UplinkService>.Instance);
        }

        internal GatewayCounts Counts { get; } = new();

        internal UplinkState State { get; }

        internal DeviceDirectory Devices { get; }

        internal static async Task<RunningUplink> StartAsync(OutboxFixture outbox, Uri address, TimeProvider? time = null)
        {
            var uplink = new RunningUplink(outbox, address, time ?? TimeProvider.System);
            await uplink._service.StartAsync(CancellationToken.None);
            return uplink;
        }

        /// <summary>Looks at every turn of a short timer until it is so; the test's own time limit ends it.</summary>
        internal static async Task Until(Func<bool> isSo)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
            while (!isSo())
                await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await _service.StopAsync(CancellationToken.None);
            _service.Dispose();
            await _desk.StopAsync(CancellationToken.None);
            _desk.Dispose();
            _file.Dispose();
            State.Dispose();
        }
    }
}
