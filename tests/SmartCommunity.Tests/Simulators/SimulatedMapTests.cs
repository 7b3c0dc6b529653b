using System.Text.Json;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Simulators;

namespace SmartCommunity.Tests.Simulators;

public sealed class SimulatedMapTests
{
    private static readonly byte[] Secret = new byte[DeviceToken.MinSecretBytes];

    private static readonly string[] Communities = ["baihe", "shanshui", "nowhere"];

    [Fact]
    public void Every_place_and_device_is_one_the_cloud_would_take()
    {
        var district = SimulatedDistrict.Plan(7, Communities, 3, Secret);

        foreach (var community in Communities)
        {
            var file = PlaceFile.ReadGeoJson(community, JsonElement.Parse(SimulatedMap.GeoJson(district, community))).Value!;

            Assert.Empty(file.Errors);
            Assert.All(file.Places, p => Assert.Empty(PlaceCheck.Check(p.Place).Faults));
            Assert.Equal(SimulatedMap.PlacesOf(district, community), file.Places.Count);
            Assert.Equal(district.Devices.Where(d => d.Address.Community == community).Select(d => d.Id).Order(), file.Devices.Select(d => d.Id.Code).Order());
            var made = file.Places.Select(p => PlaceCheck.Check(p.Place).Id).ToHashSet();
            Assert.All(file.Places, p => Assert.True(p.Place.Parent == $"community:{community}" || made.Contains(Id(p.Place.Parent)), p.Place.Parent));
            Assert.All(file.Devices, d => Assert.True(d.Place == Id($"community:{community}") || made.Contains(d.Place!.Value), d.Place.ToString()));
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_a_larger_scale_moves_nothing()
    {
        var small = SimulatedMap.GeoJson(SimulatedDistrict.Plan(7, Communities, 1, Secret), "baihe");
        var again = SimulatedMap.GeoJson(SimulatedDistrict.Plan(7, Communities, 1, Secret), "baihe");
        var large = SimulatedMap.GeoJson(SimulatedDistrict.Plan(7, Communities, 10, Secret), "baihe");

        Assert.Equal(small, again);
        var placed = Features(large);
        Assert.All(Features(small), feature => Assert.Equal(feature.Value, placed[feature.Key]));
        Assert.True(placed.Count > Features(small).Count);
    }

    [Fact]
    public void Every_meter_says_what_it_feeds_and_one_master_the_community_where_somebody_said_so()
    {
        string[] communities = [.. Enumerable.Range(1, 17).Select(n => $"c{n}")];
        var district = SimulatedDistrict.Plan(2026, communities, 1, Secret);
        var masters = 0;
        foreach (var community in communities)
        {
            var devices = PlaceFile.ReadGeoJson(community, JsonElement.Parse(SimulatedMap.GeoJson(district, community))).Value!.Devices;
            var feeds = devices.Where(d => d.Feeds is not null).ToDictionary(d => d.Id.Code, d => Assert.Single(d.Feeds!).ToString());
            masters += feeds.Values.Count(fed => fed == $"community:{community}");

            Assert.Equal($"unit:{community}-b01-u1", feeds[$"{community}-waterMeter-001"]);
            Assert.Equal($"facility:{community}-canteen", feeds[$"{community}-waterMeter-c002"]);
            Assert.Equal($"building:{community}-b01", feeds[$"{community}-electricityMeter-001"]);
            Assert.Equal($"unit:{community}-b01-u1", feeds[$"{community}-electricityMeter-003"]);
            Assert.All(feeds.Keys, id => Assert.True(id.Contains("Meter-", StringComparison.Ordinal) || id.Contains("-pvInverter-", StringComparison.Ordinal), id));
        }

        Assert.InRange(masters, 10, 16);
    }

    [Fact]
    public void Buildings_do_not_overlap()
    {
        var district = SimulatedDistrict.Plan(7, Communities, 20, Secret);
        var blocks = JsonElement.Parse(SimulatedMap.GeoJson(district, "baihe")).GetProperty("features").EnumerateArray()
            .Where(f => f.GetProperty("properties").GetProperty("kind").GetString() == "building")
            .Select(f => f.GetProperty("geometry").GetProperty("coordinates")[0])
            .Select(ring => (West: ring[0][0].GetDouble(), South: ring[0][1].GetDouble(), East: ring[2][0].GetDouble(), North: ring[2][1].GetDouble()))
            .ToArray();

        for (var i = 0; i < blocks.Length; i++)
        {
            for (var j = i + 1; j < blocks.Length; j++)
                Assert.True(blocks[i].East <= blocks[j].West || blocks[j].East <= blocks[i].West || blocks[i].North <= blocks[j].South || blocks[j].North <= blocks[i].South, $"{i} and {j}");
        }
    }

    private static Dictionary<string, string> Features(byte[] collection) => JsonElement.Parse(collection).GetProperty("features").EnumerateArray()
        .ToDictionary(f => f.GetProperty("id").GetString()!, f => f.GetRawText());

    private static TwinId Id(string text) => TwinId.TryParse(text, out var id) ? id : default;
}
