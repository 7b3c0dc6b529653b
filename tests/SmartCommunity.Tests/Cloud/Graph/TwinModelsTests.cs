using System.Text.Json;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Cloud.Api;

namespace SmartCommunity.Tests.Cloud.Graph;

public sealed class TwinModelsTests
{
    [Fact]
    public void Every_model_listed_is_an_interface_of_its_identifier()
    {
        Assert.Equal(TwinId.Kinds.Count + DeviceClassCatalogue.Default.All.Count, TwinModels.All.Count);
        foreach (var model in TwinModels.All)
        {
            var json = JsonElement.Parse(TwinModels.Find(model.Id)!);

            Assert.Equal((model.Id, "Interface"), (json.GetProperty("@id").GetString(), json.GetProperty("@type").GetString()));
        }
    }

    [Fact]
    public void A_unit_is_part_of_at_most_one_building_by_its_model_too()
    {
        var relation = JsonElement.Parse(TwinModels.Find("dtmi:fc:twin:unit;1")!).GetProperty("contents").EnumerateArray()
            .Single(c => c.GetProperty("@type").GetString() == "Relationship");

        Assert.Equal("""{"@type":"Relationship","name":"partOf","maxMultiplicity":1,"target":"dtmi:fc:twin:building;1"}""", JsonSerializer.Serialize(relation));
    }

    [Fact]
    public async Task Models_are_served_and_an_unknown_one_is_named()
    {
        await using var server = await ApiServer.StartAsync();

        var (_, list) = await server.GetAsync("/api/v1/models?pageSize=500");
        var (found, model) = await server.GetAsync("/api/v1/models/dtmi:fc:device:wearable;1");
        var (missing, problem) = await server.GetAsync("/api/v1/models/dtmi:fc:none;1");

        Assert.Equal(TwinModels.All.Count, list.GetProperty("total").GetInt32());
        Assert.Equal((200, "dtmi:fc:device:wearable;1"), (found, model.GetProperty("@id").GetString()));
        Assert.Equal((404, "dtmi"), (missing, ApiServer.Fields(problem).Single()));
    }
}
