using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmartCommunity.Tests.Cloud.Api;

namespace SmartCommunity.Tests.Cloud.Fhir;

public sealed class FhirApiTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_posted_is_found_by_search_and_by_id_and_posts_again_as_the_same()
    {
        await using var server = await ApiServer.StartAsync();
        await server.EnrolAsync("station-1", "healthStation");
        var pressure = Encoding.UTF8.GetString(SmartCommunity.Cloud.Fhir.FhirBody.Write(ObservationTests.Sample("blood-pressure")));

        var (created, observation, location) = await PostAsync(server, "/api/v1/fhir/Observation", pressure);
        var (found, byId, _) = await GetAsync(server, location!);
        var (again, repeated, _) = await PostAsync(server, "/api/v1/fhir/Observation", byId.GetRawText());
        var (_, bundle, _) = await GetAsync(server, "/api/v1/fhir/Observation?device=Device/station-1&code=http://loinc.org|8480-6&date=2025-10-09");

        Assert.Equal((201, 200, 201), (created, found, again));
        Assert.Equal(WithoutIssued(pressure), WithoutIssued(observation.GetRawText()));
        Assert.Equal(WithoutIssued(pressure), WithoutIssued(repeated.GetRawText()));
        Assert.Equal(("Bundle", "searchset", 1), (Text(bundle, "resourceType"), Text(bundle, "type"), bundle.GetProperty("total").GetInt32()));
        Assert.Equal(WithoutIssued(pressure), WithoutIssued(bundle.GetProperty("entry")[0].GetProperty("resource").GetRawText()));
    }

    [Fact]
    public async Task A_search_pages_newest_first_with_links()
    {
        await using var server = await ApiServer.StartAsync();
        await server.EnrolAsync("w-1");
        var entries = Enumerable.Range(0, 5).Select(i => Entry("w-1", $"2025-10-09T08:0{i}:00Z", 60 + i));
        var (status, answer, _) = await PostAsync(server, "/api/v1/fhir", Bundle("transaction", entries));

        var (_, page, _) = await GetAsync(server, "/api/v1/fhir/Observation?device=w-1&date=ge2025-10-09&date=lt2025-10-10&_count=2&_offset=2");
        var next = page.GetProperty("link").EnumerateArray().Single(l => Text(l, "relation") == "next").GetProperty("url").GetString()!;
        var (_, last, _) = await GetAsync(server, new Uri(next).PathAndQuery);

        Assert.Equal((200, "transaction-response"), (status, Text(answer, "type")));
        Assert.All(answer.GetProperty("entry").EnumerateArray(), e => Assert.Equal("201 Created", Text(e.GetProperty("response"), "status")));
        Assert.Equal(5, page.GetProperty("total").GetInt32());
        Assert.Equal([62, 61], Values(page));
        Assert.Equal([60], Values(last));
        Assert.Equal(["self", "previous"], last.GetProperty("link").EnumerateArray().Select(l => Text(l, "relation")));
    }

    [Fact]
    public async Task A_transaction_with_one_fault_stores_nothing_and_a_batch_stores_the_rest()
    {
        await using var server = await ApiServer.StartAsync();
        await server.EnrolAsync("w-1");
        string[] entries = [Entry("w-1", "2025-10-09T08:00:00Z", 60), Entry("nobody", "2025-10-09T08:00:00Z", 60)];

        var (refused, outcome, _) = await PostAsync(server, "/api/v1/fhir", Bundle("transaction", entries));
        var stored = await server.Series.CountAsync("w-1", Cancel);
        var (status, answer, _) = await PostAsync(server, "/api/v1/fhir", Bundle("batch", entries));

        Assert.Equal((422, "OperationOutcome"), (refused, Text(outcome, "resourceType")));
        Assert.Equal("Bundle.entry[1].resource.device", outcome.GetProperty("issue")[0].GetProperty("expression")[0].GetString());
        Assert.Equal(0, stored);
        Assert.Equal(200, status);
        Assert.Equal(["201 Created", "422 Unprocessable Entity"], answer.GetProperty("entry").EnumerateArray().Select(e => Text(e.GetProperty("response"), "status")));
        Assert.Equal(1, await server.Series.CountAsync("w-1", Cancel));
    }

    [Fact]
    public async Task Bad_searches_and_bodies_are_operation_outcomes_naming_the_element()
    {
        await using var server = await ApiServer.StartAsync();
        await server.EnrolAsync("w-1");
        (string Path, int Status, string Element)[] searches =
        [
            ("/api/v1/fhir/Observation", 400, "device"), ("/api/v1/fhir/Observation?device=nobody", 404, "device"),
            ("/api/v1/fhir/Observation?device=w-1&code=1-1", 400, "code"), ("/api/v1/fhir/Observation?device=w-1&date=xx2025-01-01", 400, "date"),
            ("/api/v1/fhir/Observation?device=w-1&date=ge2020-01-01", 400, "date"), ("/api/v1/fhir/Observation?device=w-1&_count=501", 400, "_count"),
            ("/api/v1/fhir/Observation?device=w-1&subject=x", 400, "subject"), ("/api/v1/fhir/Observation/none", 404, "Observation.id"),
        ];
        foreach (var (path, status, element) in searches)
        {
            var (answered, outcome, _) = await GetAsync(server, path);
            Assert.Equal((status, element), (answered, outcome.GetProperty("issue")[0].GetProperty("expression")[0].GetString()));
        }

        var (wrongType, _, _) = await PostAsync(server, "/api/v1/fhir/Observation", """{"resourceType":"Patient"}""");
        var (noJson, broken, _) = await PostAsync(server, "/api/v1/fhir/Observation", "{");
        var (media, _, _) = await PostAsync(server, "/api/v1/fhir/Observation", "{}", "text/plain");

        Assert.Equal((400, 400, 415), (wrongType, noJson, media));
        Assert.Equal("OperationOutcome", Text(broken, "resourceType"));
    }

    private static string Entry(string device, string at, double value) => $$$$"""
        {"request":{"method":"POST","url":"Observation"},"resource":{"resourceType":"Observation","status":"final",
        "code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},"effectiveDateTime":"{{{{at}}}}","device":{"reference":"Device/{{{{device}}}}"},
        "valueQuantity":{"value":{{{{value}}}},"unit":"/min","system":"http://unitsofmeasure.org","code":"/min"}}}
        """;

    private static string Bundle(string type, IEnumerable<string> entries) => $$"""{"resourceType":"Bundle","type":"{{type}}","entry":[{{string.Join(',', entries)}}]}""";

    private static double[] Values(JsonElement bundle) =>
        [.. bundle.GetProperty("entry").EnumerateArray().Select(e => e.GetProperty("resource").GetProperty("valueQuantity").GetProperty("value").GetDouble())];

    // When it was stored is the server's own business.
    private static string WithoutIssued(string json)
    {
        var node = JsonNode.Parse(json)!.AsObject();
        node.Remove("issued");
        return node.ToJsonString();
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static async Task<(int Status, JsonElement Body, string? Location)> GetAsync(ApiServer server, string path) => await SendAsync(server, HttpMethod.Get, path, null);

    private static async Task<(int Status, JsonElement Body, string? Location)> PostAsync(ApiServer server, string path, string json, string type = "application/fhir+json") =>
        await SendAsync(server, HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue(type)));

    private static async Task<(int Status, JsonElement Body, string? Location)> SendAsync(ApiServer server, HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var response = await server.Http.SendAsync(request, Cancel);
        // A media type that no endpoint takes is refused before any endpoint is asked.
        var isRouted = response.StatusCode != System.Net.HttpStatusCode.UnsupportedMediaType;
        Assert.Equal(isRouted ? "application/fhir+json" : "application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return ((int)response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancel)), response.Headers.Location?.ToString());
    }
}
