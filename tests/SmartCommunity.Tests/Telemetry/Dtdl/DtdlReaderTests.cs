using System.Text;
using SmartCommunity.Telemetry.Dtdl;

namespace SmartCommunity.Tests.Telemetry.Dtdl;

public sealed class DtdlReaderTests
{
    [Fact]
    public void A_place_with_every_kind_of_content_is_read()
    {
        var model = Assert.Single(Read("""
            {"@context": ["dtmi:dtdl:context;3", "dtmi:dtdl:extension:quantitativeTypes;1"], "@id": "dtmi:fc:place:Building;1", "@type": "Interface",
             "displayName": "Building", "extends": "dtmi:fc:place:Place;1", "contents": [
               {"@type": ["Telemetry", "Temperature"], "name": "temp", "schema": "double", "unit": "degreeCelsius"},
               {"@type": "Property", "name": "floors", "schema": "integer", "writable": true},
               {"@type": "Command", "name": "evacuate", "request": {"name": "reason", "schema": "string"}},
               {"@type": "Relationship", "name": "isIn", "target": "dtmi:fc:place:Community;1", "minMultiplicity": 0, "maxMultiplicity": 1},
               {"@type": "Component", "name": "lift", "schema": "dtmi:fc:device:lift;1"}]}
            """).Interfaces);

        Assert.Equal("Building", model.Texts.Name("zh"));
        Assert.Equal(["dtmi:fc:place:Place;1"], model.Extends);
        Assert.Equal(["temp", "floors", "evacuate", "isIn", "lift"], model.Contents.Select(c => c.Name));
        Assert.Equal(new DtdlQuantity("Temperature", "degreeCelsius"), Assert.IsType<DtdlTelemetry>(model.Contents[0]).Quantity);
        Assert.Equal(1, Assert.IsType<DtdlRelationship>(model.Contents[3]).MaxMultiplicity);
    }

    [Theory]
    [InlineData("""{"@type": "Telemetry", "name": "1st", "schema": "double"}""", "contents[0].name", "must be 1 to 512 letters")]
    [InlineData("""{"@type": "Telemetry", "name": "a", "schema": "decimal"}""", "contents[0].schema", "'decimal' is no schema")]
    [InlineData("""{"@type": "Telemetry", "name": "a"}""", "contents[0].schema", "is missing")]
    [InlineData("""{"@type": "Sensor", "name": "a", "schema": "double"}""", "contents[0].@type", "'Sensor' is neither")]
    [InlineData("""{"@type": ["Telemetry", "Temperature"], "name": "a", "schema": "double", "unit": "volt"}""", "contents[0].unit", "'volt' is no unit of Temperature")]
    [InlineData("""{"@type": ["Telemetry", "Temperature"], "name": "a", "schema": "string"}""", "contents[0].schema", "must be one of double")]
    [InlineData("""{"@type": "Telemetry", "name": "a", "schema": "double", "unit": "volt"}""", "contents[0].unit", "needs a semantic type")]
    [InlineData("""{"@type": "Telemetry", "name": "a", "schema": "double", "colour": "red"}""", "contents[0].colour", "is no member of this element")]
    [InlineData("""{"@type": "Telemetry", "name": "a", "name": "b", "schema": "double"}""", "contents[0].name", "is given twice")]
    [InlineData("""{"@type": "Telemetry", "name": "a", "schema": "double"}, {"@type": "Command", "name": "a"}""", "contents[1].name", "'a' is given twice")]
    [InlineData("""{"@type": "Property", "name": "a", "schema": "double", "writable": 1}""", "contents[0].writable", "must be true or false")]
    [InlineData("""{"@type": "Relationship", "name": "a", "maxMultiplicity": 0}""", "contents[0].maxMultiplicity", "at least 1")]
    [InlineData("""{"@type": "Relationship", "name": "a", "minMultiplicity": 1}""", "contents[0].minMultiplicity", "must be 0")]
    [InlineData("""{"@type": "Component", "name": "a", "schema": {"@type": "Interface"}}""", "contents[0].schema", "must be a string")]
    [InlineData("""{"@type": "Telemetry", "name": "a", "schema": {"@type": "Enum", "valueSchema": "double"}}""", "contents[0].schema.valueSchema", "must be integer or string")]
    [InlineData("""{"@type": "Telemetry", "name": "a", "schema": {"@type": "Enum", "valueSchema": "integer", "enumValues": [{"name": "x", "enumValue": "1"}]}}""", "contents[0].schema.enumValues[0].enumValue", "must be a whole number")]
    [InlineData("""{"@type": "Telemetry", "name": "a", "schema": {"@type": "Map", "mapKey": {"name": "k", "schema": "double"}, "mapValue": {"name": "v", "schema": "double"}}}""", "contents[0].schema.mapKey.schema", "must be string")]
    public void A_faulty_content_is_named_with_its_field(string content, string field, string message)
    {
        var reading = Read(Document(content));

        Assert.Empty(reading.Interfaces);
        var fault = reading.Faults[0];
        Assert.Equal(field, fault.Field);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_names_its_line()
    {
        var reading = Read("{\n \"@context\": \"dtmi:dtdl:context;3\",\n \"@id\": \"dtmi:x:y;1\",\n \"@type\": \"Interface\",\n \"contents\": [\n  {\"@type\": \"Telemetry\", \"name\": \"a\",\n   \"schema\": \"decimal\"}]}");

        Assert.Equal((7, "contents[0].schema"), (reading.Faults[0].Line, reading.Faults[0].Field));
    }

    [Theory]
    [InlineData("dtmi:dtdl:context;2", "must begin with \"dtmi:dtdl:context;3\"")]
    [InlineData("http://example.com", "must begin with \"dtmi:dtdl:context;3\"")]
    public void Another_version_of_the_language_is_refused(string context, string message) =>
        Assert.Contains(message, Assert.Single(Read($$"""{"@context": "{{context}}", "@id": "dtmi:x:y;1", "@type": "Interface"}""").Faults).Message, StringComparison.Ordinal);

    [Fact]
    public void An_unknown_extension_is_refused() =>
        Assert.Contains("'dtmi:x:ext;1' is not known", Assert.Single(Read("""{"@context": ["dtmi:dtdl:context;3", "dtmi:x:ext;1"], "@id": "dtmi:x:y;1", "@type": "Interface"}""").Faults).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("dtmi:x:y;0")]
    [InlineData("dtmi:x:y;01")]
    [InlineData("dtmi:x:1y;1")]
    [InlineData("dtmi:x:_y;1")]
    [InlineData("dtmi:x:y_;1")]
    [InlineData("dtmi:")]
    [InlineData("urn:x:y")]
    [InlineData("dtmi:x:y;1\n")]
    public void A_wrong_identifier_is_refused(string id) => Assert.False(DtdlNames.IsId(id));

    [Theory]
    [InlineData("dtmi:x;1")]
    [InlineData("dtmi:x:y_2:Z")]
    [InlineData("dtmi:x:y;12.3")]
    public void A_right_identifier_is_taken(string id) => Assert.True(DtdlNames.IsId(id));

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_display_name_has_at_most_64_characters(int length, bool isValid) =>
        Assert.Equal(isValid, Read(Document($$$"""{"@type": "Command", "name": "a", "displayName": {"zh": "{{{new string('名', length)}}}"}}""")).IsValid);

    [Theory]
    [InlineData("description", 512, true)]
    [InlineData("description", 513, false)]
    [InlineData("comment", 512, true)]
    [InlineData("comment", 513, false)]
    [InlineData("name", 512, true)]
    [InlineData("name", 513, false)]
    public void Texts_have_their_limits(string member, int length, bool isValid)
    {
        var text = new string('a', length);
        var content = member == "name" ? $$"""{"@type": "Command", "name": "{{text}}"}""" : $$"""{"@type": "Command", "name": "a", "{{member}}": "{{text}}"}""";

        Assert.Equal(isValid, Read(Document(content)).IsValid);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void Schemas_nest_at_most_5_deep(int depth, bool isValid)
    {
        var schema = string.Concat(Enumerable.Repeat("{\"@type\": \"Array\", \"elementSchema\": ", depth)) + "\"double\"" + new string('}', depth);

        Assert.Equal(isValid, Read(Document($$"""{"@type": "Telemetry", "name": "a", "schema": {{schema}}}""")).IsValid);
    }

    [Fact]
    public void An_interface_of_more_than_a_mebibyte_is_refused() =>
        Assert.Contains("more than the limit of 1048576", Read(Document($$"""{"@type": "Command", "name": "a"}{{new string(' ', DtdlLimits.MaxBytes)}}""")).Faults[0].Message, StringComparison.Ordinal);

    [Fact]
    public void More_than_100000_elements_are_refused()
    {
        // An array of documents is not bound by the bytes of one interface, so the elements are what is counted.
        var values = string.Join(',', Enumerable.Range(0, DtdlLimits.MaxElements).Select(i => $$"""{"@type":"Command","name":"c{{i}}"}"""));
        var reading = Read($"[{Document(values + """,{"@type":"Command","name":"last"}""")}]");

        Assert.Equal("The interface has more than 100000 elements under contents.", Assert.Single(reading.Faults).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} x")]
    [InlineData("[1]")]
    [InlineData("\"\\ud800\"")]
    [InlineData("null")]
    public void What_is_no_interface_is_a_fault_and_not_an_exception(string text) => Assert.False(Read(text).IsValid);

    [Fact]
    public void Extends_is_checked_for_unknown_circles_and_depth()
    {
        DtdlInterface[] chain = [.. Enumerable.Range(0, 12).Select(i => new DtdlInterface { Id = $"dtmi:x:n{i};1", Extends = i < 11 ? [$"dtmi:x:n{i + 1};1"] : [] })];

        Assert.Empty(DtdlReader.CheckExtends(chain[1..], _ => null));
        Assert.Contains("more than 10 deep", Assert.Single(DtdlReader.CheckExtends(chain, _ => null)).Message, StringComparison.Ordinal);
        Assert.Contains("'dtmi:x:n1;1' is not known", Assert.Single(DtdlReader.CheckExtends(chain[..1], _ => null)).Message, StringComparison.Ordinal);
        var loop = chain[11] with { Extends = [chain[10].Id] };
        Assert.All(DtdlReader.CheckExtends([chain[10], loop], _ => null), f => Assert.Contains("is a circle", f.Message, StringComparison.Ordinal));
    }

    private static DtdlReading Read(string text) => DtdlReader.Read(Encoding.UTF8.GetBytes(text));

    private static string Document(string contents) =>
        $$"""{"@context": ["dtmi:dtdl:context;3", "dtmi:dtdl:extension:quantitativeTypes;1"], "@id": "dtmi:x:y;1", "@type": "Interface", "contents": [{{contents}}]}""";
}
