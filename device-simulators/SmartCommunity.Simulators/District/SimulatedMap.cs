using System.Text.Json;
using SmartCommunity.Simulators.District;
using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators;

/// <summary>
/// The places of a simulated community as a GeoJSON FeatureCollection, in the shape the cloud imports: slab blocks in rows with their units, service facilities in the middle,
/// and where each device stands. Made up, plausible, and the same for the same seed; a larger scale adds buildings and moves none.
/// </summary>
public static class SimulatedMap
{
    private const int UnitsPerBuilding = PlaceCodes.UnitsPerBuilding, Columns = 4, SpotsPerRow = 20;

    // Slab blocks of a Hangzhou estate, metres: south-facing rows with 1.2 times the height of an eleven-storey block between them.
    private const double LengthM = 52, DepthM = 14, GapM = 16, RowM = 44, StoreyM = 2.9;

    private const double MetresPerDegree = 111_320;

    private const int Decimals = 7;

    private static readonly int[] Storeys = [6, 6, 11, 11, 17, 26];

    private static readonly (string Code, string Kind, string Zh, string En, string Hours, double AreaM2)[] Services =
    [
        ("health", "healthStation", "智慧健康站", "Health station", "Mo-Su 08:00-17:00", 120),
        ("canteen", "canteen", "社区食堂", "Community canteen", "Mo-Su 06:30-19:00", 260),
        ("nursery", "nursery", "幼托教室", "Nursery", "Mo-Fr 07:30-18:00", 180),
        ("parlour", "neighbourHall", "邻里客厅", "Neighbours' hall", "Mo-Su 08:30-21:00", 300),
        ("library", "library", "图书室", "Library", "Tu-Su 09:00-20:30", 150),
        ("seniors", "seniorCentre", "老年活动室", "Senior activity room", "Mo-Su 08:00-17:30", 200),
        ("fitness", "fitnessRoom", "健身房", "Fitness room", "Mo-Su 07:00-21:30", 220),
        ("coworking", "coworking", "共享办公", "Co-working space", "Mo-Fr 08:30-20:00", 160),
        ("stop", "busStop", "公交站", "Bus stop", "24/7", 40),
        ("parking", "parking", "地面停车场", "Surface parking", "24/7", 1_800),
        ("garage", "parking", "地下车库", "Underground garage", "24/7", 6_500),
    ];

    // As the indoor air devices of the district are named.
    private static readonly string[] AirRooms = ["canteen", "nursery", "parlour", "library", "seniors"];

    // As the people counters are: neighbourhood centre, canteen, culture hall, fitness room.
    private static readonly string[] Entrances = ["parlour", "canteen", "parlour", "fitness"];

    /// <summary>Places a community has at the district's scale: buildings, their units, facilities.</summary>
    public static int PlacesOf(SimulatedDistrict district, string community) => (BuildingsOf(district, community) * (1 + UnitsPerBuilding)) + Services.Length;

    /// <summary>The collection as UTF-8 JSON.</summary>
    public static byte[] GeoJson(SimulatedDistrict district, string community)
    {
        ArgumentNullException.ThrowIfNull(district);
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            json.WriteString("type", "FeatureCollection");
            json.WriteStartArray("features");
            var plan = new Plan(json, district.Seed, community);
            for (var number = 1; number <= BuildingsOf(district, community); number++)
                plan.WriteBuilding(number);
            plan.WriteServices();
            foreach (var device in district.Devices.Where(d => d.Address.Community == community))
                plan.WriteDevice(device);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return memory.ToArray();
    }

    private static int BuildingsOf(SimulatedDistrict district, string community)
    {
        var homes = district.Devices.Where(d => d.Address.Community == community).Select(d => d.Home).DefaultIfEmpty().Max();
        return Math.Max(PlaceCodes.LeastBuildings, (homes + PlaceCodes.HomesPerBuilding - 1) / PlaceCodes.HomesPerBuilding);
    }

    private sealed class Plan(Utf8JsonWriter json, ulong seed, string community)
    {
        private readonly Dice _dice = Dice.Of(seed).Fork("map").Fork(community);
        private readonly (double Longitude, double Latitude) _middle = CommunitySites.Of(community);

        internal void WriteBuilding(int number)
        {
            // The first row lies north of the facilities, the next south of them, and so on outwards.
            var (row, column) = Math.DivRem(number - 1, Columns);
            var northM = (row % 2 == 0 ? 1 : -1) * (RowM * ((row / 2) + 1.2));
            var eastM = ((column - ((Columns - 1) / 2.0)) * (LengthM + GapM)) + _dice.Between(number, -3, 3);
            var storeys = Storeys[(int)(_dice.Unit(-number) * Storeys.Length)];
            Begin("building", BuildingCode(number));
            Name($"{number}幢", $"Building {number}");
            json.WriteNumber("floors", storeys);
            json.WriteNumber("heightM", Math.Round(storeys * StoreyM, 1));
            EndWithBlock(eastM, northM, LengthM, DepthM);
            for (var unit = 1; unit <= UnitsPerBuilding; unit++)
            {
                Begin("unit", UnitCode(number, unit));
                Name($"{number}幢{unit}单元", $"Building {number}, unit {unit}");
                json.WriteString("parent", $"building:{BuildingCode(number)}");
                EndWithPoint(eastM + ((unit - 1.5) * LengthM / UnitsPerBuilding), northM);
            }
        }

        internal void WriteServices()
        {
            for (var i = 0; i < Services.Length; i++)
            {
                var service = Services[i];
                Begin("facility", FacilityCode(service.Code));
                Name(service.Zh, service.En);
                json.WriteString("facilityKind", service.Kind);
                json.WriteString("openingHours", service.Hours);
                json.WriteNumber("areaM2", service.AreaM2);
                EndWithBlock(EastOfService(i), 0, 24, 18);
            }
        }

        internal void WriteDevice(SimulatedDevice device)
        {
            var (place, spot) = PlaceOf(device);
            Begin("device", device.Id);
            json.WriteString("place", place);
            WriteTargets("feeds", SimulatedFeeds.Of(seed, device));
            // Gate and site of one number are those of one car park.
            WriteTargets("serves", device.Address.Class == "parkingGate" ? [FormattableString.Invariant($"device:{community}-parkingSite-{device.Number:000}")] : []);
            json.WriteEndObject();
            if (spot is var (eastM, northM))
                Point(eastM, northM);
            else
                json.WriteNull("geometry");
            json.WriteEndObject();
        }

        private void WriteTargets(string kind, IReadOnlyList<string> targets)
        {
            if (targets.Count == 0)
                return;
            json.WriteStartArray(kind);
            foreach (var target in targets)
                json.WriteStringValue(target);
            json.WriteEndArray();
        }

        private (string Place, (double EastM, double NorthM)? Spot) PlaceOf(SimulatedDevice device)
        {
            if (device.Home > 0)
                return ($"unit:{PlaceCodes.UnitOfHome(community, device.Home)}", null);
            var index = device.Number - 1;
            return device.Address.Class switch
            {
                "healthStation" => (Facility("health"), null),
                "peopleCounter" => (Facility(Entrances[index % Entrances.Length]), null),
                "doorContact" => (Facility("library"), null),
                "pir" => (Facility("coworking"), null),
                "display" when PlaceNames.IsAtStop(device.Number) => (Facility("stop"), null),
                "gasMeter" => (Facility("canteen"), null),
                "siren" => (Facility("parlour"), null),
                "waterMeter" when device.Number > 1 => (Facility(device.Number % 2 == 0 ? "canteen" : "parlour"), null),
                "indoorAir" => (Facility(AirRooms[index % AirRooms.Length]), null),
                "parkingSite" => (Facility(index % 2 == 0 ? "parking" : "garage"), null),
                "evCharger" => (Facility("garage"), null),
                "parkingSpot" => (Facility("parking"), (EastOfService(ServiceIndex("parking")) + (2.6 * (index % SpotsPerRow)) - 26, -14 - (5.5 * (index / SpotsPerRow % 4)))),
                "electricityMeter" => ($"building:{BuildingCode(PlaceCodes.BuildingOfLoad(device.Number))}", null),
                "pvInverter" => ($"building:{BuildingCode(PlaceCodes.BuildingOfRoof(device.Number))}", null),
                _ => ($"community:{community}", (_dice.Fork(device.Id).Between(0, -120, 120), _dice.Fork(device.Id).Between(1, -60, 60))),
            };
        }

        private string Facility(string code) => $"facility:{FacilityCode(code)}";

        private string FacilityCode(string code) => PlaceCodes.Facility(community, code);

        private string BuildingCode(int number) => PlaceCodes.Building(community, number);

        private string UnitCode(int building, int unit) => PlaceCodes.Unit(community, building, unit);

        private static int ServiceIndex(string code) => Array.FindIndex(Services, s => s.Code == code);

        private static double EastOfService(int index) => (index - ((Services.Length - 1) / 2.0)) * 32;

        private void Begin(string kind, string code)
        {
            json.WriteStartObject();
            json.WriteString("type", "Feature");
            json.WriteString("id", $"{kind}:{code}");
            json.WriteStartObject("properties");
            json.WriteString("kind", kind);
            json.WriteString("code", code);
        }

        private void Name(string zh, string en)
        {
            json.WriteString("nameZh", zh);
            json.WriteString("nameEn", en);
        }

        private void EndWithPoint(double eastM, double northM)
        {
            json.WriteEndObject();
            Point(eastM, northM);
            json.WriteEndObject();
        }

        private void EndWithBlock(double eastM, double northM, double lengthM, double depthM)
        {
            json.WriteEndObject();
            json.WriteStartObject("geometry");
            json.WriteString("type", "Polygon");
            json.WriteStartArray("coordinates");
            json.WriteStartArray();
            // Counter-clockwise and closed, as RFC 7946 wants a ring.
            foreach (var (x, y) in new[] { (-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1) })
                Position(eastM + (x * lengthM / 2), northM + (y * depthM / 2));
            json.WriteEndArray();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        private void Point(double eastM, double northM)
        {
            json.WriteStartObject("geometry");
            json.WriteString("type", "Point");
            json.WritePropertyName("coordinates");
            Position(eastM, northM);
            json.WriteEndObject();
        }

        private void Position(double eastM, double northM)
        {
            json.WriteStartArray();
            json.WriteNumberValue(Math.Round(_middle.Longitude + (eastM / (MetresPerDegree * Math.Cos(_middle.Latitude * Math.PI / 180))), Decimals));
            json.WriteNumberValue(Math.Round(_middle.Latitude + (northM / MetresPerDegree), Decimals));
            json.WriteEndArray();
        }
    }
}
