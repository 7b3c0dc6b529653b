using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Gateway.LocalRules;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;
using SmartCommunity.Tests.Cli;

namespace SmartCommunity.Tests.Gateway.LocalRules;

public sealed class ValueWatchTests : IDisposable
{
    private const long NowMs = 1_764_000_000_000, HourMs = 3_600_000;

    private readonly TemporaryFolder _folder = new();
    private ValueWatch _watch;

    public ValueWatchTests() => _watch = Start();

    [Theory]
    [InlineData("smoke", 0, null)]
    [InlineData("smoke", 1, "smoke")]
    [InlineData("gasLel", 4.9, null)]
    [InlineData("gasLel", 5, "gas")]
    [InlineData("co", 99, null)]
    [InlineData("co", 100, "co")]
    [InlineData("leak", 1, "leak")]
    [InlineData("heartRate", 250, null)]
    public void A_value_at_its_limit_means_the_event(string quantity, double value, string? expected) => Assert.Equal(expected, Seen(quantity, value)?.Type);

    [Fact]
    public void A_value_raises_once_until_it_has_gone_back()
    {
        Assert.NotNull(Seen("smoke", 1));
        Assert.Null(Seen("smoke", 1, atMs: NowMs + 1_000));
        Assert.Null(Seen("smoke", 0, atMs: NowMs + 2_000));

        var again = Seen("smoke", 1, atMs: NowMs + 3_000);

        Assert.Equal($"d-1:smoke:{NowMs + 3_000}", again?.EventId);
        Assert.Equal("""{"smoke":1,"limit":1}""", again?.DataJson);
    }

    [Fact]
    public void Each_device_and_each_event_stands_for_itself()
    {
        Assert.NotNull(Seen("smoke", 1));
        Assert.NotNull(Seen("smoke", 1, device: "d-2"));
        Assert.NotNull(Seen("co", 150));
    }

    [Fact]
    public void What_the_device_said_itself_is_not_said_again_by_its_value()
    {
        _watch.See(new DecodedEvent
        {
            Address = Address("d-1"), AtMs = NowMs, ReceivedAtMs = NowMs, Quality = Quality.Good, EventId = "7", Type = "gas", DataJson = "",
        });

        Assert.Null(Seen("gasLel", 18));
        Assert.Null(Seen("gasLel", 1));
        Assert.NotNull(Seen("gasLel", 18));
    }

    [Fact]
    public void What_could_not_be_stored_is_raised_when_it_comes_again()
    {
        var raised = Seen("smoke", 1);

        _watch.Forget(raised!);

        Assert.Equal(raised, Seen("smoke", 1));
    }

    [Fact]
    public void A_value_the_device_calls_wrong_means_nothing()
    {
        Assert.Null(Seen("co", 500, quality: Quality.Bad));
        Assert.NotNull(Seen("co", 500, quality: Quality.Uncertain));
    }

    [Fact]
    public void A_value_measured_long_ago_sounds_nothing_and_ends_nothing()
    {
        const long HalfAnHourMs = 1_800_000;

        Assert.Null(Seen("smoke", 1, atMs: NowMs - HalfAnHourMs - 1, receivedAtMs: NowMs));
        Assert.NotNull(Seen("smoke", 1, atMs: NowMs - HalfAnHourMs, receivedAtMs: NowMs));
        Assert.Null(Seen("smoke", 0, atMs: NowMs - HalfAnHourMs - 1, receivedAtMs: NowMs));
        Assert.Null(Seen("smoke", 1));
    }

    [Fact]
    public void A_restart_raises_nothing_again_that_is_on_disk_and_ends_with_the_value()
    {
        var raised = Seen("smoke", 1)!;
        _watch.Keep(raised);

        _watch = Start();
        Assert.Null(Seen("smoke", 1, atMs: NowMs + 1_000));
        Assert.Null(Seen("smoke", 0, atMs: NowMs + 2_000));
        _watch = Start();

        Assert.Equal($"d-1:smoke:{NowMs + 3_000}", Seen("smoke", 1, atMs: NowMs + 3_000)?.EventId);
    }

    [Fact]
    public void What_a_crash_kept_from_the_disk_is_raised_again_once_under_its_own_id()
    {
        var raised = Seen("smoke", 1)!;

        _watch = Start();
        var again = Seen("smoke", 1, atMs: NowMs + 5_000);

        Assert.Equal((raised.EventId, raised.AtMs), (again?.EventId, again?.AtMs));
        Assert.Null(Seen("smoke", 1, atMs: NowMs + 6_000));
    }

    [Fact]
    public void A_file_that_is_damaged_holds_nothing_and_is_made_good()
    {
        _watch.Keep(Seen("smoke", 1)!);
        var bytes = File.ReadAllBytes(StandingFile);
        bytes[^2] ^= 1;
        File.WriteAllBytes(StandingFile, bytes);

        _watch = Start();
        _watch.Keep(Seen("smoke", 1, atMs: NowMs + 1_000)!);
        _watch = Start();

        Assert.Null(Seen("smoke", 1, atMs: NowMs + 2_000));
    }

    [Fact]
    public void A_state_said_without_a_value_is_one_event_until_it_is_off_or_was_not_said_for_two_hours()
    {
        var first = Said(isOn: true, NowMs);
        Assert.NotNull(first);
        _watch.Keep(first);
        Assert.Null(Said(isOn: true, NowMs + HourMs));
        _watch = Start();
        Assert.Null(Said(isOn: true, NowMs + (2 * HourMs)));
        Assert.Null(Said(isOn: false, NowMs + (2 * HourMs) + 1));

        Assert.Equal($"d-1:gas:{NowMs + (3 * HourMs)}", Said(isOn: true, NowMs + (3 * HourMs))?.EventId);
        Assert.Null(Said(isOn: true, NowMs + (5 * HourMs)));
        Assert.NotNull(Said(isOn: true, NowMs + (7 * HourMs) + 1));
    }

    public void Dispose() => _folder.Dispose();

    private string StandingFile => _folder.In("standing.values");

    private ValueWatch Start() => new(new RiseFile(StandingFile, NullLogger.Instance));

    private DecodedEvent? Said(bool isOn, long atMs) => _watch.See(
        new DecodedEvent { Address = Address("d-1"), AtMs = atMs, ReceivedAtMs = atMs, Quality = Quality.Good, EventId = $"d-1:gas:{atMs}", Type = "gas", DataJson = "" }, isOn);

    private DecodedEvent? Seen(string quantity, double value, string device = "d-1", long atMs = NowMs, long? receivedAtMs = null, Quality quality = Quality.Good)
    {
        var raised = _watch.See(new DecodedMessage
        {
            Address = Address(device), AtMs = atMs, ReceivedAtMs = receivedAtMs ?? atMs, Quality = quality, Boot = DecodedMessage.None, Seq = DecodedMessage.None, Digest = 0,
            DigestIdentifies = false, Values = [new DecodedValue(QuantityCatalogue.Default.IndexOf(quantity), value)],
        });
        return raised is null ? null : Assert.Single(raised);
    }

    private static DeviceAddress Address(string device) => new("baihe", "smokeDetector", device);
}
