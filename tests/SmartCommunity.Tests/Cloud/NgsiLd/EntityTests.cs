using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.NgsiLd;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Cloud.NgsiLd;

public sealed class EntityTests
{
    private const long T0 = 1_760_000_000_000;

    [Fact]
    public void A_parking_spot_is_written_as_the_data_model_names_it()
    {
        var spot = new TwinEntity
        {
            Id = TwinId.Device("spot-1"),
            Class = "parkingSpot",
            Name = "1号车位",
            GeometryJson = """{"type":"Point","coordinates":[119.95,30.05]}""",
            Relations = [new EntityRelation("isIn", TwinId.Community("baihe")), new EntityRelation("partOf", TwinId.Device("site-1"))],
            Values = [new EntityValue("battery", 81, T0, 0), new EntityValue("spotStatus", 1, T0 + 5, 1)],
        };

        var json = JsonElement.Parse(Text(spot));

        Assert.Equal(("urn:ngsi-ld:ParkingSpot:spot-1", "ParkingSpot"), (json.GetProperty("id").GetString(), json.GetProperty("type").GetString()));
        Assert.Equal(
            """{"type":"Property","value":"occupied","observedAt":"2025-10-09T08:53:20.005Z","quality":{"type":"Property","value":1}}""", json.GetProperty("status").GetRawText());
        Assert.Equal("""{"type":"Property","value":81,"observedAt":"2025-10-09T08:53:20.000Z","unitCode":"P1"}""", json.GetProperty("battery").GetRawText());
        Assert.Equal("""{"type":"Relationship","object":"urn:ngsi-ld:OffStreetParking:site-1"}""", json.GetProperty("refParkingSite").GetRawText());
        Assert.Equal("""{"type":"Relationship","object":"urn:ngsi-ld:Community:baihe"}""", json.GetProperty("isIn").GetRawText());
        Assert.Equal("""{"type":"GeoProperty","value":{"type":"Point","coordinates":[119.95,30.05]}}""", json.GetProperty("location").GetRawText());
    }

    [Fact]
    public void Any_entity_reads_back_as_what_was_written_and_writes_the_same_again()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var entity = random.Next(3) == 0 ? RandomPlace(random) : RandomDevice(random);
            var written = Text(entity);
            var read = EntityReader.Read(JsonElement.Parse(written));
            return (read.Succeeded && Text(read.Value!) == written).Label($"seed {seed}: {written} {string.Join(' ', read.Faults)}");
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("""{"id":"urn:ngsi-ld:Planet:x","type":"Planet"}""", "id")]
    [InlineData("""{"id":"urn:ngsi-ld:Building:x","type":"Device"}""", "type")]
    [InlineData("""{"id":"urn:ngsi-ld:Device:x","type":"Device","colour":{"type":"Property","value":1}}""", "colour")]
    [InlineData("""{"id":"urn:ngsi-ld:Device:x","type":"Device","battery":7}""", "battery")]
    [InlineData("""{"id":"urn:ngsi-ld:Device:x","type":"Device","battery":{"type":"Property","value":7}}""", "battery")]
    [InlineData("""{"id":"urn:ngsi-ld:Device:x","type":"Device","battery":{"type":"Property","value":700,"observedAt":"2025-10-09T08:00:00Z"}}""", "battery")]
    [InlineData("""{"id":"urn:ngsi-ld:Device:x","type":"Device","battery":{"type":"Property","value":7,"unitCode":"CEL","observedAt":"2025-10-09T08:00:00Z"}}""", "battery")]
    [InlineData("""{"id":"urn:ngsi-ld:ParkingSpot:x","type":"ParkingSpot","status":{"type":"Property","value":"taken","observedAt":"2025-10-09T08:00:00Z"}}""", "status")]
    [InlineData("""{"id":"urn:ngsi-ld:Building:x","type":"Building","partOf":{"type":"Relationship","object":"urn:other:1"}}""", "partOf")]
    [InlineData("""{"id":"urn:ngsi-ld:Building:x","type":"Building","location":{"type":"GeoProperty","value":{"type":"Point","coordinates":[1]}}}""", "location")]
    [InlineData("""{"id":"urn:ngsi-ld:Building:x","type":"Building","floorsAboveGround":{"type":"Property","value":1.5}}""", "floorsAboveGround")]
    [InlineData("[]", "entity")]
    public void What_is_not_understood_is_refused_naming_the_attribute(string json, string field)
    {
        var read = EntityReader.Read(JsonElement.Parse(json));

        Assert.Equal(field, Assert.Single(read.Faults).Field);
    }

    [Fact]
    public void Every_unit_of_the_catalogue_has_a_common_code_or_is_told_in_ucum()
    {
        foreach (var deviceClass in DeviceClassCatalogue.Default.All)
        {
            var entity = new TwinEntity
            {
                Id = TwinId.Device("d-1"), Class = deviceClass.Code,
                Values = [.. deviceClass.Quantities.Select(q => new EntityValue(q.Name, q.Min, T0, 0)).OrderBy(v => v.Quantity, StringComparer.Ordinal)],
            };
            var json = JsonElement.Parse(Text(entity));
            foreach (var quantity in deviceClass.Quantities.Where(q => q.Kind == QuantityKind.Number))
            {
                var attribute = json.GetProperty(EntityTypes.Of(TwinKind.Device, deviceClass.Code).NameOf(quantity.Name));
                Assert.True(attribute.TryGetProperty("unitCode", out _) || attribute.GetProperty("ucum").GetProperty("value").GetString() == quantity.Unit, quantity.Name);
            }
        }
    }

    private static string Text(TwinEntity entity) => Encoding.UTF8.GetString(EntityWriter.Write(entity, _ => "parkingSite"));

    private static TwinEntity RandomDevice(Random random)
    {
        var classes = DeviceClassCatalogue.Default.All;
        var deviceClass = classes[random.Next(classes.Count)];
        var relations = new List<EntityRelation> { new("isIn", new TwinId((TwinKind)random.Next(2, 6), $"p{random.Next(99)}")) };
        if (random.Next(2) == 0)
            relations.Add(new EntityRelation("partOf", TwinId.Device($"site-{random.Next(9)}")));
        for (var i = random.Next(3); i > 0; i--)
            relations.Add(new EntityRelation("serves", new TwinId(TwinKind.Building, $"b{i}")));
        return new TwinEntity
        {
            Id = TwinId.Device($"d_{random.Next(999)}"),
            Class = deviceClass.Code,
            Name = random.Next(2) == 0 ? "一号 \"设备\"" : "",
            GeometryJson = random.Next(2) == 0 ? FormattableString.Invariant($$"""{"type":"Point","coordinates":[{{random.NextDouble() * 180}},{{random.NextDouble() * 90}}]}""") : null,
            Relations = [.. relations.OrderBy(r => r.Kind, StringComparer.Ordinal).ThenBy(r => r.Target.ToString(), StringComparer.Ordinal)],
            Values =
            [
                .. deviceClass.Quantities.Where(_ => random.Next(2) == 0).OrderBy(q => q.Name, StringComparer.Ordinal)
                    .Select(q => new EntityValue(q.Name, ValueOf(q, random), T0 + random.Next(), random.Next(4))),
            ],
        };
    }

    private static double ValueOf(Quantity quantity, Random random) => quantity.Kind switch
    {
        QuantityKind.Boolean => random.Next(2),
        QuantityKind.Enumeration => quantity.Codes.Values.ElementAt(random.Next(quantity.Codes.Count)),
        _ => quantity.Min + ((quantity.Max - quantity.Min) * random.NextDouble()),
    };

    private static TwinEntity RandomPlace(Random random)
    {
        var kind = (TwinKind)random.Next(3, 6);
        var id = new TwinId(kind, $"p-{random.Next(99)}");
        var parent = new TwinId(kind == TwinKind.Unit ? TwinKind.Building : TwinKind.Community, "baihe");
        var geometry = random.Next(2) == 0 ? """{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1.5],[0,0]]]}""" : null;
        return new TwinEntity
        {
            Id = id,
            GeometryJson = geometry,
            Relations = [new EntityRelation(RelationRules.Containment(kind), parent)],
            Place = new NewPlace
            {
                Kind = id.KindName, Code = id.Code, Parent = parent.ToString(), NameZh = "某处", NameEn = random.Next(2) == 0 ? "Somewhere" : "",
                Floors = kind == TwinKind.Building ? random.Next(200) : null, HeightM = kind == TwinKind.Building ? random.NextDouble() * 100 : null,
                AreaM2 = kind == TwinKind.Facility ? random.Next(1_000) / 4.0 : null, OpeningHours = kind == TwinKind.Facility ? "24/7" : null,
            },
        };
    }
}
