using System.Globalization;
using SmartCommunity.Simulators;
using SmartCommunity.Simulators.Replay;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Simulators;

public sealed class ReplayPlanTests
{
    [Fact]
    public void The_car_park_month_counts_every_filled_cell_of_its_files_once()
    {
        var plan = Recorded.Plan(ReplayDataset.CarParks);
        var (cells, negative) = CountCells(plan);

        Assert.Equal(946_374, cells);
        Assert.Equal(cells, plan.Counts.Messages);
        Assert.Equal(negative, plan.Counts.OutOfRange);
        Assert.Equal(cells - negative, plan.Counts.Series.Where(s => s.Key.Quantity == "freeSpots").Sum(s => s.Value));
        Assert.Equal(plan.Counts.Measurements, plan.Counts.Series.Values.Sum());
    }

    [Fact]
    public void Occupied_and_free_add_up_to_the_capacity_and_no_lot_has_a_capacity_that_is_not_known()
    {
        var plan = Recorded.Plan(ReplayDataset.CarParks);
        foreach (var message in plan.Messages())
        {
            var (free, total, occupied) = (message.Values[0], message.Values[1], message.Values[2]);
            if (!double.IsNaN(occupied))
                Assert.Equal(total, free + occupied);
            else
                Assert.True(double.IsNaN(total) || free > total || free < 0);
        }
    }

    [Fact]
    public void The_day_of_the_clock_change_has_no_jump_for_its_times_are_utc()
    {
        var plan = Recorded.Plan(ReplayDataset.CarParks);
        var dayMs = new DateTimeOffset(2024, 10, 27, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var lines = File.ReadAllLines(Path.Combine(Recorded.Folder(), "parking_de", "2024-10-27.csv")).Skip(1);
        var instants = plan.Messages().Where(m => m.AtMs >= dayMs && m.AtMs < dayMs + ChinaTime.DayMs).Select(m => m.AtMs).Distinct().ToList();

        Assert.Equal(lines.Where(l => l.Split(',').Skip(1).Any(c => c.Length > 0)).Select(l => DateTimeOffset.Parse(l.Split(',')[0], CultureInfo.InvariantCulture).ToUnixTimeMilliseconds()), instants);
        Assert.Equal(instants, instants.Order());
    }

    [Fact]
    public void A_lot_s_series_is_its_column()
    {
        var plan = Recorded.Plan(ReplayDataset.CarParks);
        const string Lot = "dresden-parken-Altmarkt";
        var expected = new List<(long, double)>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Recorded.Folder(), "parking_de"), "2024-*.csv").Order(StringComparer.Ordinal))
        {
            var lines = File.ReadAllLines(file);
            var column = Array.IndexOf(lines[0].Split(','), Lot);
            expected.AddRange(lines.Skip(1).Select(l => l.Split(',')).Where(c => c[column].Length > 0)
                .Select(c => (DateTimeOffset.Parse(c[0], CultureInfo.InvariantCulture).ToUnixTimeMilliseconds(), double.Parse(c[column], CultureInfo.InvariantCulture))));
        }

        Assert.NotEmpty(expected);
        Assert.Equal(expected, plan.Series(Lot, "freeSpots"));
    }

    [Theory]
    [InlineData(ReplayDataset.HouseholdPower, 1, 2_880, 14_400)]
    [InlineData(ReplayDataset.SingleResident, 14, 18_536, 18_536)]
    [InlineData(ReplayDataset.RoomAir, 2, 41_120, 102_800)]
    [InlineData(ReplayDataset.ParkingSpots, 298, 269_652, 269_652)]
    public void The_other_sets_count_every_row(ReplayDataset dataset, int devices, long messages, long measurements)
    {
        var plan = Recorded.Plan(dataset);

        Assert.Equal((devices, messages, measurements, 0L), (plan.Devices.Count, plan.Counts.Messages, plan.Counts.Measurements, plan.Counts.OutOfRange));
    }

    [Theory]
    [InlineData(ReplayDataset.CarParks)]
    [InlineData(ReplayDataset.HouseholdPower)]
    [InlineData(ReplayDataset.SingleResident)]
    [InlineData(ReplayDataset.RoomAir)]
    [InlineData(ReplayDataset.ParkingSpots)]
    public void Messages_are_in_order_of_time_with_unique_numbers_per_device_of_quantities_of_its_class(ReplayDataset dataset)
    {
        var plan = Recorded.Plan(dataset);
        var keys = new HashSet<(int, long)>();
        var lastMs = long.MinValue;
        foreach (var message in plan.Messages())
        {
            Assert.True(message.AtMs >= lastMs);
            Assert.True(keys.Add((message.Device, message.Seq)));
            lastMs = message.AtMs;
        }

        foreach (var (device, quantity) in plan.Counts.Series.Keys)
        {
            var @class = plan.Devices.Single(d => d.Id == device).Address.Class;
            Assert.Contains(quantity, DeviceClassCatalogue.Default.Find(@class)!.Quantities.Select(q => q.Name));
        }
    }

    [Fact]
    public void Local_times_without_a_zone_are_central_european_winter_time()
    {
        Assert.Equal(new DateTimeOffset(2007, 1, 31, 23, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(), Recorded.Plan(ReplayDataset.HouseholdPower).FirstMs);
        Assert.Equal(new DateTimeOffset(2008, 2, 24, 23, 20, 14, TimeSpan.Zero).ToUnixTimeMilliseconds(), Recorded.Plan(ReplayDataset.SingleResident).FirstMs);
    }

    [Fact]
    public void The_household_register_rises_with_the_power()
    {
        var plan = Recorded.Plan(ReplayDataset.HouseholdPower);
        var energy = plan.Series("uci-household-meter", "energyImport").Select(p => p.Value).ToList();

        Assert.Equal(0, energy[0]);
        Assert.Equal(0.326 / 60, energy[1], 12);
        Assert.Equal(energy.Order(), energy);
    }

    [Fact]
    public void As_many_spots_of_a_lot_are_occupied_as_its_count_says()
    {
        const string Lot = "parken-osnabrueck-33";
        var spots = Recorded.Plan(ReplayDataset.ParkingSpots);
        var occupied = spots.Devices.Where(d => d.Id.StartsWith(Lot, StringComparison.Ordinal)).SelectMany(d => spots.Series(d.Id, "spotStatus"))
            .GroupBy(p => p.AtMs).OrderBy(p => p.Key).Select(p => (p.Key, p.Sum(s => s.Value), p.Count()));

        var counted = Recorded.Plan(ReplayDataset.CarParks).Series(Lot, "occupiedSpots").Select(p => (p.AtMs, p.Value, 21)).ToList();
        Assert.Equal(1_146, counted.Count);
        Assert.Equal(counted, occupied);
    }

    [Fact]
    public void A_count_beyond_the_lot_says_nothing_of_its_spots_and_a_lot_of_unknown_size_has_none()
    {
        var folder = Directory.CreateTempSubdirectory();
        var lots = Directory.CreateDirectory(Path.Combine(folder.FullName, "parking_de")).FullName;
        File.WriteAllText(Path.Combine(lots, "meta-data.csv"), "place_id,place_name,city_name,num_all\nlot,Lot,City,2\nlarge,Large,City,46\nopen,Open,City,\n");
        File.WriteAllText(
            Path.Combine(lots, "2024-10-01.csv"), "timestamp,large,lot,open\n2024-10-01T00:00:00+00:00,40,1,9\n2024-10-01T00:05:00+00:00,,3,\n2024-10-01T00:10:00+00:00,,-1,\n2024-10-01T00:15:00+00:00,,2,\n");

        var plan = ReplayPlan.Load(folder.FullName, ReplayDataset.ParkingSpots, ["c"], id => id);

        Assert.Equal(["lot-01", "lot-02"], plan.Devices.Select(d => d.Id));
        Assert.Equal([1.0, 3.0, 3.0, 0.0], plan.Series("lot-01", "spotStatus").Select(p => p.Value));
        Assert.Equal([0.0, 3.0, 3.0, 0.0], plan.Series("lot-02", "spotStatus").Select(p => p.Value));
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_contact_says_a_state_that_stays_every_hour_and_nothing_that_was_not_recorded()
    {
        var plan = Recorded.Plan(ReplayDataset.SingleResident);
        var door = plan.Series("kasteren-a-bedroom-door", "door").ToList();
        var changes = door.Where((p, i) => i == 0 || p.Value != door[i - 1].Value).ToList();

        // 120 firings: 240 changes, none of them in the same second as another of this door.
        Assert.Equal(240, changes.Count);
        Assert.All(door.Zip(door.Skip(1)), pair => Assert.InRange(pair.Second.AtMs - pair.First.AtMs, 1_000, 3_600_000));
        Assert.InRange(plan.LastMs - door[^1].AtMs, 0, 3_600_000);
    }

    [Fact]
    public void The_room_s_presence_is_the_last_column_of_its_files()
    {
        var plan = Recorded.Plan(ReplayDataset.RoomAir);
        string[] files = ["datatest.txt", "datatraining.txt", "datatest2.txt"];
        var occupied = files.SelectMany(f => File.ReadLines(Path.Combine(Recorded.Folder(), "occupancy_uci", f)).Skip(1)).Select(l => l[^1] == '1' ? 1.0 : 0.0);

        Assert.Equal(occupied, plan.Series("uci-occupancy-presence", "motion").Select(p => p.Value));
    }

    [Fact]
    public void A_lot_id_that_is_too_long_is_cut_to_a_valid_id_of_its_own()
    {
        var id = CarParks.DeviceIdOf(new string('a', 70));

        Assert.Equal(Identifier.MaxLength, id.Length);
        Assert.True(Identifier.IsValid(id));
        Assert.NotEqual(id, CarParks.DeviceIdOf(new string('a', 71)));
        Assert.Equal("short", CarParks.DeviceIdOf("short"));
    }

    [Fact]
    public void A_broken_row_names_file_line_and_fault()
    {
        var folder = Directory.CreateTempSubdirectory();
        var lots = Directory.CreateDirectory(Path.Combine(folder.FullName, "parking_de")).FullName;
        File.WriteAllText(Path.Combine(lots, "meta-data.csv"), "place_id,place_name,city_name,num_all\nlot,\"A, \"\"b\"\"\nc\",City,12\n");
        File.WriteAllText(Path.Combine(lots, "2024-10-01.csv"), "timestamp,lot\n2024-10-01T00:00:00+00:00,many\n");

        var fault = Assert.Throws<InvalidDataException>(() => ReplayPlan.Load(folder.FullName, ReplayDataset.CarParks, ["c"], id => id));

        Assert.Contains("2024-10-01.csv, line 2: 'many' is not a number", fault.Message, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    private static (long Cells, long Negative) CountCells(ReplayPlan plan)
    {
        var (cells, negative) = (0L, 0L);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Recorded.Folder(), "parking_de"), "2024-*.csv"))
        {
            foreach (var cell in File.ReadLines(file).Skip(1).SelectMany(l => l.Split(',').Skip(1)).Where(c => c.Length > 0))
                (cells, negative) = (cells + 1, negative + (cell[0] == '-' ? 1 : 0));
        }

        Assert.True(plan.Devices.Count <= 565);
        return (cells, negative);
    }
}
