using SmartCommunity.Cloud.Programme.Papers;
using SmartCommunity.Cloud.Programme.Papers.Making;
using SmartCommunity.Cloud.Programme.Papers.Model;
using SmartCommunity.Programme.Money;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Tests.Programme;
using SmartCommunity.Tests.Programme.Money;

namespace SmartCommunity.Tests.Cloud.Programme.Papers;

/// <summary>Ledger and requirements, from programmes in memory.</summary>
public sealed class LedgerPaperTests
{
    [Fact]
    [Trait("Rule", "M-10")]
    public void A_ledger_adds_up_to_the_fen_and_its_formulas_name_columns_that_are_there()
    {
        var walk = MoneyWalk.Passed(700).Cost(40, "ict").Cost(300).Do(new CostCorrected(MoneyWalk.Project, 2, "not ours")).PayAll();
        var ledger = DistrictLedger.Of(walk.State, PolicyLibrary.Shipped, walk.Today);

        var paper = LedgerPaper.Of(Context(walk));

        Assert.Equal(paper.Kind.Fields.Order(StringComparer.Ordinal), paper.Fields.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(paper.Kind.Sections, paper.Sections.Select(s => s.Code));

        var total = Section(paper, "projects").Table!.Total!;
        Assert.Equal((ledger.Sums.SpentFen.Yuan, ledger.Sums.PaidFen.Yuan, ledger.Sums.ExposedFen.Yuan), (total[2].Number, total[3].Number, total[10].Number));
        Assert.True(ledger.Sums.PaidFen > Fen.Zero);
        Assert.Equal(ledger.Lines.Select(l => (decimal?)l.AmountFen.Yuan), Section(paper, "entries").Table!.Rows.Select(r => r[6].Number));
        Assert.All(PaperFormats.All, format => Assert.Empty(new PaperTemplates(Path.GetTempPath()).Make(paper, format).Faults));
    }

    [Fact]
    public void The_years_payments_stand_as_if_all_came_and_weighted_with_the_words_that_say_how()
    {
        var walk = MoneyWalk.Building().Cost(300);
        walk.Today = new DateOnly(2022, 3, 1);

        var paper = LedgerPaper.Of(Context(walk) with { Passes = new Dictionary<string, double?> { [MoneyWalk.Project] = 0.25 } });

        var section = Section(paper, "forecast");
        var row = section.Table!.Rows.Single(r => r[1].Text == walk[MoneyWalk.Project].Pool.Name.Zh);
        Assert.Equal([0.25m, 3_000_000m, 10_000_000m, 750_000m, 2_500_000m], row.Skip(4).Select(c => c.Number!.Value));
        Assert.Equal("ROUND({high}*{probability},2)", row[8].Formula);
        Assert.Equal([750_000m, 2_500_000m], section.Table.Total!.Skip(7).Select(c => c.Number!.Value));
        Assert.Contains("“加权”为金额乘以概率", section.Paragraphs[0], StringComparison.Ordinal);
        Assert.Contains("尚无概率的款项至多 10,000 万元，未计入加权合计。", section.Paragraphs[0], StringComparison.Ordinal);
        Assert.All(PaperFormats.All, format => Assert.Empty(new PaperTemplates(Path.GetTempPath()).Make(paper, format).Faults));
    }

    [Fact]
    [Trait("Rule", "P-02")]
    public void The_requirement_list_names_the_rule_of_each_row()
    {
        var walk = new ProgrammeWalk();

        var paper = RequirementsPaper.Of(Context(walk), walk[ProgrammeWalk.Project]);

        Assert.Contains(ProgrammeWalk.Policy.Rule("P-02").Quote, Section(paper, "basis").Paragraphs[0], StringComparison.Ordinal);
        var rows = Section(paper, "requirements").Table!.Rows;
        Assert.Contains("R-01", rows.Select(r => r[4].Text));
        Assert.All(rows, r => Assert.NotEqual("", ProgrammeWalk.Policy.Rule(r[4].Text!).Quote));
    }

    private static PaperSection Section(Paper paper, string code) => paper.Sections.Single(s => s.Code == code);

    private static PaperContext Context(ProgrammeWalk walk) => new(walk.State, PolicyLibrary.Shipped, walk.Today, "杭州市富阳区", new Dictionary<string, string>());
}
