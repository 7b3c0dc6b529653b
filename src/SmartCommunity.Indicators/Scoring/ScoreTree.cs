using SmartCommunity.Indicators.Inputs;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Indicators.Scoring;

/// <summary>Draws the score out of the formulas' results: measures, indicators, scenarios, total, dimensions, gate, vetoes, verdict and hashes.</summary>
internal sealed class ScoreTree
{
    /// <summary>Points are sums of binary fractions: a total this close to a mark has reached it. A billionth of a point is below every difference the rules can make.</summary>
    internal const double MarkTolerance = 1e-9;

    private const double AllPoints = 100;
    private readonly Scorer _scorer;
    private readonly ProjectType _type;
    private readonly ICommunityInputs _inputs;
    private readonly LeafResult[] _leaves;
    private readonly List<string> _gateFailures = [];
    private readonly Dictionary<string, double> _effectiveShares = new(StringComparer.Ordinal);
    private int _measure;
    private int _item;

    private ScoreTree(Scorer scorer, ProjectType type, ICommunityInputs inputs, LeafResult[] leaves)
    {
        _scorer = scorer;
        _type = type;
        _inputs = inputs;
        _leaves = leaves;
    }

    private ScoringRules Rules => _scorer.Pack.Scoring;

    internal static CommunityScore Build(Scorer scorer, ProjectType type, ICommunityInputs inputs, LeafResult[] leaves, long position) =>
        new ScoreTree(scorer, type, inputs, leaves).Build(position);

    private CommunityScore Build(long position)
    {
        var scenarios = new ScenarioScore[_scorer.Pack.Scenarios.Count];
        var total = 0.0;
        for (var i = 0; i < scenarios.Length; i++)
        {
            scenarios[i] = Build(_scorer.Pack.Scenarios[i]);
            total += scenarios[i].Points;
        }

        var dimensions = new DimensionScore[Rules.Dimensions.Count];
        var acceptance = 0.0;
        for (var i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = Build(Rules.Dimensions[i], total);
            acceptance += dimensions[i].Points;
        }

        var score = new CommunityScore
        {
            Community = _inputs.Community,
            Position = position,
            InstantMs = _inputs.InstantMs,
            Pack = _scorer.Pack.Name,
            PackHash = _scorer.Pack.Hash,
            ProjectType = _type.Code,
            Scenarios = scenarios,
            Dimensions = dimensions,
            Total = total,
            AcceptancePoints = acceptance,
            GateFailures = _gateFailures,
            Vetoes = [.. Rules.Vetoes.Where(v => Stands(v)).Select(static v => v.Code)],
            Verdict = VerdictOf(acceptance),
            InputHash = ScoreHash.OfInputs(_scorer, _type, _inputs, _leaves),
            ResultHash = "",
        };
        return score with { ResultHash = ScoreHash.OfResult(score) };
    }

    private ScenarioScore Build(Scenario scenario)
    {
        var isStandard = _type.Standard.Contains(scenario.Code);
        var isClaimed = !isStandard && _type.Optional.Contains(scenario.Code) && _inputs.ClaimedScenarios.Contains(scenario.Code);
        var weight = _type.Weights.GetValueOrDefault(scenario.Code);
        var points = isStandard || isClaimed ? weight : 0;
        var indicators = new IndicatorScore[scenario.Indicators.Count];
        var sum = 0.0;
        for (var i = 0; i < indicators.Length; i++)
        {
            indicators[i] = Build(scenario.Indicators[i], points / indicators.Length, isStandard);
            sum += indicators[i].Share;
        }

        var share = indicators.Length == 0 ? 0 : sum / indicators.Length;
        return new ScenarioScore(scenario.Code, isStandard, isClaimed, weight, share, points * share, indicators);
    }

    private IndicatorScore Build(Indicator indicator, double maxPoints, bool gates)
    {
        var weights = 0.0;
        foreach (var measure in indicator.Measures)
            weights += WeightOf(measure);
        var scores = new MeasureScore[indicator.Measures.Count];
        var sum = 0.0;
        for (var i = 0; i < scores.Length; i++)
        {
            var measure = indicator.Measures[i];
            var score = MeasureJudge.Judge(measure, measure.Thresholds[_type.Code], Rules, _leaves[_measure++].Result, maxPoints * WeightOf(measure) / weights, _inputs.InstantMs);
            var effective = score.Share * MeasureJudge.ConfidenceOf(score.Badge, Rules);
            _effectiveShares[measure.Id] = effective;
            sum += WeightOf(measure) * effective;
            if (gates && measure.Nature == MeasureNature.Binding && score.Share <= 0)
                _gateFailures.Add(measure.Id);
            scores[i] = score;
        }

        var share = weights > 0 ? sum / weights : 0;
        return new IndicatorScore(indicator.Code, share, maxPoints * share, maxPoints, scores);
    }

    private double WeightOf(Measure measure) => measure.Nature == MeasureNature.Binding ? Rules.BindingWeight : Rules.GuidingWeight;

    private DimensionScore Build(AcceptanceDimension dimension, double total)
    {
        var share = dimension.IsScenarioTotal ? total / AllPoints : MeanOf(dimension.Items);
        return new DimensionScore(dimension.Code, share, dimension.Points * share, dimension.Points);
    }

    private double MeanOf(IReadOnlyList<DimensionItem> items)
    {
        var weights = 0.0;
        var sum = 0.0;
        foreach (var item in items)
        {
            weights += item.Weight;
            sum += item.Weight * (item.Formula is null ? _effectiveShares[item.Measure!] : ShareOf(item, _leaves[_scorer.Measures.Count + _item++].Result));
        }

        return weights > 0 ? sum / weights : 0;
    }

    /// <summary>A part with a formula of its own does not grow old; its confidence is that of its weakest input, as for a measure.</summary>
    private double ShareOf(DimensionItem item, FormulaResult result)
    {
        if (result.Value is not { } value)
            return 0;
        var direction = item.Threshold!.Floor > item.Threshold.Full ? MeasureDirection.Lower : MeasureDirection.Higher;
        return MeasureJudge.ShareOf(value, item.Threshold, direction) * MeasureJudge.ConfidenceOf(MeasureJudge.BadgeOf(result.Origins, Rules), Rules);
    }

    /// <summary>A fact nobody entered is no veto.</summary>
    private bool Stands(VetoItem veto) => (veto.WhenBindingAtZero && _gateFailures.Count > 0) || StandsByFact(veto);

    private bool StandsByFact(VetoItem veto) => veto.Fact is { } code && _inputs.Facts.TryGetValue(code, out var fact) && fact.Value != 0;

    // A veto that only repeats the shut gate is listed, but the verdict names the gate: it tells what to do.
    private Verdict VerdictOf(double acceptance) =>
        Rules.Vetoes.Any(v => StandsByFact(v)) ? Verdict.Vetoed
        : _gateFailures.Count > 0 ? Verdict.NotReady
        : acceptance >= Rules.ExcellentMark - MarkTolerance ? Verdict.Excellent
        : acceptance >= Rules.PassMark - MarkTolerance ? Verdict.Pass
        : Verdict.BelowPassMark;
}
