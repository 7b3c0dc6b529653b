using System.Text;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dtdl;

namespace SmartCommunity.Tests.Telemetry;

public sealed class DeviceClassReaderTests
{
    private static readonly DeviceClassTraits Traits = new("toy", "environment", 60);

    [Fact]
    public void Every_class_is_written_as_the_file_it_was_read_from()
    {
        foreach (var one in DeviceClassCatalogue.Default.All)
            Assert.Equal(DeviceClassCatalogue.InterfaceJson(one.Code), DtdlWriter.Write(DeviceClassReader.Write(one)));
    }

    [Fact]
    public void Commands_name_their_arguments_and_events_what_their_data_may_hold()
    {
        var gate = DeviceClassCatalogue.Default.Find("parkingGate")!;
        var meter = DeviceClassCatalogue.Default.Find("waterMeter")!;

        Assert.Equal(["direction", "plateHash", "plateMasked", "plateColor", "laneId", "openedBy"], gate.EventTypes.Single(e => e.Name == "gateEntry").Fields.Select(f => f.Name));
        var position = Assert.Single(meter.CommandTypes.Single(c => c.Name == "setValve").Fields);
        Assert.Equal(["open", "closed"], Assert.IsType<DtdlEnum>(position.Schema).Values.Select(v => v.Text));
        Assert.Equal(["reportInterval", "valvePosition"], meter.Properties.Where(p => p.Writable).Select(p => p.Name));
    }

    [Theory]
    [InlineData("""{"@type": "Telemetry", "name": "flavour", "schema": "double"}""", "flavour", "is not in the quantity catalogue.")]
    [InlineData("""{"@type": "Telemetry", "name": "temp", "schema": "string"}""", "temp", "must have a numeric schema.")]
    [InlineData("""{"@type": ["Telemetry", "Temperature"], "name": "temp", "schema": "double", "unit": "kelvin"}""", "temp", "is in kelvin; the catalogue holds it in degreeCelsius.")]
    [InlineData("""{"@type": "Telemetry", "name": "motion", "schema": "double"}""", "motion", "must have the schema boolean.")]
    [InlineData("""{"@type": "Telemetry", "name": "door", "schema": {"@type": "Enum", "valueSchema": "integer", "enumValues": [{"name": "closed", "enumValue": 0}, {"name": "open", "enumValue": 2}]}}""", "door", "must be an Enum of integers with the codes closed = 0, open = 1.")]
    [InlineData("""{"@type": "Relationship", "name": "isIn"}""", "isIn", "A device class has telemetry, properties and commands; relationships and components belong to places.")]
    public void What_the_platform_cannot_measure_is_refused_with_its_line(string content, string field, string message)
    {
        var model = Model(content);

        var reading = DeviceClassReader.Read(model, Traits, QuantityCatalogue.Default);

        Assert.Null(reading.Class);
        Assert.Equal([new DtdlFault(2, field, message)], reading.Faults);
    }

    [Fact]
    public void A_foreign_model_becomes_a_class_of_its_own_catalogue()
    {
        var model = Model("""{"@type": "Telemetry", "name": "temp", "schema": "float"}, {"@type": "Telemetry", "name": "tooHot", "schema": {"@type": "Object"}}, {"@type": "Command", "name": "cool", "request": {"name": "seconds", "schema": "integer"}}""");

        var toy = DeviceClassReader.Read(model, Traits, QuantityCatalogue.Default).Class!;
        var catalogue = new DeviceClassCatalogue([.. DeviceClassCatalogue.Default.All, toy]);

        Assert.Same(toy, catalogue.Find("toy"));
        Assert.Equal(("temp", "tooHot", "cool"), (Assert.Single(toy.Quantities).Name, Assert.Single(toy.Events), Assert.Single(toy.Commands)));
        Assert.Null(DeviceClassCatalogue.Default.Find("toy"));
    }

    [Fact]
    public void Wrong_traits_are_refused() =>
        Assert.Equal(
            ["code", "domain", "reportIntervalSeconds"],
            DeviceClassReader.Read(Model(""), new DeviceClassTraits("a/b", "sports", 0), QuantityCatalogue.Default).Faults.Select(f => f.Field));

    private static DtdlInterface Model(string contents) => Assert.Single(DtdlReader.Read(Encoding.UTF8.GetBytes($$"""
        {"@context": ["dtmi:dtdl:context;3", "dtmi:dtdl:extension:quantitativeTypes;1"], "@id": "dtmi:x:toy;1", "@type": "Interface", "contents": [
        {{contents}}]}
        """)).Interfaces);
}
