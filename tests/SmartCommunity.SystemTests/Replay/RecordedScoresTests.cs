using SmartCommunity.Simulators;
using SmartCommunity.SystemTests.Line;
using SmartCommunity.Telemetry;

namespace SmartCommunity.SystemTests.Replay;

/// <summary>
/// The main job on real input: a community fed by recordings has live scores. Every expected value comes from the files, by a program that shares no code with the product; the arithmetic stands at each.
/// Measures of the same scenarios that need a device nobody recorded are missing, not 0.
/// </summary>
[Trait("Category", "Line")]
public sealed class RecordedScoresTests
{
    private const string Pack = "zj-future-community@2021.12-draft.1";
    private const string Meter = "uci-household-meter", Gas = "gas-1", Room = "uci-occupancy-room", Presence = "uci-occupancy-presence";
    private const string BedroomDoor = "kasteren-a-bedroom-door", FrontDoor = "kasteren-a-front-door";

    // parking_de, 31 Oct 2024: eight lots of at most 45 spots have cells that day: Cossebaude 38, Klotzsche 36, Reick 19, Haeckelplatz 32, Ratsherren 16, Osnabrück-25 43, -31 21, -33 21 spots
    // (38 + 36 + 19 + 32 + 16 + 43 + 21 + 21 = 226). Lindengasse's 27 spots have cells on 30 Oct and none on 31 Oct.
    private const int SpotsThatSpoke = 226;
    private const int SilentSpots = 27;

    // kasteren_adl: 14 sensors, 13 of them contacts. occupancy_uci: air and presence. One electricity meter, one gas meter.
    private const int Sensors = 14;
    private const int OtherDevices = Sensors + 2 + 2;

    // occupancy_uci: of the 20,560 minutes, 4,950 are of Mondays to Fridays from 08:00 to 17:00, 3,080 of these with at most 1,000 ppm.
    private const double CleanMinutes = 3_080;
    private const double OpenMinutes = 4_950;

    // occupancy_uci: of the slots of five minutes on Mondays to Fridays from 09:00 to 18:00, 837 are occupied throughout and 49 for a part, which counts half: 837 × 5 + 49 × 2.5 minutes. Two slots
    // after the last row before a gap are held.
    private const double OccupiedMinutes = 4_307.5;

    // kasteren_adl, sensor 24, the six days before 23 Mar 2008 19:04:47: 722 slots of five minutes open throughout, 37 for a part: 722 × 5 + 37 × 2.5 = 3,702.5 minutes.
    // (The rows themselves: 59.5 h; a contact that opens for a second counts half a slot.) A score of the next China day no longer looks back to the first of the six days: 518 and 34 slots of the other
    // five, 518 × 5 + 34 × 2.5 = 2,675 minutes.
    private const double BedroomDoorOpenMinutes = 3_702.5;
    private const double BedroomDoorOpenMinutesNextDay = 2_675;

    // uci_household_2days: Global_active_power of the first 2,879 of 2,880 rows adds up to 3,488.816 kW; a minute each, over 60 minutes: 58.146933 kWh from the first register to the last.
    private const double HouseholdKwh = 3_488.816 / 60;

    private const double CommonFloorM2 = 10;
    private const double GasM3 = 5;
    private const double KgOfKwh = 0.55, KgOfM3 = 2.162;
    private const double Tolerance = 1e-6;

    /// <summary>They need a panic button, gates and shared use of a parking site, a PV inverter, outdoor air.</summary>
    private static readonly string[] NotRecorded = ["JK-11c", "JT-21c", "JT-21d", "DT-25a", "DT-26a"];

    // Replayed so that its wall clock stays: it ended on a Wednesday at 09:19 there, it ends on a Wednesday at 09:19 here.
    private static readonly TimeSpan RoomEnd = new(2, 9, 19, 0);

    /// <summary>The last state of the room is held for two slots, to 09:30; all of that must be over.</summary>
    private static readonly TimeSpan HeldAfterEnd = TimeSpan.FromMinutes(11);

    // Monday 2 Feb 2015, 14:19, to Wednesday 18 Feb, 09:19; the first slot of five minutes begins at 14:15.
    private static readonly TimeSpan RoomLength = new(15, 19, 4, 0);

    private static string DataFolder => Environment.GetEnvironmentVariable("SMARTCOMMUNITY_DATA") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Repository.Root, "..", "shared", "data");

    [Fact]
    public async Task Recorded_car_parks_power_and_sensors_score_every_measure_they_can_feed_with_the_value_of_their_files()
    {
        Assert.SkipUnless(Directory.Exists(DataFolder), $"The recorded data are not in {DataFolder}.");
        var now = TimeProvider.System.GetUtcNow();
        var today = ChinaTime.From(ChinaTime.DayStartMs(now.ToUnixTimeMilliseconds()));
        await using var line = await LineUnderTest.StartAsync();
        var community = new RecordedCommunity(line);
        var (today31, both) = (Days(line.Folder, "2024-10-31"), Days(line.Folder, "2024-10-30", "2024-10-31"));
        await FoundAsync(line, community, both);

        await community.ReplayAsync(DataFolder, ReplayDataset.SingleResident, today);
        await community.ReplayAsync(today31, ReplayDataset.ParkingSpots, now);
        await community.SayAsync(Gas, "gasMeter", GasRegister(now));
        var roomEnd = EndOfRoom(now);
        await community.ReplayAsync(DataFolder, ReplayDataset.RoomAir, roomEnd);
        await community.ReplayAsync(DataFolder, ReplayDataset.HouseholdPower, now);

        await ScoresAreAsync(community, line, today, roomEnd);
        await DevicesCountAsync(community, both);
    }

    /// <summary>Enrols the devices and puts them where they measure.</summary>
    private static async Task FoundAsync(LineUnderTest line, RecordedCommunity community, string parkingFolder)
    {
        var spots = community.Plan(parkingFolder, ReplayDataset.ParkingSpots).Devices;
        var home = community.Plan(DataFolder, ReplayDataset.SingleResident).Devices;
        await line.EnrolAsync([.. spots.Concat(home).Select(d => (d.Id, d.Address.Class)), (Room, "indoorAir"), (Presence, "pir"), (Gas, "gasMeter"), (Meter, "electricityMeter")]);
        await community.StandAsync(Pack);
        await community.FactAsync("commonFloorArea", CommonFloorM2);
        await community.BuildingAsync("b-1");
        foreach (var kind in new[] { "readingRoom", "childcare", "coworking" })
            await community.FacilityAsync($"f-{kind}", kind);
        await community.RelateAsync([BedroomDoor, FrontDoor], "isIn", "facility:f-readingRoom");
        await community.RelateAsync([Room], "isIn", "facility:f-childcare");
        await community.RelateAsync([Presence], "isIn", "facility:f-coworking");
        await community.RelateAsync([Meter, Gas], "feeds", "building:b-1");
    }

    private static async Task ScoresAreAsync(RecordedCommunity community, LineUnderTest line, DateTimeOffset today, DateTimeOffset roomEnd)
    {
        var wrong = "";
        await Until.TrueAsync("the score is that of the files", async () => (wrong = await DifferencesAsync(community, today, roomEnd)).Length == 0, LineUnderTest.Patience, () => wrong + line.Cloud.Output);
    }

    private static async Task<string> DifferencesAsync(RecordedCommunity community, DateTimeOffset today, DateTimeOffset roomEnd)
    {
        var (instantMs, measures) = await community.ScoreAsync();
        var differences = Expected(instantMs, today, roomEnd).Where(e => measures[e.Key] is not ("scored", { } value) || Math.Abs(value - e.Value) > Tolerance);
        var numbers = NotRecorded.Where(id => measures[id].State != "missing");
        return string.Join(Environment.NewLine, [.. differences.Select(e => $"{e.Key}: expected {e.Value:R}, is {measures[e.Key]}"), .. numbers.Select(id => $"{id}: is {measures[id]} without a device")]);
    }

    /// <summary>Measures and their values as the files have them, for the instant a score is of: midnight may have passed since the recordings were sent.</summary>
    private static Dictionary<string, double> Expected(long instantMs, DateTimeOffset today, DateTimeOffset roomEnd)
    {
        const double hundred = 100, minutesPerHour = 60, all = SpotsThatSpoke + SilentSpots + OtherDevices;
        return new Dictionary<string, double>(StringComparer.Ordinal)
        {
            // Car parks: of all spots, those whose lot spoke.
            ["JT-21b"] = hundred * SpotsThatSpoke / (SpotsThatSpoke + SilentSpots),
            // All devices but the silent spots; of all devices, the four that were put into a facility.
            ["ZL-33c"] = hundred * (all - SilentSpots) / all,
            ["JZ-15b"] = hundred * 4 / all,
            // Home sensors: the 14 of the home and the room's presence are of the elderly-care domain, and all spoke.
            ["JK-11e"] = hundred,
            ["JY-07a"] = (instantMs < today.AddDays(1).ToUnixTimeMilliseconds() ? BedroomDoorOpenMinutes : BedroomDoorOpenMinutesNextDay) / minutesPerHour,
            // Room.
            ["JY-04c"] = hundred * CleanMinutes / OpenMinutes,
            ["CY-12b"] = hundred * OccupiedMinutes / OfficeMinutes(roomEnd - RoomLength, instantMs + 1),
            // Power: both meters spoke; 58.146933 kWh × 0.55 kg/kWh + 5 m³ × 2.162 kg/m³ = 42.790813 kg, over 10 m².
            ["DT-26b"] = hundred,
            ["DT-26c"] = ((HouseholdKwh * KgOfKwh) + (GasM3 * KgOfM3)) / CommonFloorM2,
        };
    }

    private static async Task DevicesCountAsync(RecordedCommunity community, string parkingFolder)
    {
        var spots = community.Plan(parkingFolder, ReplayDataset.ParkingSpots).Devices.Select(d => d.Id).ToList();
        Assert.Equal(SpotsThatSpoke + SilentSpots, spots.Count);
        Assert.Equal(spots.Where(id => !id.StartsWith("dresden-parken-Lindengasse-", StringComparison.Ordinal)).Order(StringComparer.Ordinal), await community.CountedAsync("JT-21b"));
        Assert.Equal([Room], await community.CountedAsync("JY-04c"));
        Assert.Equal([Presence], await community.CountedAsync("CY-12b"));
        Assert.Equal([BedroomDoor, FrontDoor], await community.CountedAsync("JY-07a"));
        Assert.Equal([Gas, Meter], await community.CountedAsync("DT-26c"));
        Assert.Equal([Gas, Meter], await community.CountedAsync("DT-26b"));
        Assert.Equal(Sensors + 1, (await community.CountedAsync("JK-11e")).Length);
    }

    /// <summary>A folder with the given days of the car parks alone.</summary>
    private static string Days(string folder, params string[] days)
    {
        var data = Path.Combine(folder, $"data-{days.Length}");
        var parking = Directory.CreateDirectory(Path.Combine(data, "parking_de")).FullName;
        foreach (var file in days.Select(d => $"{d}.csv").Append("meta-data.csv"))
            File.CreateSymbolicLink(Path.Combine(parking, file), Path.GetFullPath(Path.Combine(DataFolder, "parking_de", file)));
        return data;
    }

    /// <summary>No gas was recorded: a meter of this test, 5 m³ in an hour.</summary>
    private static string GasRegister(DateTimeOffset now) =>
        FormattableString.Invariant($$"""[{"v":{"volume":100},"ts":{{now.AddHours(-1).ToUnixTimeMilliseconds()}} },{"v":{"volume":105},"ts":{{now.ToUnixTimeMilliseconds()}} }]""");

    /// <summary>The latest instant that is over at which the room's last row has its own day of the week and time of day in China.</summary>
    private static DateTimeOffset EndOfRoom(DateTimeOffset now)
    {
        var china = now.ToOffset(TimeSpan.FromHours(8));
        var monday = new DateTimeOffset(china.Date, china.Offset).AddDays(-(((int)china.DayOfWeek + 6) % 7));
        return monday + RoomEnd + HeldAfterEnd < now ? monday + RoomEnd : monday.AddDays(-7) + RoomEnd;
    }

    /// <summary>Minutes of Mondays to Fridays from 09:00 to 18:00, China time.</summary>
    private static double OfficeMinutes(DateTimeOffset from, long toMs)
    {
        var minutes = 0.0;
        var to = DateTimeOffset.FromUnixTimeMilliseconds(toMs);
        for (var day = new DateTimeOffset(from.Date, from.Offset); day < to; day = day.AddDays(1))
        {
            if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
                continue;
            var (opens, closes) = (day.AddHours(9), day.AddHours(18));
            var (first, last) = (opens > from ? opens : from, closes < to ? closes : to);
            minutes += Math.Max(0, (last - first).TotalMinutes);
        }

        return minutes;
    }
}
