using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using SmartCommunity.Simulators;
using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Fleet;
using SmartCommunity.Simulators.Seeded;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Simulators;

public sealed class DeviceStreamTests
{
    private const ulong Seed = 2026;
    private static readonly long StartMs = ChinaTime.StartMs(new DateOnly(2026, 3, 5));

    /// <summary>Changes only when a behaviour changes on purpose; then say so in the commit message.</summary>
    private const string FirstDayDigest = "1bf508dca9b767ad4e68d972069f07b0c021f002978297f5fdd9b322cd1fdf5b";

    [Fact]
    public void The_same_seed_gives_the_same_bytes_on_every_machine() => Assert.Equal(FirstDayDigest, DigestOfFirstDay(Seed));

    [Fact]
    public void Another_seed_gives_other_bytes() => Assert.NotEqual(DigestOfFirstDay(Seed), DigestOfFirstDay(Seed + 1));

    [Fact]
    public void A_value_does_not_depend_on_what_was_asked_before()
    {
        var district = SimulatedDistrict.Plan(Seed, ["baihe"], 1, SimulatedDistrictTests.Secret);
        var view = new DistrictView(district);
        var noon = Moment.Of(StartMs + (12 * 3_600_000));
        foreach (var device in district.Devices)
        {
            var used = BehaviourOf.Device(device, view, 0);
            for (var hour = 48; hour >= 0; hour--)
                used.Measure(Moment.Of(StartMs + (hour * 3_600_000L)), new ValueSet());

            Assert.Equal(Measured(BehaviourOf.Device(device, view, 0), noon), Measured(used, noon));
        }
    }

    /// <summary>A place is opt-in; a gate's balance and drift are the platform's to derive.</summary>
    private static readonly string[] NotSent = ["latitude", "longitude", "gateBalance", "gateDrift"];

    [Fact]
    public void In_a_week_every_quantity_of_every_class_appears_in_its_limits_and_no_register_falls()
    {
        var district = SimulatedDistrict.Plan(Seed, ["baihe"], 1, SimulatedDistrictTests.Secret);
        var seen = new HashSet<(string Class, string Quantity)>();
        foreach (var device in district.Devices)
            CheckWeek(device, new DistrictView(district), seen);

        Assert.Equal(
            DeviceClassCatalogue.Default.All.SelectMany(c => c.Quantities.Where(q => !NotSent.Contains(q.Name)).Select(q => (c.Code, q.Name))).Order(),
            seen.Order());
    }

    [Fact]
    public void Every_device_speaks_within_ten_seconds_and_never_back_in_time()
    {
        var district = SimulatedDistrict.Plan(Seed, ["baihe"], 1, SimulatedDistrictTests.Secret);
        foreach (var device in district.Devices)
        {
            var messages = Messages(device, new DistrictView(district), StartMs + 86_400_000, incidents: 0).ToList();

            Assert.InRange(messages[0].DueMs, StartMs, StartMs + 10_000);
            Assert.Equal(messages.Select(m => m.DueMs), messages.Select(m => m.DueMs).Order());
        }
    }

    [Fact]
    public void Every_incident_is_told_by_one_device_of_its_home_with_its_label()
    {
        var district = SimulatedDistrict.Plan(Seed, ["baihe"], 1, SimulatedDistrictTests.Secret);
        var view = new DistrictView(district);
        var events = district.Devices
            .SelectMany(d => Messages(d, view, StartMs + 86_400_000, incidents: 1).Where(m => m.Kind == TopicKind.Event).Select(m => (d.Home, m.Payload)))
            .Where(e => e.Home > 0)
            .ToList();

        Assert.Equal(Enumerable.Range(1, 4), events.Select(e => e.Home).Order());
        foreach (var (_, payload) in events)
        {
            using var json = JsonDocument.Parse(payload);
            Assert.Contains(json.RootElement.GetProperty("type").GetString()!, SafetyEvents.Types.ToArray());
            Assert.True(json.RootElement.GetProperty("data").GetProperty("simulated").GetBoolean());
        }
    }

    [Fact]
    public void Without_incidents_homes_have_no_events()
    {
        var district = SimulatedDistrict.Plan(Seed, ["baihe"], 1, SimulatedDistrictTests.Secret);

        Assert.DoesNotContain(
            district.Devices.Where(d => d.Home > 0).SelectMany(d => Messages(d, new DistrictView(district), StartMs + 86_400_000, incidents: 0)), m => m.Kind == TopicKind.Event);
    }

    /// <summary>What a gate, a bin, a locker, a car park and a health station tell, in a community that lacks none of it.</summary>
    private static readonly string[] Ordinary = ["gateEntry", "parcelIn", "parcelOut", "sharedUse", "visit", "wasteDrop"];

    [Fact]
    public void Events_of_ordinary_life_hold_fields_of_the_catalogue_and_say_that_they_are_simulated()
    {
        var communities = Enumerable.Range(1, 3).Select(n => $"c{n}").ToArray();
        var district = SimulatedDistrict.Plan(Seed, communities, 1, SimulatedDistrictTests.Secret);
        var view = new DistrictView(district);
        var seen = new HashSet<string>();
        foreach (var device in district.Devices.Where(d => d.Home == 0))
        {
            foreach (var message in Messages(device, view, StartMs + (3 * 86_400_000L), incidents: 0).Where(m => m.Kind == TopicKind.Event))
            {
                using var json = JsonDocument.Parse(message.Payload);
                var type = json.RootElement.GetProperty("type").GetString()!;
                seen.Add(type);
                Assert.Contains(type, DeviceClassCatalogue.Default.Find(device.Address.Class)!.Events);
                Assert.True(json.RootElement.GetProperty("data").GetProperty("simulated").GetBoolean());
                Assert.Equal(message.DueMs, json.RootElement.GetProperty("ts").GetInt64());
            }
        }

        Assert.Equal(Ordinary, seen.Order());
    }

    [Fact]
    public void What_a_device_had_kept_comes_first_and_then_what_it_says_without_it()
    {
        const long EndMs = 3_600_000;
        var district = SimulatedDistrict.Plan(Seed, ["baihe"], 1, SimulatedDistrictTests.Secret);
        var view = new DistrictView(district);
        var withKept = 0;
        foreach (var device in district.Devices)
        {
            var stream = new DeviceStream(device, view, StartMs, boot: 7, incidentsPerHomeDay: 0.5, withKept: true);
            var kept = new List<SimulatedMessage>();
            while (stream.DueMs < StartMs)
            {
                if (stream.Next() is { } message)
                    kept.Add(message);
            }

            Assert.Equal(kept.Select(m => m.DueMs), kept.Select(m => m.DueMs).Order());
            var after = new List<long>();
            while (stream.DueMs < StartMs + EndMs)
                after.AddRange(stream.Next() is { } message ? [message.DueMs] : []);
            Assert.Equal(Messages(device, view, StartMs + EndMs, incidents: 0.5).Select(m => m.DueMs), after);
            withKept += kept.Count > 0 ? 1 : 0;
        }

        Assert.InRange(withKept, 25, district.Devices.Count - 25);
    }

    [Fact]
    public void The_sun_stands_at_sixty_degrees_at_noon_of_the_equinox()
    {
        var noon = Moment.Of(ChinaTime.StartMs(new DateOnly(2026, 3, 21)) + (12 * 3_600_000));

        Assert.InRange(Sun.SineOfHeight(noon), 0.86, 0.872);
        Assert.True(Sun.SineOfHeight(Moment.Of(noon.AtMs + (12 * 3_600_000))) < 0);
    }

    private static void CheckWeek(SimulatedDevice device, DistrictView view, HashSet<(string Class, string Quantity)> seen)
    {
        const long WeekMs = 7 * 86_400_000L;
        var registers = new Dictionary<string, double>();
        long seq = 0;
        foreach (var message in Messages(device, view, StartMs + WeekMs, incidents: 0).Where(static m => m.Kind == TopicKind.Telemetry))
        {
            using var json = JsonDocument.Parse(message.Payload);
            Assert.Equal(message.DueMs, json.RootElement.GetProperty("ts").GetInt64());
            Assert.Equal(seq++, json.RootElement.GetProperty("seq").GetInt64());
            foreach (var member in json.RootElement.GetProperty("v").EnumerateObject())
            {
                seen.Add((device.Address.Class, member.Name));
                CheckValue(device, member, registers);
            }
        }
    }

    private static void CheckValue(SimulatedDevice device, JsonProperty member, Dictionary<string, double> registers)
    {
        var quantity = QuantityCatalogue.Default.Find(member.Name)!;
        if (quantity.Kind == QuantityKind.Boolean)
        {
            Assert.True(member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False);
            return;
        }

        var value = member.Value.GetDouble();
        Assert.True(value >= quantity.Min && value <= quantity.Max, $"{device.Id} {member.Name} = {value}");
        if (quantity.Kind == QuantityKind.Enumeration)
            Assert.Contains((int)value, quantity.Codes.Values);
        if (quantity.IsRegister)
            Assert.True(value >= registers.GetValueOrDefault(member.Name), $"{device.Id} {member.Name} fell to {value}");
        registers[member.Name] = value;
    }

    private static IEnumerable<SimulatedMessage> Messages(SimulatedDevice device, DistrictView view, long untilMs, double incidents)
    {
        var stream = new DeviceStream(device, view, StartMs, boot: 7, incidents);
        while (stream.DueMs < untilMs)
        {
            if (stream.Next() is { } message)
                yield return message;
        }
    }

    private static string DigestOfFirstDay(ulong seed)
    {
        var district = SimulatedDistrict.Plan(seed, ["baihe"], 1, SimulatedDistrictTests.Secret);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var device in district.Devices)
        {
            foreach (var message in Messages(device, new DistrictView(district), StartMs + 86_400_000, incidents: 0.5))
                digest.AppendData(message.Payload);
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    private static string Measured(Behaviour behaviour, Moment now)
    {
        var values = new ValueSet();
        behaviour.Measure(now, values);
        return string.Join(';', values.Values.Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.Quantity.Name}={v.Value:R}")));
    }
}
