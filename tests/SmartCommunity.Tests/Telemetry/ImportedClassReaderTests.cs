using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dtdl;

namespace SmartCommunity.Tests.Telemetry;

public sealed class ImportedClassReaderTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("dtmi:acme:soilProbe;1", "soilProbe", "dtmi:acme:soilProbe;2")]
    [InlineData("dtmi:acme:soilProbe;2", "soilProbeV2", "dtmi:acme:soilProbe;3")]
    [InlineData("dtmi:acme:garden:probe;12", "probeV12", "dtmi:acme:garden:probe;13")]
    public void The_code_of_a_class_is_the_last_segment_and_its_version(string id, string code, string next) =>
        Assert.Equal((code, next), (ImportedClassReader.CodeOf(id), ImportedClassReader.NextVersionOf(id)));

    [Theory]
    [InlineData("""{"@type":"Telemetry","name":"soilMoisture","schema":"double"}""", "soilMoisture", "is not in the quantity catalogue.")]
    [InlineData("""{"@type":["Telemetry","Temperature"],"name":"temp","schema":"double","unit":"kelvin"}""", "temp", "is in kelvin; the catalogue holds it in degreeCelsius.")]
    [InlineData("""{"@type":["Telemetry","Temperature"],"name":"humidity","schema":"double"}""", "humidity.@type", "is a Temperature; the catalogue holds humidity as RelativeHumidity.")]
    [InlineData("""{"@type":"Telemetry","name":"temp","schema":"string"}""", "temp", "must have a numeric schema.")]
    [InlineData("""{"@type":"Telemetry","name":"earthquakeEvent","schema":{"@type":"Object","fields":[{"name":"zone","schema":"string"}]}}""", "earthquakeEvent", "raises 'earthquake', which is no event the platform knows; it knows ")]
    [InlineData("""{"@type":"Telemetry","name":"systolic","schema":"double"}""", "systolic", "is one observation with diastolic; a class measures both or neither.")]
    [InlineData("""{"@type":"Command","name":"setProperties"}""", "setProperties", "is the platform's own command, which every class takes.")]
    [InlineData("""{"@type":"Command","name":"reboot","response":{"name":"took","schema":"integer"}}""", "reboot.response", "The platform keeps a device's answer as it comes")]
    [InlineData("""{"@type":"Relationship","name":"feeds"}""", "feeds", "A device class has telemetry, properties and commands; relationships and components belong to places.")]
    [InlineData("""{"@type":"Property","name":"mode","schema":"dtmi:acme:mode;1"}""", "mode.schema", "names a schema by its identifier")]
    public void What_the_platform_cannot_express_is_refused_by_name(string content, string field, string message)
    {
        var reading = Read(Interface("dtmi:acme:soilProbe;1", $$"""{"@type":"Telemetry","name":"co2","schema":"double"},{{content}}"""));

        Assert.Null(reading.Class);
        Assert.Contains(reading.Faults, f => f.Field == field && f.Message.StartsWith(message, StringComparison.Ordinal));
    }

    [Fact]
    public void An_interface_without_version_content_or_within_the_size_is_refused()
    {
        var large = Read(Interface("dtmi:acme:probe;1", $$"""{"@type":"Telemetry","name":"co2","schema":"double"}{{new string(' ', ImportedClassReader.MaxBytes)}}"""));

        Assert.Contains("limit of 65536", Assert.Single(large.Faults).Message, StringComparison.Ordinal);
        Assert.Contains(Read(Interface("dtmi:acme:probe", """{"@type":"Telemetry","name":"co2","schema":"double"}""")).Faults, f => f.Field == "@id");
        Assert.Equal("contents", Assert.Single(Read(Interface("dtmi:acme:probe;1", "")).Faults).Field);
    }

    [Fact]
    public void A_class_that_is_written_and_imported_is_the_same_class() =>
        Prop.ForAll<int>(seed => RoundTrip(new Random(seed), seed)).QuickCheckThrowOnFailure();

    private static bool RoundTrip(Random random, int seed)
    {
        var original = Compose(random);
        var json = DtdlWriter.Write(DeviceClassReader.Write(original));
        var traits = new DeviceClassTraits(original.Code, original.Domain, (int)original.ReportInterval.TotalSeconds);

        var reading = ImportedClassReader.Read(json, traits, At);

        Assert.True(reading.Class is not null, $"seed {seed}: {string.Join(' ', reading.Faults)} {json}");
        Assert.Equal(json, reading.Class.InterfaceJson);
        Assert.Equal(traits, reading.Class.Traits);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(json), JsonElement.Parse(DtdlWriter.Write(DeviceClassReader.Write(reading.Class.Class)))), $"seed {seed}: {json}");
        return true;
    }

    private static DeviceClass Compose(Random random)
    {
        var known = DeviceClassCatalogue.Default.All;
        var quantities = Some(random, QuantityCatalogue.Default.All.Where(q => q.PairedWith is null)).Prepend(QuantityCatalogue.Default.All[0]).Distinct().Where(q => q.PairedWith is null);
        var name = $"dtmi:acme:thing{random.Next(1000)};{random.Next(1, 20)}";
        return new DeviceClass
        {
            Code = ImportedClassReader.CodeOf(name),
            ModelId = name,
            Domain = DeviceDomain.All[random.Next(DeviceDomain.All.Count)],
            Zh = $"设备{random.Next(100)}",
            En = $"Thing {random.Next(100)}",
            ReportInterval = TimeSpan.FromSeconds(random.Next(1, DeviceClassTraits.MaxReportIntervalSeconds + 1)),
            Quantities = [.. quantities],
            EventTypes = [.. Some(random, known.SelectMany(c => c.EventTypes).Where(e => e.Fields.Count > 0).DistinctBy(e => e.Name))],
            CommandTypes = [.. Some(random, known.SelectMany(c => c.CommandTypes).DistinctBy(c => c.Name).Where(c => QuantityCatalogue.Default.Find(c.Name) is null))],
            Properties = [.. Some(random, known.SelectMany(c => c.Properties).DistinctBy(p => p.Name).Where(p => QuantityCatalogue.Default.Find(p.Name) is null))],
        };
    }

    private static IEnumerable<T> Some<T>(Random random, IEnumerable<T> all)
    {
        var items = all.ToArray();
        random.Shuffle(items);
        return items.Take(random.Next(0, 6));
    }

    private static ImportedClassReading Read(string json) => ImportedClassReader.Read(json, new DeviceClassTraits("soilProbe", "environment", 60), At);

    private static string Interface(string id, string contents) =>
        $$"""{"@context":["dtmi:dtdl:context;3","dtmi:dtdl:extension:quantitativeTypes;1"],"@id":"{{id}}","@type":"Interface","contents":[{{contents}}]}""";
}
