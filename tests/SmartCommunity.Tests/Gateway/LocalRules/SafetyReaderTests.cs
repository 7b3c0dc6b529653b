using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway;
using SmartCommunity.Gateway.LocalRules;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Cli;

namespace SmartCommunity.Tests.Gateway.LocalRules;

/// <summary>What a gateway that never had a cloud does about safety matters, over its real broker.</summary>
public sealed class SafetyReaderTests
{
    private const string Attention = """sound {"seconds":900,"pattern":"attention","cause":"sos"}""";
    private const string Evacuate = """sound {"seconds":900,"pattern":"evacuate","cause":"smoke"}""";

    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task An_sos_sounds_every_siren_of_its_community_and_no_other()
    {
        await using var local = await LocalGateway.StartAsync();
        var (one, two, foreign) = (await local.SirenAsync(), await local.SirenAsync("siren-2"), await local.SirenAsync("siren-9", "jiangbin"));

        await local.PressAsync("1");

        Assert.Equal((Attention, Attention), (await LocalGateway.NextAsync(one), await LocalGateway.NextAsync(two)));
        Assert.Equal(0, foreign.Reader.Count);
    }

    [Fact]
    public async Task A_repeated_event_sounds_once_and_each_new_call_for_help_sounds_again()
    {
        await using var local = await LocalGateway.StartAsync(_time);
        var siren = await local.SirenAsync();

        await local.PressAsync("1");
        Assert.Equal(Attention, await LocalGateway.NextAsync(siren));
        _time.Advance(SirenOutput.Spacing);
        await local.PressAsync("1");
        await local.PressAsync("2");
        Assert.Equal(Attention, await LocalGateway.NextAsync(siren));
        await SmokeEndsTheWaitAsync(local, siren);

        Assert.Equal(["1", "2"], (await local.AlarmsAsync()).Where(e => e.Type == "sos").Select(e => e.EventId));
    }

    [Fact]
    public async Task A_call_that_a_device_kept_for_days_wakes_nobody_and_one_whose_clock_is_hours_behind_does()
    {
        await using var local = await LocalGateway.StartAsync(_time);
        var siren = await local.SirenAsync();
        string Call(string id, TimeSpan ago) => $$"""{"id":"{{id}}","type":"sos","ts":{{(_time.GetUtcNow() - ago).ToUnixTimeMilliseconds()}}}""";

        await local.SendAsync("sos-1", "panicButton", "event", Call("kept", SirenOutput.HistoryLimit + TimeSpan.FromMinutes(1)));
        await local.SendAsync("smoke-1", "smokeDetector", "telemetry", """{"v":{"smoke":true}}""");
        Assert.Equal(Evacuate, await LocalGateway.NextAsync(siren));
        await local.SendAsync("sos-1", "panicButton", "event", Call("behind", TimeSpan.FromHours(9)));

        Assert.Equal(Attention, await LocalGateway.NextAsync(siren));
        Assert.Equal(["kept", "behind"], (await local.AlarmsAsync()).Where(e => e.Type == "sos").Select(e => e.EventId));
    }

    [Fact]
    public async Task Calls_in_quick_succession_are_one_sound_and_all_are_kept_for_the_cloud()
    {
        await using var local = await LocalGateway.StartAsync(_time);
        var siren = await local.SirenAsync();

        foreach (var id in new[] { "1", "2", "3" })
            await local.PressAsync(id);
        Assert.Equal(Attention, await LocalGateway.NextAsync(siren));
        await SmokeEndsTheWaitAsync(local, siren);

        Assert.Equal(4, (await local.AlarmsAsync()).Count);
    }

    [Fact]
    public async Task Smoke_told_as_a_value_is_raised_and_sounds_once_while_it_stands()
    {
        await using var local = await LocalGateway.StartAsync(_time);
        var siren = await local.SirenAsync();

        foreach (var smoke in new[] { "false", "true", "true", "false", "true" })
        {
            await local.SendAsync("smoke-1", "smokeDetector", "telemetry", $$$"""{"v":{"smoke":{{{smoke}}}}}""");
            _time.Advance(SirenOutput.Spacing);
        }

        Assert.Equal(Evacuate, await LocalGateway.NextAsync(siren));
        await local.PressAsync("1");
        Assert.Equal(Attention, await LocalGateway.NextAsync(siren));
        Assert.Equal(["smoke", "smoke", "sos"], (await local.AlarmsAsync()).Select(e => e.Type));
    }

    [Fact]
    public async Task Water_is_posted_and_sounds_nothing()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var local = await LocalGateway.StartAsync(webhook: receiver.Address);
        var siren = await local.SirenAsync();

        await local.SendAsync("leak-1", "leakDetector", "telemetry", """{"v":{"leak":true}}""");
        Assert.Contains("\"type\":\"leak\"", Encoding.UTF8.GetString((await receiver.CallAsync()).Body), StringComparison.Ordinal);
        await local.PressAsync("1");

        Assert.Equal(Attention, await LocalGateway.NextAsync(siren));
    }

    [Fact]
    public async Task A_siren_that_comes_within_five_minutes_still_sounds_and_later_it_stays_silent()
    {
        using var folder = new TemporaryFolder();
        await using var local = await LocalGateway.StartAsync(_time, folder: folder.Path);

        await local.PressAsync("1");
        // On disk is not told: the sirens are told of it before the mark says so, and only then time goes on.
        await MarkedAsync(local, folder);
        _time.Advance(SirenOutput.ReachLimit - TimeSpan.FromSeconds(1));
        var early = await local.SirenAsync();
        Assert.Equal(Attention, await LocalGateway.NextAsync(early));
        _time.Advance(TimeSpan.FromSeconds(2));
        var late = await local.SirenAsync("siren-2");
        await local.PressAsync("2");
        await LocalGateway.NextAsync(late);

        Assert.Equal(0, late.Reader.Count);
    }

    [Fact]
    public async Task An_event_the_gateway_read_too_late_sounds_nothing()
    {
        await using var local = await LocalGateway.StartAsync(_time);
        var siren = await local.SirenAsync();
        var old = (_time.GetUtcNow() - SirenOutput.ReachLimit).ToUnixTimeMilliseconds();

        await local.Gateway.Outbox.Append(new DeviceAddress("baihe", "panicButton", "sos-1"), new DeviceEvent { AtMs = old, ReceivedAtMs = old, EventId = "old", Type = "sos" }).Completed;

        await SmokeEndsTheWaitAsync(local, siren);
    }

    [Fact]
    public async Task A_call_that_a_stop_interrupted_is_made_after_the_next_start_and_the_siren_is_not_told_again()
    {
        using var folder = new TemporaryFolder();
        await using var receiver = await WebhookReceiver.StartAsync(holds: true);
        await using (var before = await LocalGateway.StartAsync(webhook: receiver.Address, folder: folder.Path))
        {
            var siren = await before.SirenAsync();
            await before.PressAsync("1");
            await receiver.CallAsync();
            Assert.Equal(Attention, await LocalGateway.NextAsync(siren));
        }

        receiver.Release();
        await using (var after = await LocalGateway.StartAsync(webhook: receiver.Address, folder: folder.Path))
        {
            Assert.Contains("\"id\":\"1\"", Encoding.UTF8.GetString((await receiver.CallAsync()).Body), StringComparison.Ordinal);
            var siren = await after.SirenAsync();
            await SmokeEndsTheWaitAsync(after, siren);
            Assert.Contains("\"id\":\"last\"", Encoding.UTF8.GetString((await receiver.CallAsync()).Body), StringComparison.Ordinal);
            // The receiver has the call; the gateway has its answer when the mark says so.
            await MarkedAsync(after, folder);
        }

        await using (var third = await LocalGateway.StartAsync(webhook: receiver.Address, folder: folder.Path))
        {
            await third.PressAsync("2");
            Assert.Contains("\"id\":\"2\"", Encoding.UTF8.GetString((await receiver.CallAsync()).Body), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Smoke_that_stands_over_a_restart_is_one_event_and_rises_anew_once_it_was_gone()
    {
        using var folder = new TemporaryFolder();
        foreach (var smoke in new[] { "true", "true", "false", "true" })
        {
            await using var local = await LocalGateway.StartAsync(folder: folder.Path);
            await local.SendAsync("smoke-1", "smokeDetector", "telemetry", $$$"""{"v":{"smoke":{{{smoke}}}}}""");
        }

        await using (var last = await LocalGateway.StartAsync(folder: folder.Path))
        {
            var alarms = await last.AlarmsAsync();
            Assert.Equal(["smoke", "smoke"], alarms.Select(e => e.Type));
            Assert.Equal(2, alarms.Select(e => e.EventId).Distinct().Count());
        }
    }

    [Fact]
    public async Task On_a_full_disk_an_sos_sounds()
    {
        const int ReserveBytes = 1 << 20;
        using var disk = SmallDisk.TryMount(megabytes: 16);
        Assert.SkipUnless(disk is not null, "Mounting a tmpfs is not permitted here.");
        await using var local = await LocalGateway.StartAsync(folder: Path.Combine(disk.Folder, "gateway"), reserveBytes: ReserveBytes);
        var siren = await local.SirenAsync();

        SmallDisk.Fill(Path.Combine(disk.Folder, "ballast"));
        await local.PressAsync("1");

        Assert.Equal(Attention, await LocalGateway.NextAsync(siren));
    }

    [Fact]
    public async Task The_cloud_never_hears_of_the_gateways_own_commands()
    {
        await using var local = await LocalGateway.StartAsync();
        var siren = await local.SirenAsync();

        await local.PressAsync("1");
        await LocalGateway.NextAsync(siren);

        Assert.Empty((await local.Gateway.StoredAsync(Lane.Alarm)).SelectMany(b => b.CommandReports));
    }

    [Fact]
    public void Every_fault_of_the_options_names_the_option_and_its_limit()
    {
        var options = new GatewayOptions
        {
            GatewayId = "gw-1", DataDirectory = "data", CloudAddress = new Uri("http://cloud"), CloudToken = "t",
            Local = new LocalOptions { Webhook = new Uri("ftp://10.0.0.1/x"), WebhookSecret = "short", SoundLimit = TimeSpan.FromSeconds(9) },
        };

        var faults = Assert.Throws<GatewayOptionsException>(options.Validate).Faults;

        Assert.Equal(
            [
                "Local.Webhook 'ftp://10.0.0.1/x' must be an absolute http or https address without a user.",
                "Local.WebhookSecret has 5 characters; it must have at least 32.",
                "Local.SoundLimit is 9 s; it must be 10 to 3600 s.",
            ],
            faults);
        Assert.StartsWith("Local.WebhookSecret is missing", Fault(new LocalOptions { Webhook = new Uri("http://10.0.0.1/x") }), StringComparison.Ordinal);
        Assert.StartsWith("Local.WebhookSecret is set and", Fault(new LocalOptions { WebhookSecret = LocalGateway.Secret }), StringComparison.Ordinal);
        Assert.StartsWith("Local.Webhook 'http://me@10.0.0.1/'", Fault(new LocalOptions { Webhook = new Uri("http://me@10.0.0.1/"), WebhookSecret = LocalGateway.Secret }), StringComparison.Ordinal);

        string Fault(LocalOptions local) => Assert.Single(Assert.Throws<GatewayOptionsException>((options with { Local = local }).Validate).Faults);
    }

    /// <summary>The gateway's mark says that all of the alarm lane was read.</summary>
    private static Task MarkedAsync(LocalGateway local, TemporaryFolder folder) => Mqtt.GatewayFixture.UntilAsync(
        () => new MatterMark(folder.In("local.mark"), NullLogger.Instance).ReadThrough is > 0 and var read && read == local.Gateway.Outbox.Alarm.Current.LastSequence);

    /// <summary>The matters of a lane are taken in order: when the siren tells of smoke next, it was told of nothing before.</summary>
    private static async Task SmokeEndsTheWaitAsync(LocalGateway local, System.Threading.Channels.Channel<string> siren)
    {
        await local.SendAsync("smoke-1", "smokeDetector", "event", """{"id":"last","type":"smoke"}""");
        Assert.Equal(Evacuate, await LocalGateway.NextAsync(siren));
    }
}
