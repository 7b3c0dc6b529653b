using System.Globalization;
using SmartCommunity.Indicators.Explaining;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Tests.Indicators.Scoring;

public sealed class ExplainerTests
{
    private static readonly Scorer _scorer = new(TestCommunity.Zhejiang);
    private static readonly Explainer _explainer = new(_scorer);
    private readonly TestCommunity _community = ZhejiangCommunity.Build();

    [Fact]
    public void An_equation_has_this_communitys_numbers_in_both_languages()
    {
        var explanation = Explain("JT-21b");

        Assert.Equal("(6 parking spot where spotStatus ≠ unknown, heard within 5 min) / (8 parking spot) × 100 = 75 %", explanation.Equation);
        Assert.Equal("(6 车位（spotStatus ≠ unknown，最近上报 ≤ 5 分钟）) / (8 车位) × 100 = 75 %", explanation.EquationZh);
        Assert.Equal("s = (75 − 60) / (95 − 60) = 0.429; 5 × 1/5 × 2/6 × 0.429 × 1 = 0.143 points", explanation.ShareEquation);
        Assert.EndsWith("= 0.143 分", explanation.ShareEquationZh, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tree_opens_down_to_the_devices_with_those_to_mend_first()
    {
        var root = Explain("JT-21b").Root;

        Assert.Equal(("ratio", 75d, "%"), (root.Operator, root.Value, root.Unit));
        Assert.Equal(["countWhere", "count"], root.Parts.Select(static p => p.Operator));
        Assert.Equal(["spot-6", "spot-7"], root.Parts[0].Inputs.Where(static i => !i.Counted).Select(static i => i.Id));
        Assert.Equal(["spot-6", "spot-7", "spot-0"], root.Parts[0].Inputs.Take(3).Select(static i => i.Id));
        Assert.Equal(("device", "spotStatus", 3d), (root.Parts[0].Inputs[0].Kind, root.Parts[0].Inputs[0].Quantity, root.Parts[0].Inputs[0].Value));
        Assert.Equal((8, 8d), (root.Parts[1].InputCount, root.Parts[1].Expected));
    }

    [Fact]
    public void Facts_records_and_evidence_are_named_with_day_and_source()
    {
        var area = Explain("LL-02a").Root;
        Assert.Equal(("fact", "households", 1000d, "survey"), (area.Parts[1].Inputs[0].Kind, area.Parts[1].Inputs[0].Id, area.Parts[1].Inputs[0].Value, area.Parts[1].Inputs[0].Note));
        Assert.Equal(["f-canteen", "f-centre", "f-childcare", "f-daycare", "f-learning"], area.Parts[0].Inputs.Where(static i => i.Counted).Select(static i => i.Id));
        Assert.Equal((10, "m2"), (area.Parts[0].InputCount, area.Parts[0].Unit));

        var culture = Explain("LL-01a").Root.Parts[0];
        Assert.Equal(["memoryArchive", "e-culturePlace", "e-cultureTheme"], culture.Inputs.Select(static i => i.Id));
        Assert.Equal("expired", Explain("JY-05b").Root.Parts[0].Inputs[0].Note);
    }

    [Fact]
    public void What_is_missing_says_why()
    {
        _community.FactMap.Remove("households");

        var explanation = Explain("LL-02a");

        Assert.EndsWith("× 100 = missing (never entered: households)", explanation.Equation, StringComparison.Ordinal);
        Assert.Equal("s = 0 (missing: never entered: households); 16 × 1/3 × 2/5 × 0 × 0 = 0 points", explanation.ShareEquation);
        Assert.Equal("noFact:households", explanation.Root.Reason);
    }

    [Fact]
    public void A_suppressed_share_shows_neither_numbers_nor_inputs_without_the_health_role()
    {
        _community.Fact("guardHouseholds", 4);
        var score = _scorer.Score(_community, "renovation", position: 1);

        var hidden = _explainer.Explain(_community, score, "JK-11c", maySeeSuppressed: false);
        var open = _explainer.Explain(_community, score, "JK-11c", maySeeSuppressed: true);

        Assert.True(hidden.IsHidden);
        Assert.Equal((null, 0d, 0d, 0), (hidden.Measure.Value, hidden.Measure.Share, hidden.Measure.Points, hidden.Root.InputCount));
        Assert.DoesNotContain(hidden.Equation + hidden.ShareEquation, char.IsAsciiDigit);
        Assert.Equal((false, 100d), (open.IsHidden, open.Measure.Value));
    }

    [Fact]
    public void Every_measure_explains_itself_with_the_value_of_the_score()
    {
        var score = _scorer.Score(_community, "newBuild", position: 1);
        foreach (var measure in score.Measures)
        {
            var explanation = _explainer.Explain(_community, score, measure.Id, maySeeSuppressed: true);

            Assert.Equal(measure.Value, explanation.Root.Value);
            Assert.True(Leaves(explanation.Root).All(static l => l.InputCount > 0 || l.Operator == "constant"), measure.Id);
            Assert.DoesNotContain("{0}", explanation.Equation, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Lost_points_are_ordered_by_what_to_fix_first()
    {
        _community.Fact("operationCost12m", 2_000_000);

        var lost = Explainer.PointsLost(_scorer.Score(_community, "renovation", position: 1));

        Assert.Equal(("FW-28a", true), (lost[0].Measure, lost[0].ShutsGate));
        Assert.Equal(lost.Skip(1).Select(static l => l.Points).OrderDescending(), lost.Skip(1).Select(static l => l.Points));
        Assert.DoesNotContain(lost, static l => l.Measure == "ZL-31a");
    }

    [Fact]
    public void The_text_is_the_same_in_every_culture()
    {
        var measure = TestCommunity.Zhejiang.Measures.Single(static m => m.Id == "DT-26a");
        var before = CultureInfo.CurrentCulture;
        try
        {
            var english = ExplanationText.Of(measure, Explain("DT-26a"), isChinese: false, maxInputs: 2);
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");

            Assert.Equal(english, ExplanationText.Of(measure, Explain("DT-26a"), isChinese: false, maxInputs: 2));
            Assert.StartsWith("DT-26a Common-area electricity saving against baseline year\n", english, StringComparison.Ordinal);
            Assert.Contains("f = 1 − 0.3 + 0.3·D/D₀", english, StringComparison.Ordinal);
            Assert.Contains("    delta = 10000 kW.h: consumption energyImport of electricity meter feeding building, facility, last 365 d [2025-06-16T00:00:00.000+08:00, 2026-06-15T12:00:00.001+08:00) 2/2\n".Trim(), english, StringComparison.Ordinal);
            Assert.Contains("节能率", ExplanationText.Of(measure, Explain("DT-26a"), isChinese: true, maxInputs: 0), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_score_of_other_inputs_is_refused()
    {
        var score = _scorer.Score(_community, "renovation", position: 1);
        _community.InstantMs++;

        Assert.Throws<ArgumentException>(() => _explainer.Explain(_community, score, "JT-21b", maySeeSuppressed: true));
    }

    private static IEnumerable<FormulaValue> Leaves(FormulaValue node) => node.Parts.Count == 0 ? [node] : node.Parts.SelectMany(Leaves);

    private MeasureExplanation Explain(string id) => _explainer.Explain(_community, _scorer.Score(_community, "renovation", position: 1), id, maySeeSuppressed: true);
}
