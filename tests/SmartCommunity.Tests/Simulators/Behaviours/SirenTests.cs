using System.Text.Json;
using SmartCommunity.Simulators;
using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Fleet;

namespace SmartCommunity.Tests.Simulators.Behaviours;

public sealed class SirenTests
{
    private const ulong Seed = 2026;
    private const long StartMs = 1_773_100_800_000; // 2026-03-10 08:00 in Shanghai.
    private const long SecondMs = 1_000, MinuteMs = 60 * SecondMs;

    private readonly DeviceStream _siren;

    public SirenTests()
    {
        var district = SimulatedDistrict.Plan(Seed, ["baihe"], 1, SimulatedDistrictTests.Secret);
        _siren = new DeviceStream(district.Devices.Single(d => d.Address.Class == "siren"), new DistrictView(district), StartMs, boot: 1, incidentsPerHomeDay: 0);
    }

    [Fact]
    public void It_sounds_at_once_when_it_is_ordered_to_and_says_by_itself_when_it_ends()
    {
        var atMs = StartMs + (10 * MinuteMs);
        SkipTo(atMs);

        Order("sound", atMs, """{"seconds":900,"pattern":"attention","cause":"sos"}""");

        Assert.Equal([(0, true), (900 * SecondMs, false)], Said(atMs, 2));
    }

    [Fact]
    public void It_is_silent_at_once_when_it_is_told_to_be()
    {
        var atMs = StartMs + (10 * MinuteMs);
        SkipTo(atMs);
        Order("sound", atMs, """{"seconds":900}""");
        Assert.Equal([(0, true)], Said(atMs, 1));

        Order("silence", atMs + MinuteMs, "{}");

        Assert.Equal([(MinuteMs, false)], Said(atMs, 1));
    }

    [Fact]
    public void A_second_call_lets_it_sound_longer_and_an_order_of_no_use_changes_nothing()
    {
        var atMs = StartMs + (10 * MinuteMs);
        SkipTo(atMs);
        Order("sound", atMs, """{"seconds":900}""");
        Order("identify", atMs, "{}");
        Order("sound", atMs + (5 * MinuteMs), """{"seconds":900}""");

        Assert.Equal([(5 * MinuteMs, true), (20 * MinuteMs, false)], Said(atMs, 2));
    }

    [Theory]
    [InlineData("{}", 60)]
    [InlineData("""{"seconds":-5}""", 1)]
    [InlineData("""{"seconds":1000000}""", 3600)]
    [InlineData("""{"seconds":"long"}""", 60)]
    public void How_long_it_sounds_has_limits_of_its_own(string args, int seconds)
    {
        var atMs = StartMs + MinuteMs;
        SkipTo(atMs);

        Order("sound", atMs, args);

        Assert.Contains((seconds * SecondMs, false), Said(atMs, 3));
    }

    private void Order(string name, long atMs, string args) => _siren.Obey(new Order(name, JsonElement.Parse(args)), atMs);

    private void SkipTo(long atMs)
    {
        while (_siren.DueMs < atMs)
            _siren.Next();
    }

    /// <summary>The next messages: how long after an instant, and whether it sounds.</summary>
    private List<(long AfterMs, bool Sounds)> Said(long fromMs, int count)
    {
        var said = new List<(long, bool)>();
        while (said.Count < count)
        {
            var message = _siren.Next()!.Value;
            using var payload = JsonDocument.Parse(message.Payload);
            said.Add((message.DueMs - fromMs, payload.RootElement.GetProperty("v").GetProperty("sounding").GetBoolean()));
        }

        return said;
    }
}
