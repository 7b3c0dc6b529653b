using System.Net.Http.Json;
using System.Text;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Cloud.Quarantine;
using SmartCommunity.Console.Components.Shared;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Series;
using SmartCommunity.Tests.Cloud.Api;
using TestContext = Xunit.TestContext;

namespace SmartCommunity.Tests.Console;

public sealed class UnknownDevicesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task One_click_adopts_a_device_as_what_it_probably_is_and_tells_what_was_stored()
    {
        await using var api = await StartAsync("""{"Flat 3":[{"ts":1763999990000,"values":{"energyImport":12.5,"voltage":230,"current":1.5}}]}""");
        using var context = Context(api);
        var adopted = 0;
        var list = context.Render<UnknownDevices>(p => p.Add(u => u.OnAdopted, () => adopted++));
        list.WaitForAssertion(() => Assert.Equal("Flat 3", list.Find("tbody th").TextContent), Patience);

        await list.InvokeAsync(() => list.Find("tbody button.primary").ClickAsync(new()));

        list.WaitForAssertion(() => Assert.Equal(1, adopted), Patience);
        Assert.Contains("“Flat 3” is enrolled as Flat-3, Electricity meter.", list.Markup, StringComparison.Ordinal);
        Assert.Empty(list.FindAll("tbody"));
        Assert.Equal(3, await api.Series.CountAsync("Flat-3", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_device_nobody_can_guess_is_looked_at_first_and_a_refusal_leaves_the_form_open()
    {
        await using var api = await StartAsync("""{"A":[{"nonsense":1}]}""");
        using var context = Context(api);
        var list = context.Render<UnknownDevices>();
        list.WaitForAssertion(() => Assert.Contains("Unclear", list.Find("tbody").TextContent, StringComparison.Ordinal), Patience);

        await list.InvokeAsync(() => list.Find("tbody button").ClickAsync(new()));
        list.Find("#adopt-id").Change("c-1");
        list.Find("#adopt-class").Change("wearable");
        await list.InvokeAsync(() => list.Find("form").SubmitAsync());

        Assert.Contains("c-1", list.Find("[role=dialog] [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("c-1", list.Find("#adopt-id").GetAttribute("value"));
    }

    [Fact]
    public async Task Without_unknown_devices_there_is_nothing()
    {
        await using var api = await StartAsync("""{"wrong":""");
        using var context = Context(api);

        var list = context.Render<UnknownDevices>();
        await list.InvokeAsync(list.Instance.ReloadAsync);

        Assert.Equal("", list.Markup.Trim());
    }

    private static ConsoleContext Context(ApiServer api)
    {
        var context = new ConsoleContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddSingleton(api.Services.GetRequiredService<DeviceAdoption>());
        return context;
    }

    private static async Task<ApiServer> StartAsync(string payload)
    {
        var api = await ApiServer.StartAsync();
        var carrier = new NewDevice { Id = "c-1", Community = "baihe", Class = "concentrator", Dialect = "thingsBoard" };
        (await api.Http.PostAsJsonAsync("/api/v1/devices", carrier, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        var commit = new SeriesCommit();
        commit.Quarantined.Add(new QuarantineRow
        {
            Id = 0, Gateway = "gw-1", Community = "baihe", Device = "c-1", DeviceClass = "concentrator", Topic = "v1/gateway/telemetry", ReceivedAtMs = ConsoleContext.StartMs,
            Reason = "unknownDevice", Detail = "", Payload = Encoding.UTF8.GetBytes(payload), Truncated = false, State = "open",
        });
        await api.Series.CommitAsync(commit, TestContext.Current.CancellationToken);
        return api;
    }
}
