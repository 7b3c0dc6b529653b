using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Cloud.Api;

namespace SmartCommunity.Tests.Cloud.Facts;

public sealed class StepApiTests
{
    private const long AtMs = 1_764_000_000_000;
    private const string Steps = "/api/v1/communities/baihe/events/w-1/w-1%3Asos%3A1/steps";

    [Fact]
    public async Task Of_each_step_the_first_stands_and_the_same_again_changes_nothing()
    {
        await using var api = await WithEventAsync();

        var (first, step) = await api.PostAsync(Steps, $$"""{"step":"onSite","actor":"王芳","at":"{{ChinaTime.Format(AtMs + 60_000)}}","comment":"门已开"}""");
        var (same, again) = await api.PostAsync(Steps, """{"step":"onSite","actor":"王芳"}""");
        var (other, taken) = await api.PostAsync(Steps, """{"step":"onSite","actor":"李明"}""");
        var (closed, _) = await api.PostAsync(Steps, """{"step":"closed","actor":"李明"}""");
        var (_, ofEvent) = await api.GetAsync(Steps);
        var (_, list) = await api.GetAsync($"/api/v1/communities/baihe/steps?from={AtMs}&to={AtMs + 60_001}");

        Assert.Equal((200, 200, 409, 200), (first, same, other, closed));
        Assert.Equal(step.GetRawText(), again.GetRawText());
        Assert.Equal(("sos", AtMs), (step.GetProperty("eventType").GetString(), step.GetProperty("eventAt").GetDateTimeOffset().ToUnixTimeMilliseconds()));
        Assert.Equal(["step"], ApiServer.Fields(taken));
        Assert.Equal(["onSite", "closed"], ofEvent.EnumerateArray().Select(s => s.GetProperty("step").GetString()));
        Assert.Equal((1, "onSite"), (list.GetProperty("total").GetInt32(), list.GetProperty("items")[0].GetProperty("step").GetString()));
    }

    [Fact]
    public async Task Steps_about_nothing_and_steps_out_of_their_time_are_refused()
    {
        await using var api = await WithEventAsync();

        var (bad, problem) = await api.PostAsync(Steps, $$"""{"step":"dance","actor":" ","at":"{{ChinaTime.Format(AtMs - 3_600_000)}}"}""");
        var (late, future) = await api.PostAsync(Steps, """{"step":"closed","actor":"Li","at":"2999-01-01T00:00:00Z"}""");
        var (gone, noEvent) = await api.PostAsync("/api/v1/communities/baihe/events/w-1/other/steps", """{"step":"closed","actor":"Li"}""");
        var (none, noDevice) = await api.PostAsync("/api/v1/communities/baihe/events/w-2/x/steps", """{"step":"closed","actor":"Li"}""");
        var (foreign, elsewhere) = await api.PostAsync(Steps.Replace("baihe", "jiangbin", StringComparison.Ordinal), """{"step":"closed","actor":"Li"}""");

        Assert.Equal((400, 400, 404, 404, 404), (bad, late, gone, none, foreign));
        Assert.Equal(["actor", "at", "step"], ApiServer.Fields(problem).Order());
        Assert.Equal([["at"], ["event"], ["device"], ["device"]], new[] { future, noEvent, noDevice, elsewhere }.Select(ApiServer.Fields));
    }

    private static async Task<ApiServer> WithEventAsync()
    {
        var api = await ApiServer.StartAsync();
        await api.EnrolAsync("w-1");
        var commit = new SeriesCommit();
        commit.Events.Add(new StoredEvent("baihe", "w-1", "sos", "w-1:sos:1", AtMs, AtMs, Quality.Good, "{}"));
        await api.Series.CommitAsync(commit, TestContext.Current.CancellationToken);
        return api;
    }
}
