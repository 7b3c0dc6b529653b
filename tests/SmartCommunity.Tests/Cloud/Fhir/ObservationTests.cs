using System.Text;
using Hl7.Fhir.Model;
using SmartCommunity.Cloud.Fhir;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Tidy;

namespace SmartCommunity.Tests.Cloud.Fhir;

public sealed class ObservationTests
{
    private const long AtMs = 1_760_000_000_123;
    private const long NowMs = AtMs + 60_000;

    private static readonly DeviceClass Station = DeviceClassCatalogue.Default.Find("healthStation")!;

    private static readonly HealthValue Good = new(0, AtMs + 1_500, Quality.Good);

    [Theory]
    [InlineData("blood-pressure")]
    [InlineData("blood-pressure-half")]
    [InlineData("spo2")]
    [InlineData("glucose-uncertain")]
    public void An_observation_is_written_as_in_its_golden_file(string name)
    {
        var written = Encoding.UTF8.GetString(FhirBody.Write(Sample(name)));

        Assert.Equal(Golden(name), Indented(written));
    }

    [Theory]
    [InlineData("blood-pressure", "systolic=128 diastolic=81.5")]
    [InlineData("blood-pressure-half", "diastolic=81.5")]
    [InlineData("spo2", "spo2=97")]
    [InlineData("glucose-uncertain", "glucose=5.6")]
    public void A_golden_file_is_read_back_into_the_measurements_it_came_from(string name, string expected)
    {
        var (resource, issues) = FhirBody.Read(Encoding.UTF8.GetBytes(Golden(name)));

        var (id, measurements, refused) = Reader().Read((Observation)resource!, "Observation");

        Assert.Empty(issues);
        Assert.Empty(refused);
        Assert.Equal(((Observation)resource!).Id, id);
        Assert.Equal(expected, string.Join(' ', measurements.Select(m => FormattableString.Invariant($"{m.Quantity}={m.Value}"))));
        Assert.All(measurements, m => Assert.Equal(("station-1", AtMs, NowMs), (m.Device, m.AtMs, m.ReceivedAtMs)));
        Assert.All(measurements, m => Assert.Equal(name == "glucose-uncertain" ? Quality.Uncertain : Quality.Good, m.Quality));
    }

    [Theory]
    [InlineData("\"code\": \"%\"", "\"code\": \"1\"", "Observation.valueQuantity.code", "The unit must be '%' of http://unitsofmeasure.org; it is '1' of 'http://unitsofmeasure.org'.")]
    [InlineData("\"value\": 97", "\"value\": 197", "Observation.valueQuantity.value", "spo2 is 197; physically possible are 0 to 100 %.")]
    [InlineData("\"value\": 97,", "\"value\": 97, \"comparator\": \"<\",", "Observation.valueQuantity.comparator", "A comparator is not supported: only exact values are stored.")]
    [InlineData("59408-5", "8480-6", "Observation.code", "Blood pressure comes as the panel 85354-9 with two components, never as a loose 8480-6.")]
    [InlineData("\"final\"", "\"cancelled\"", "Observation.status", "status must be final, amended, corrected, preliminary or entered-in-error.")]
    [InlineData("2025-10-09T08:53:20.123+00:00", "2025-10-09", "Observation.effective", "An effectiveDateTime with time and zone is needed.")]
    [InlineData("2025-10-09T08:53:20.123+00:00", "2099-10-09T08:53:20Z", "Observation.effective", "effectiveDateTime 2099-10-09T08:53:20Z must lie between 2015 and five minutes from now.")]
    [InlineData("\"station-1\"", "\"station-9\"", "Observation.device", "No device 'station-9' is enrolled and in service.")]
    public void What_cannot_be_taken_is_refused_naming_the_element(string text, string instead, string element, string message)
    {
        var json = Golden("spo2");
        Assert.Contains(text, json, StringComparison.Ordinal);
        var (resource, _) = FhirBody.Read(Encoding.UTF8.GetBytes(json.Replace(text, instead, StringComparison.Ordinal)));

        var (id, measurements, issues) = Reader().Read((Observation)resource!, "Observation");

        Assert.Null(id);
        Assert.Empty(measurements);
        Assert.Equal((element, message), (issues[0].Element, issues[0].Message));
    }

    [Fact]
    public void A_pressure_without_one_of_its_components_is_refused()
    {
        var panel = ObservationWriter.Pressure("station-1", Station, AtMs, Good with { Value = 120 }, Good with { Value = 80 });
        panel.Component.RemoveAt(1);

        var (_, _, issues) = Reader().Read(panel, "Observation");

        Assert.Equal(("Observation.component", "Diastolic blood pressure (8462-4) is missing."), (Assert.Single(issues).Element, issues[0].Message));
    }

    [Theory]
    [InlineData("{", "Resource")]
    [InlineData("""{"resourceType":"Observation","status":7}""", "Observation.status")]
    [InlineData("""{"resourceType":"Observation","colour":"red"}""", "Observation")]
    public void Json_that_is_no_resource_is_refused_and_never_throws(string json, string element)
    {
        var (resource, issues) = FhirBody.Read(Encoding.UTF8.GetBytes(json));

        Assert.Null(resource);
        Assert.Contains(issues, issue => issue.Element.StartsWith(element, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_quantity_of_the_table_makes_the_round_trip()
    {
        foreach (var code in FhirCodes.Singles.Where(c => FhirCodes.Measures(Station, c.Quantity)))
        {
            var quantity = QuantityCatalogue.Default.Find(code.Quantity)!;
            var value = Math.Round((quantity.Min + quantity.Max) / 3, 3);
            var written = FhirBody.Write(ObservationWriter.Single("station-1", Station, code, AtMs, Good with { Value = value }));

            var (_, measurements, _) = Reader().Read((Observation)FhirBody.Read(written).Resource!, "Observation");

            Assert.Equal((code.Quantity, value), (Assert.Single(measurements).Quantity, measurements[0].Value));
        }
    }

    internal static Observation Sample(string name) => name switch
    {
        "blood-pressure" => ObservationWriter.Pressure("station-1", Station, AtMs, Good with { Value = 128 }, Good with { Value = 81.5 }),
        "blood-pressure-half" => ObservationWriter.Pressure("station-1", Station, AtMs, null, Good with { Value = 81.5 }),
        "spo2" => ObservationWriter.Single("station-1", Station, FhirCodes.Single("59408-5")!, AtMs, Good with { Value = 97 }),
        "glucose-uncertain" => ObservationWriter.Single("station-1", Station, FhirCodes.Single("15074-8")!, AtMs, Good with { Value = 5.6, Quality = Quality.Uncertain }),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such sample."),
    };

    private static ObservationReader Reader() =>
        new(id => id == "station-1" ? new Enrolment(id, "baihe", "healthStation", "gw-1", Retired: false, 1) : null, NowMs);

    private static string Golden(string name) => File.ReadAllText(Path.Combine(Repository.Root, "tests", "SmartCommunity.Tests", "Cloud", "Fhir", "Golden", $"{name}.json")).TrimEnd();

    private static string Indented(string json) => System.Text.Json.Nodes.JsonNode.Parse(json)!.ToJsonString(Relaxed).ReplaceLineEndings("\n");

    private static readonly System.Text.Json.JsonSerializerOptions Relaxed = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
