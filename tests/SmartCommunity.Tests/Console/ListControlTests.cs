using Bunit;
using SmartCommunity.Console.Components.Shared;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Tests.Console;

public sealed class ListControlTests
{
    [Fact]
    public void A_page_beyond_the_last_says_so_and_leads_back()
    {
        using var context = new ConsoleContext();
        var asked = 0;

        var pager = context.Render<Pager>(p => p.Add(x => x.Number, 99).Add(x => x.Size, 50).Add(x => x.Total, 4).Add(x => x.OnPage, number => asked = number));
        pager.Find("button").Click();

        Assert.Contains("There is no page 99", pager.Markup, StringComparison.Ordinal);
        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData("en", "Map a field")]
    [InlineData("zh-CN", "映射字段")]
    public void A_quarantined_payload_offers_its_mapping_under_its_own_name(string culture, string word)
    {
        using var context = new ConsoleContext(culture);

        var table = context.Render<QuarantineTable>(p => p.Add(t => t.Rows, [Payload]).Add(t => t.Selected, []).Add(t => t.NowMs, ConsoleContext.StartMs));

        var button = table.Find("button[data-open]");
        Assert.Equal(word, button.TextContent);
        Assert.StartsWith(word, button.GetAttribute("aria-label"), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_no_action_takes_cannot_be_selected()
    {
        using var context = new ConsoleContext();

        var table = context.Render<QuarantineTable>(p => p
            .Add(t => t.Rows, [Payload with { State = "dismissed" }]).Add(t => t.Selected, []).Add(t => t.CanSelect, false).Add(t => t.NowMs, ConsoleContext.StartMs));

        Assert.All(table.FindAll("input[type=checkbox]"), box => Assert.True(box.HasAttribute("disabled")));
    }

    private static QuarantineView Payload => new(
        7, "gateway-1", "baihe", "air-1", "indoorAir", "fc/v1/baihe/indoorAir/air-1/telemetry", ConsoleContext.Start, "unknownQuantity", "'wendu' is no quantity.",
        "{\"v\":{\"wendu\":235}}", PayloadIsText: true, Truncated: false, "open");
}
