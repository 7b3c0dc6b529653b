using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Console.Components.Layout;
using SmartCommunity.Console.Components.Pages;
using SmartCommunity.Console.Text;
using SmartCommunity.Programme.Money;
using SmartCommunity.Programme.Process;
using SmartCommunity.Storage.Scores;
using SmartCommunity.Tests.Cloud.Programme.Rhythm;
using SmartCommunity.Tests.Programme;
using SmartCommunity.Tests.Programme.Money;
using TestContext = Xunit.TestContext;

namespace SmartCommunity.Tests.Console;

public sealed class LedgerPageTests
{
    private const string Project = MoneyWalk.Project;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_project_has_its_row_with_both_readings_and_the_district_its_sums()
    {
        await using var office = await MoneyOffice.CreateAsync(LateProvince());
        using var context = ContextOf(office);
        var page = Open(context, "");

        Assert.Equal(17, page.FindAll("tr[data-row]").Count);
        var row = page.Find($"tr[data-project={Project}]").TextContent;
        Assert.Contains("CNY 10,600,000.00 ●", row, StringComparison.Ordinal);
        Assert.Contains("CNY 12,000,000.00", row, StringComparison.Ordinal);
        Assert.Contains("final payment", row, StringComparison.Ordinal);
        Assert.Contains("CNY 1,400,000.00", page.Find("tr[data-sums]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("aside"));
    }

    [Fact]
    public async Task An_amount_opens_into_its_arithmetic_its_rules_and_what_the_document_says()
    {
        await using var office = await MoneyOffice.CreateAsync(LateProvince());
        using var context = ContextOf(office, Languages.Chinese);
        var page = Open(context, $"?project={Project}");

        var first = page.Find("aside tr[data-step=First]").TextContent;
        Assert.Contains("当年未完成：70% × 1,200 万元 = 840 万元，最高 700 万元，为 700 万元。", first, StringComparison.Ordinal);
        Assert.Contains("M-09", first, StringComparison.Ordinal);
        Assert.Contains(ProgrammeWalk.Policy.Rule("M-09").Quote, first, StringComparison.Ordinal);
        Assert.Contains("按余额：", page.Find("aside tr[data-step=Second]").TextContent, StringComparison.Ordinal);
        Assert.Equal("140 万元", page.FindAll("aside tr[data-step=Unfunded] td")[0].TextContent);
        Assert.Equal("–", page.FindAll("aside tr[data-step=Unfunded] td")[1].TextContent);
        Assert.Contains("明细", page.Find("aside").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cost_is_booked_and_taken_back_and_what_is_refused_names_its_rules()
    {
        await using var office = await MoneyOffice.CreateAsync(MoneyWalk.Building());
        using var context = ContextOf(office);
        var page = Open(context, $"?project={Project}&panel=cost");
        page.Find("#money-class").Change("department");
        Assert.Contains("paid by its own fund", page.WaitForElement("#money-warning").TextContent, StringComparison.Ordinal);
        page.Find("#money-amount").Change("many");
        await SubmitAsync(page);
        Assert.Equal(["actor", "amountFen"], page.FindAll("[role=dialog] [role=alert] code").Select(c => c.TextContent).Order());

        page.Find("#money-amount").Change("1,234.56");
        page.Find("#money-document").Change("invoice 1");
        page.Find("#money-reason").Change("lifts");
        page.Find("#money-author").Change("street");
        await SubmitAsync(page);
        var refused = page.Find(".refusals");
        Assert.Contains("Fund: Say which department's fund pays it.", refused.TextContent, StringComparison.Ordinal);
        Assert.Equal(("M-03", ProgrammeWalk.Policy.Rule("M-03").Quote), (refused.QuerySelector("abbr")!.TextContent, refused.QuerySelector("abbr")!.GetAttribute("title")));
        Assert.Equal(("true", "1,234.56"), (page.Find("#money-fund").GetAttribute("aria-invalid"), page.Find("#money-amount").GetAttribute("value")));

        page.Find("#money-fund").Change("Civil Affairs");
        await SubmitAsync(page);
        page.WaitForAssertion(() => Assert.Contains("CNY 1,234.56", page.Find("aside tr[data-line=OtherCost]").TextContent, StringComparison.Ordinal), Patience);
        Assert.Equal(123_456, (await MoneyOf(context)).Costs.Single().AmountFen.Value);

        var correct = Open(context, $"?project={Project}&panel=correct:1");
        correct.Find("#money-reason").Change("wrong project");
        await SubmitAsync(correct);
        correct.WaitForAssertion(() => Assert.Equal(2, correct.FindAll("aside tr[data-line=OtherCost]").Count), Patience);
        Assert.Empty(correct.FindAll("aside [data-act=correct]"));
    }

    [Fact]
    public async Task A_payment_is_requested_by_one_approved_by_another_and_paid()
    {
        await using var office = await MoneyOffice.CreateAsync(MoneyWalk.Passed(900));
        using var context = ContextOf(office);
        var page = Open(context, $"?project={Project}&panel=request:First");
        Assert.Equal("9000000", page.Find("#money-amount").GetAttribute("value"));
        page.Find("#money-amount").Change("10000000");
        page.Find("#money-reference").Change("2022-05");
        page.Find("#money-author").Change("street");
        await SubmitAsync(page);
        Assert.Contains("The first payment is CNY 9,000,000.00", page.Find(".refusals").TextContent, StringComparison.Ordinal);
        page.Find("#money-amount").Change("9000000");
        await SubmitAsync(page);
        page.WaitForAssertion(() => Assert.Contains("requested by street", page.Find("aside li[data-payment='1']").TextContent, StringComparison.Ordinal), Patience);

        var approval = Open(context, $"?project={Project}&panel=approve:1");
        await SubmitAsync(approval);
        Assert.Contains("M-15", approval.Find(".refusals").TextContent, StringComparison.Ordinal);
        approval.Find("#money-author").Change("finance");
        await SubmitAsync(approval);
        var payment = Open(context, $"?project={Project}&panel=pay:1");
        payment.Find("#money-document").Change("voucher 7");
        await SubmitAsync(payment);

        payment.WaitForAssertion(() => Assert.Contains("voucher 7", payment.Find("aside li[data-payment='1']").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains("CNY 9,000,000.00", payment.Find("tr[data-sums]").TextContent, StringComparison.Ordinal);
        Assert.Equal(new Fen(900_000_000), (await MoneyOf(context)).Paid(reward: false));
    }

    [Fact]
    public async Task The_forecast_stands_below_and_an_unknown_project_is_said()
    {
        await using var office = await MoneyOffice.CreateAsync(LateProvince());
        using var context = ContextOf(office);
        var page = Open(context, "?project=nowhere");

        Assert.Contains("nowhere", page.Find(".empty").TextContent, StringComparison.Ordinal);
        Assert.Equal(2, page.FindAll($"tr[data-expected={Project}]").Count);
        Assert.Contains("of which certain CNY 10,600,000.00", page.Find("tr[data-month='2026-11']").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "M-05")]
    public async Task Expected_payments_are_weighted_by_the_probability_of_passing_and_what_has_none_is_said()
    {
        await using var office = await RhythmOffice.CreateAsync(RhythmOffice.China(2022, 1, 1, 9));
        for (var day = 1; day <= 90; day++)
            office.Snapshot(Project, ScoreSnapshotKind.Day, RhythmOffice.China(2022, 1, 1).AddDays(day), 78 + (day % 3));
        office.Board.Publish(Project, RhythmOffice.Score(Project, RhythmOffice.China(2022, 4, 1), 79));
        office.Time.SetUtcNow(RhythmOffice.China(2022, 4, 1, 9));
        using var context = new ConsoleContext(Languages.English);
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        office.AddTo(context.Services);
        var probability = (await office.Forecasts.ProbabilitiesAsync(Cancel))[Project]!.Value;
        var page = Open(context, "");

        Assert.InRange(probability, 0.001, 0.999);
        page.WaitForAssertion(() => Assert.Contains($"{probability:P0}", page.Find($"tr[data-expected={Project}]").TextContent, StringComparison.Ordinal), Patience);
        var cells = page.FindAll($"tr[data-expected={Project}] td.number").Select(c => c.TextContent).ToArray();
        Assert.Equal(["–", "CNY 10,000,000.00", "–", new Fen(1_000_000_000).Times(probability).Text.En], cells);
        Assert.Equal("no estimate", page.FindAll("tr[data-expected=yicheng] td.number")[2].TextContent);
        var year = page.Find("tfoot tr[data-month='2022']").TextContent;
        Assert.Contains("not estimated, at most CNY 100,000,000.00, in no weighted sum", year, StringComparison.Ordinal);
        Assert.Contains("CNY 110,000,000.00", year, StringComparison.Ordinal);
    }

    [Fact]
    public void The_navigation_marks_the_ledger_and_not_the_pool_it_lies_under() =>
        Assert.Equal(("ledger", "programme"), (NavGroup.PageOf("/programme/ledger")!.Key, NavGroup.PageOf("/programme/baihe")!.Key));

    // Missed 2022, passed the city in April 2023 and the province after it; nothing was paid yet.
    private static ProgrammeWalk LateProvince()
    {
        var walk = MoneyWalk.Building(Level.Province).Cost(1200);
        walk.Today = new DateOnly(2023, 4, 1);
        return walk.To(Stage.CityAcceptance, level: Level.Province).Do(new AcceptancePassed(Project, Level.City, "city 1")).Do(new ProvinceApplied(Project)).Do(new AcceptancePassed(Project, Level.Province, "province 1"));
    }

    private static ConsoleContext ContextOf(MoneyOffice office, string culture = Languages.English)
    {
        var context = new ConsoleContext(culture);
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddSingleton(office.Desk);
        context.Services.AddSingleton(office.Forecasts);
        return context;
    }

    private static IRenderedComponent<Ledger> Open(ConsoleContext context, string query)
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo($"/programme/ledger{query}");
        var page = context.Render<Ledger>();
        page.WaitForElement("tr[data-row]", Patience);
        return page;
    }

    private static Task SubmitAsync(IRenderedComponent<Ledger> page) => page.InvokeAsync(() => page.Find("[role=dialog] form").SubmitAsync());

    private static async Task<ProjectMoney> MoneyOf(ConsoleContext context) => (await context.Services.GetRequiredService<ProgrammeDesk>().StateAsync(Cancel)).Projects[Project].Money;
}
