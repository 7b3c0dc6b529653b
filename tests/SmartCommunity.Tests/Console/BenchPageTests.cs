using System.Net.Http.Json;
using System.Text;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Cloud.Quarantine;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Components.Pages;
using SmartCommunity.Console.Mapping;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Cloud.Api;
using TestContext = Xunit.TestContext;

namespace SmartCommunity.Tests.Console;

public sealed class BenchPageTests
{
    private const string Profile = """{"body":{"device":"$.dev"},"fields":[]}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_payload_becomes_canonical_measurements_and_the_draft_is_in_the_url()
    {
        await using var api = await StartAsync();
        using var context = Context(api);
        var page = Open(context, "bench");

        page.Find("#bench-device").Change("air-1");
        page.Find("#bench-payload").Change("""{"v":{"temp":21.5,"co2":700}}""");
        await page.InvokeAsync(() => page.Find("form").SubmitAsync());

        Assert.Contains("●All of it would be stored", page.Find("section [role=status]").TextContent, StringComparison.Ordinal);
        Assert.Equal(["21.5", "°C"], page.FindAll("tbody tr")[0].QuerySelectorAll("td").Skip(1).Take(2).Select(c => c.TextContent.Trim()));
        Assert.Contains("device=air-1", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_with_a_draft_shows_what_it_reads()
    {
        await using var api = await StartAsync();
        using var context = Context(api);

        var page = Open(context, "bench?community=baihe&class=indoorAir&form=hex&text=7b7d");

        Assert.Equal("7b7d", page.Find("#bench-payload").GetAttribute("value"));
        Assert.Equal("hex", page.Find("#bench-form").GetAttribute("value"));
        Assert.Contains("▲Goes to quarantine", page.Find("section [role=status]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quarantined_payload_comes_with_its_sender_topic_and_reason()
    {
        await using var api = await StartAsync();
        var commit = new SeriesCommit();
        commit.Quarantined.Add(new QuarantineRow
        {
            Id = 0, Gateway = "gw-1", Community = "baihe", Device = "air-1", DeviceClass = "indoorAir", Topic = "fc/v1/baihe/indoorAir/air-1/telemetry",
            ReceivedAtMs = ConsoleContext.StartMs, Reason = "unknownQuantity", Detail = "", Payload = Encoding.UTF8.GetBytes("""{"v":{"wendu":235}}"""), Truncated = false, State = "open",
        });
        await api.Series.CommitAsync(commit, TestContext.Current.CancellationToken);
        using var context = Context(api);

        var page = Open(context, "bench?payload=1");

        Assert.Equal(
            ("air-1", "fc/v1/baihe/indoorAir/air-1/telemetry", """{"v":{"wendu":235}}"""),
            (page.Find("#bench-device").GetAttribute("value"), page.Find("#bench-topic").GetAttribute("value"), page.Find("#bench-payload").GetAttribute("value")));
        Assert.Contains("Goes to quarantine: Unknown quantity", page.Find("section [role=status]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payload_that_is_gone_is_said()
    {
        await using var api = await StartAsync();
        using var context = Context(api);

        var page = Open(context, "bench?payload=404");

        Assert.Contains("There is no payload 404 in quarantine.", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "profileBody")]
    [InlineData("{}", "profileBody")]
    public async Task A_profile_edited_here_that_is_wrong_names_the_field(string body, string field)
    {
        await using var api = await StartAsync();
        using var context = Context(api);
        var page = Open(context, "bench?community=baihe&class=indoorAir&dialect=vendorJson&topic=t");

        await page.InvokeAsync(() => page.FindAll("button").Single(b => b.TextContent == "Edit here").ClickAsync(new()));
        page.Find("#bench-body").Change(body);
        page.Find("#bench-payload").Change("{}");
        await page.InvokeAsync(() => page.Find("form").SubmitAsync());

        Assert.Equal(field, page.Find("[role=alert] code").TextContent);
    }

    [Fact]
    public async Task A_profile_is_not_saved_while_it_is_wrong_and_what_was_typed_stays()
    {
        await using var api = await StartAsync();
        using var context = Context(api);
        var page = Open(context, "bench?community=baihe&class=indoorAir&dialect=vendorJson&topic=t");

        await page.InvokeAsync(() => page.FindAll("button").Single(b => b.TextContent == "Edit here").ClickAsync(new()));
        page.Find("#bench-body").Change(Profile);
        page.Find("#bench-name").Change("acme");
        await page.InvokeAsync(() => page.FindAll("button").Single(b => b.TextContent == "Save profile").ClickAsync(new()));

        Assert.Equal("body", page.Find("[role=alert] code").TextContent);
        Assert.Equal(Profile, page.Find("#bench-body").GetAttribute("value"));
    }

    [Fact]
    public async Task A_profile_is_tried_on_the_payload_before_it_is_saved()
    {
        await using var api = await StartAsync();
        using var context = Context(api);
        var page = Open(context, "bench?community=baihe&class=indoorAir&dialect=vendorJson");

        await page.InvokeAsync(() => page.FindAll("button").Single(b => b.TextContent == "Edit here").ClickAsync(new()));
        page.Find("#bench-body").Change("""{"topics":["up/{device}"],"values":[{"pointer":"/t","quantity":"temp","unit":"degF"}]}""");
        page.Find("#bench-payload").Change("""{"t":68}""");
        await page.InvokeAsync(() => page.Find("form").SubmitAsync());
        Assert.Equal("20", page.FindAll("tbody tr td")[1].TextContent.Trim());
        page.Find("#bench-name").Change("acme");
        await page.InvokeAsync(() => page.FindAll("button").Single(b => b.TextContent == "Save profile").ClickAsync(new()));

        Assert.Contains("Profile acme is saved", page.Markup, StringComparison.Ordinal);
        Assert.Equal("acme", page.Find("#bench-profile").GetAttribute("value"));
        Assert.Contains("degF", (await api.Services.GetRequiredService<ProfileRegistry>().FindAsync("acme", TestContext.Current.CancellationToken))!.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DialectCode.VendorJson)]
    [InlineData(DialectCode.Modbus)]
    public void A_new_profile_begins_with_one_that_is_complete(string kind)
    {
        Assert.Equal([], ProfileCheck.Faults(kind, ProfileTemplate.Of(kind)));
    }

    private static IRenderedComponent<Bench> Open(ConsoleContext context, string address)
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        var page = context.Render<Bench>();
        page.WaitForElement("form", Patience);
        if (address.Contains("text=", StringComparison.Ordinal) || address.Contains("payload=1", StringComparison.Ordinal))
            page.WaitForElement("section [role=status]", Patience);
        return page;
    }

    private static ConsoleContext Context(ApiServer api)
    {
        var context = new ConsoleContext();
        context.Services.AddSingleton(api.Services.GetRequiredService<MappingBench>());
        context.Services.AddSingleton(api.Services.GetRequiredService<QuarantineDesk>());
        context.Services.AddSingleton(api.Services.GetRequiredService<ProfileRegistry>());
        context.Services.AddSingleton(api.Services.GetRequiredService<EnrolmentIndex>());
        context.Services.AddSingleton(api.Services.GetRequiredService<PlaceDirectory>());
        context.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        return context;
    }

    private static async Task<ApiServer> StartAsync()
    {
        var api = await ApiServer.StartAsync();
        var device = new NewDevice { Id = "air-1", Community = "baihe", Class = "indoorAir" };
        (await api.Http.PostAsJsonAsync("/api/v1/devices", device, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        return api;
    }
}
