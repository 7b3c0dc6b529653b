using Bunit;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Console.Components.Shared;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Live;
using SmartCommunity.Tests.Cloud.Api;

namespace SmartCommunity.Tests.Console;

public sealed class DevicePageControlTests
{
    [Theory]
    [InlineData(DevicePresence.Online, "●Online")]
    [InlineData(DevicePresence.GatewayAway, "▲Gateway unreachable")]
    [InlineData(DevicePresence.Offline, "○Offline")]
    [InlineData(DevicePresence.Unheard, "○Never heard")]
    [InlineData("retired", "–Retired")]
    public void Every_presence_has_its_shape_and_word(string state, string text)
    {
        using var context = new ConsoleContext();

        Assert.Equal(text, context.Render<PresenceBadge>(p => p.Add(b => b.State, state)).Find(".badge").TextContent);
    }

    [Theory]
    [InlineData(DevicePresence.Online, 30_000, "last heard 2026-11-23 19:59:30 CST")]
    [InlineData(DevicePresence.Offline, 30_000, "silent since 2026-11-23 19:59:30 CST")]
    [InlineData(DevicePresence.GatewayAway, 30_000, "its gateway cannot be reached, so nobody knows; last heard 2026-11-23 19:59:30 CST")]
    [InlineData(DevicePresence.Unheard, null, "enrolled, no message yet")]
    public void Liveness_says_since_when_and_how_often_its_class_reports(string state, int? silentMs, string text)
    {
        using var context = new ConsoleContext();

        var liveness = context.Render<DeviceLiveness>(p => p
            .Add(l => l.State, state).Add(l => l.Class, "indoorAir").Add(l => l.NowMs, ConsoleContext.StartMs)
            .Add(l => l.LastReceivedAtMs, silentMs is { } ms ? ConsoleContext.StartMs - ms : 0));

        Assert.Equal(text, liveness.Find("dd .muted").TextContent);
        Assert.StartsWith("every ", liveness.FindAll("dd")[2].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_says_what_it_was_derived_from()
    {
        using var context = new ConsoleContext();
        LiveValue[] values = [Value("temp", from: null), Value("humidity", from: "a,b")];

        var table = context.Render<DeviceValues>(p => p.Add(v => v.Values, values).Add(v => v.NowMs, ConsoleContext.StartMs));

        Assert.Equal(["the device", "derived from a,b"], table.FindAll("tbody tr").Select(row => row.QuerySelectorAll("td")[^1].TextContent));
        Assert.Equal("2026-11-23 20:00:00", table.FindAll("tbody td")[1].TextContent);
    }

    [Fact]
    public void A_device_without_values_says_so()
    {
        using var context = new ConsoleContext();

        Assert.Contains("Nothing received yet.", context.Render<DeviceValues>(p => p.Add(v => v.Values, []).Add(v => v.NowMs, 0)).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Quota_shows_use_limit_and_what_was_refused()
    {
        using var context = new ConsoleContext();
        var limits = new QuotaLimits { DailyMessages = 2_000, MessagesPerSecond = 0.5, BurstMessages = 10 };
        var quota = new DeviceQuotaView("w-1", new QuotaLimits(), limits, new DateOnly(2026, 11, 23), 1_440, 2_048, 7, null);

        var facts = context.Render<DeviceQuota>(p => p.Add(q => q.Quota, quota));

        Assert.Equal(["1,440 of 2,000", "2.0 KiB (no limit)", "0.5 a second, 10 at once", "▲7"], facts.FindAll("dd").Select(dd => dd.TextContent.Trim()));
        Assert.Contains("its gateway has not told yet", facts.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_property_is_desired_shown_as_pending_and_refused_when_somebody_else_was_faster()
    {
        await using var server = await ApiServer.StartAsync();
        await server.EnrolAsync("w-1");
        using var context = new ConsoleContext();
        context.Services.AddSingleton(server.Services.GetRequiredService<TwinDesk>());
        var before = await TwinAsync(server);
        var changes = 0;
        var editor = context.Render<DeviceProperties>(p => p.Add(e => e.Twin, before).Add(e => e.OnChanged, () => changes++));
        Assert.Contains("No property yet.", editor.Markup, StringComparison.Ordinal);

        await DesireAsync(editor, "{ not json");
        Assert.Contains("Not valid JSON", editor.Markup, StringComparison.Ordinal);
        await DesireAsync(editor, "{\"intervalS\": 60}");
        Assert.Equal("Desired properties are at version 1 now.", editor.Find("[role=status]").TextContent);
        var after = await TwinAsync(server);
        editor.Render(p => p.Add(e => e.Twin, after));
        Assert.Equal(["60", "–", "▲Pending"], editor.FindAll("tbody td").Select(cell => cell.TextContent.Trim()));
        editor.Render(p => p.Add(e => e.Twin, after with { Revision = after.Revision + 1 }));
        await DesireAsync(editor, "{\"intervalS\": 90}");

        Assert.Equal(1, (await TwinAsync(server)).Desired.Version);
        Assert.Contains("revision", editor.Markup, StringComparison.Ordinal);
        Assert.Equal(2, changes);
    }

    [Fact]
    public async Task A_retired_device_has_no_property_editor()
    {
        await using var server = await ApiServer.StartAsync();
        await server.EnrolAsync("w-1");
        using var context = new ConsoleContext();
        context.Services.AddSingleton(server.Services.GetRequiredService<TwinDesk>());
        var twin = await TwinAsync(server);

        var retired = context.Render<DeviceProperties>(p => p.Add(e => e.Twin, twin).Add(e => e.IsRetired, true));

        Assert.Empty(retired.FindAll("textarea, button"));
    }

    [Theory]
    [InlineData("1h", 1)]
    [InlineData("7d", 168)]
    [InlineData(null, 24)]
    [InlineData("9y", 24)]
    public void An_unknown_range_is_a_day(string? code, int hours)
    {
        Assert.Equal(TimeSpan.FromHours(hours), ChartRange.SpanOf(code));
    }

    private static LiveValue Value(string quantity, string? from) => new()
    {
        Quantity = quantity, Value = 21, AtMs = ConsoleContext.StartMs, ReceivedAtMs = ConsoleContext.StartMs, Quality = 0, From = from,
    };

    private static async Task<TwinDetailView> TwinAsync(ApiServer server)
    {
        Assert.True(TwinId.TryParse("device:w-1", out var id));
        var found = await server.Services.GetRequiredService<TwinQuestions>().FindAsync(id, at: null, Xunit.TestContext.Current.CancellationToken);
        return found.Value!;
    }

    private static async Task DesireAsync(IRenderedComponent<DeviceProperties> editor, string patch)
    {
        await editor.InvokeAsync(() => editor.Find("textarea").ChangeAsync(new() { Value = patch }));
        await editor.InvokeAsync(() => editor.Find("button.primary").ClickAsync(new()));
    }
}
