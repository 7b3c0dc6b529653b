using Bunit;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Cloud;
using SmartCommunity.Console.Components.Shared;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Tables;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Live;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Console;

public sealed class ControlTests
{
    [Theory]
    [InlineData(Condition.Normal, "●Normal")]
    [InlineData(Condition.Warning, "▲Warning")]
    [InlineData(Condition.Alarm, "◆Alarm")]
    [InlineData(Condition.Offline, "○Offline")]
    public void A_state_is_colour_shape_and_word_together(Condition condition, string text)
    {
        using var context = new ConsoleContext();

        var badge = context.Render<StateBadge>(p => p.Add(b => b.Condition, condition)).Find(".badge");

        Assert.Equal(text, badge.TextContent);
        Assert.Contains(condition.ToString().ToLowerInvariant(), badge.ClassList);
    }

    [Fact]
    public void The_clock_reads_Asia_Shanghai_and_says_when_live_data_stands_still()
    {
        using var context = new ConsoleContext("zh-CN");
        var asOf = context.Services.GetRequiredService<DataAsOf>();
        var clock = context.Render<DataClock>();
        Assert.Contains("尚无数据", clock.Markup, StringComparison.Ordinal);

        asOf.Report(ConsoleContext.StartMs, live: true);
        clock.WaitForAssertion(() => Assert.Contains("数据截至 20:00:00 CST", clock.Markup, StringComparison.Ordinal));
        context.Time.Advance(TimeSpan.FromMilliseconds(DataClock.StaleMs + 1000));

        clock.WaitForAssertion(() => Assert.Contains("数据停滞", clock.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void A_value_shows_its_name_unit_age_and_a_quality_that_is_less_than_good()
    {
        using var context = new ConsoleContext();
        var value = new LiveValue
        {
            Quantity = "temp", Value = 21.26, AtMs = ConsoleContext.StartMs - 90_000, ReceivedAtMs = ConsoleContext.StartMs,
            Quality = (int)(Quality.Uncertain | Quality.ServerTime),
        };

        var text = Text(context.Render<LatestValue>(p => p.Add(v => v.Value, value).Add(v => v.NowMs, ConsoleContext.StartMs)));

        Assert.Equal("Temperature 21.3 °C 1 min ago▲ uncertain, gateway time", text);
    }

    [Fact]
    public void Communities_are_listed_with_a_total_that_counts_a_shared_gateway_once()
    {
        using var context = new ConsoleContext();
        var gateway = Gateway("gw", backlog: 40);
        CommunityRow[] rows = [Row("baihe", devices: 10, online: 10, gateway), Row("jiangbin", devices: 20, online: 5, gateway)];

        var table = context.Render<CommunityTable>(p => p
            .Add(t => t.Rows, rows).Add(t => t.Sort, CommunitySort.From("online", "desc")).Add(t => t.NowMs, ConsoleContext.StartMs));

        Assert.Equal(["●Normal", "▲Warning"], table.FindAll("tbody .badge").Select(b => b.TextContent));
        Assert.Equal("descending", table.FindAll("thead th")[3].GetAttribute("aria-sort"));
        Assert.Equal(["Total", "", "15", "30", "5 s ago", "2.0", "40", ""], table.FindAll("tfoot tr > *").Skip(1).Select(c => c.TextContent.Trim()));
    }

    [Fact]
    public void A_heading_asks_for_the_order_of_its_column()
    {
        using var context = new ConsoleContext();
        string? asked = null;
        var table = context.Render<CommunityTable>(p => p
            .Add(t => t.Rows, []).Add(t => t.Sort, CommunitySort.From(null, null)).Add(t => t.NowMs, 0).Add(t => t.OnSort, column => asked = column));

        table.FindAll("thead button")[7].Click();

        Assert.Equal("backlog", asked);
    }

    [Fact]
    public void A_gateway_whose_disk_refuses_is_an_alarm_even_while_connected()
    {
        using var context = new ConsoleContext();

        var table = context.Render<GatewayTable>(p => p
            .Add(t => t.Gateways, [Gateway("gw", backlog: 3) with { DiskRefusingRoutine = true }]).Add(t => t.NowMs, ConsoleContext.StartMs));

        Assert.Equal(["◆Disk full", "◆Refusing routine data"], table.FindAll(".badge.alarm").Select(b => b.TextContent));
    }

    [Fact]
    public void A_fault_names_its_field()
    {
        using var context = new ConsoleContext();

        var list = context.Render<FaultList>(p => p.Add(f => f.Faults, [new Fault(FaultKind.Invalid, "id", "is taken.")]));

        Assert.Equal("id is taken.", list.Find("li").TextContent.Trim());
        Assert.Equal("alert", list.Find("div").GetAttribute("role"));
    }

    [Fact]
    public void A_mapping_is_previewed_on_the_sample_and_handed_over_as_typed()
    {
        using var context = new ConsoleContext();
        FieldMappingView? mapped = null;
        var row = new QuarantineView(
            7, "gw", "baihe", "air-1", "indoorAir", "fc/v1/baihe/indoorAir/air-1/telemetry", ConsoleContext.Start, QuarantineReason.UnknownQuantity, "",
            "{\"v\":{\"wendu\":235}}", PayloadIsText: true, Truncated: false, "open");
        var form = context.Render<MapForm>(p => p.Add(f => f.Row, row).Add(f => f.OnMap, m => mapped = m));
        Assert.Contains("◆outside -60–80", form.Find("tbody").TextContent, StringComparison.Ordinal);

        form.Find("#map-scale").Input("0.1");
        Assert.Contains("23.5 °C", form.Find("tbody").TextContent, StringComparison.Ordinal);
        Assert.Contains("●accepted", form.Find("tbody").TextContent, StringComparison.Ordinal);
        form.Find("#map-scope").Change("class");
        form.Find("button.primary").Click();

        Assert.Equal(new FieldMappingView(0, "indoorAir", "", "wendu", "temp", 0.1, 0), mapped);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("0")]
    [InlineData("")]
    public void A_mapping_with_a_scale_that_is_no_factor_cannot_be_saved(string scale)
    {
        using var context = new ConsoleContext();
        var row = new QuarantineView(7, "gw", "c", "d", "indoorAir", "t", ConsoleContext.Start, "r", "", "{\"v\":{\"a\":1}}", true, false, "open");
        var form = context.Render<MapForm>(p => p.Add(f => f.Row, row));

        form.Find("#map-scale").Input(scale);

        Assert.True(form.Find("button.primary").HasAttribute("disabled"));
    }

    [Fact]
    public void Every_reason_for_quarantine_can_be_filtered_by()
    {
        using var context = new ConsoleContext();
        var reasons = typeof(QuarantineReason).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!);

        var bar = context.Render<QuarantineFilterBar>(p => p.Add(b => b.Places, []));

        var offered = bar.FindAll("option").Select(o => o.GetAttribute("value"));
        Assert.Equal([], reasons.Where(reason => !offered.Contains(reason)));
    }

    [Fact]
    public void A_command_shows_how_far_it_got()
    {
        using var context = new ConsoleContext();
        var command = new CommandView(
            "c1", "d", "baihe", "gw", "locate", null, "failed", ConsoleContext.Start, ConsoleContext.Start.AddMinutes(5),
            ConsoleContext.Start.AddSeconds(1), null, ConsoleContext.Start.AddSeconds(2), null);

        var steps = context.Render<CommandLifecycle>(p => p.Add(l => l.Command, command)).FindAll("li");

        Assert.Equal(["done", "done", "open", "done"], steps.Select(s => s.ClassName));
        Assert.Equal("● failed20:00:02", string.Join(' ', steps[3].TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public void News_is_announced_in_one_batch_with_a_count_of_the_rest()
    {
        using var context = new ConsoleContext();
        var announcer = context.Render<Announcer>();
        for (var i = 1; i <= 5; i++)
            announcer.Instance.Say($"News {i}.");
        Assert.Equal("", announcer.Find("[role=status]").TextContent);

        context.Time.Advance(Announcer.BatchInterval);

        announcer.WaitForAssertion(() => Assert.Equal("News 1. News 2. News 3. 2 more.", announcer.Find("[role=status]").TextContent));
    }

    private static string Text(IRenderedComponent<LatestValue> rendered) =>
        string.Join(' ', rendered.Find(".value").TextContent.Replace("°C", " °C ", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    internal static CommunityRow Row(string code, int devices, int online, params GatewayView[] gateways) => new(
        new CommunityView(code, code, code, "street", "街道", "Street", devices),
        new LiveCommunity { Code = code, Devices = devices, Online = online, LastAtMs = ConsoleContext.StartMs - 5000, MessagesPerSecond = 1, Position = 1 },
        gateways);

    internal static GatewayView Gateway(string id, long backlog) => new(
        id, id, Connected: true, ConsoleContext.Start, ConsoleContext.Start, "0.1.0", ConnectedDevices: 30, MessagesReceived: 100, MessagesRefused: 0,
        MessagesQuarantined: 0, DuplicatesDropped: 0, backlog, BacklogBytes: 4096, LagSeconds: 1, DiskRefusingRoutine: false, RssBytes: 1 << 20,
        [new LaneView("routine", 1, 100, backlog, 4096)]);
}
