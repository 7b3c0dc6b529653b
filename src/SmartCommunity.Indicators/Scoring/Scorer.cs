using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Indicators.Inputs;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Indicators.Scoring;

/// <summary>
/// Scores communities by one pack. Immutable and thread-safe; the same inputs, project type and position give the same bits on every machine, thread and culture.
/// </summary>
/// <remarks>
/// The rules (<c>domain.md</c> §1.10, §2.2), all numbers from the pack:
/// <code>
/// s(v)        = clamp((v − floor) / (full − floor), 0, 1); floor = full: 1 if v meets it, else 0; stale and missing: 0
/// indicator   = Σ wᵢ·sᵢ·cᵢ / Σ wᵢ      w: binding or guiding weight, c: confidence of the badge
/// scenario    = mean of its indicators
/// total       = Σ weight·scenario      over standard scenarios and optional ones the community claims
/// gate        = every binding measure of a standard scenario has s > 0
/// acceptance  = Σ points·share         over the pack's dimensions
/// </code>
/// Example: 44 of 47 spots are fresh, floor 60, full 95, live: v = 93.617 %, s = (93.617 − 60) / 35 = 0.960. The measure is binding (2) beside another binding and two guiding ones (1 each) in one of five
/// indicators of a scenario of 4 points: it gives 4 · 1/5 · 2/6 · 0.960 = 0.256 points.
/// </remarks>
public sealed class Scorer
{
    private readonly Dictionary<string, Dependencies[]> _dependencies;

    /// <summary>Prepares the pack.</summary>
    /// <exception cref="ArgumentException">A measure has no threshold for one of the pack's project types, or a dimension names a measure the pack does not have: a pack that was loaded has neither.</exception>
    public Scorer(StandardPack pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        Pack = pack;
        Measures = [.. pack.Measures];
        Items = [.. pack.Scoring.Dimensions.Where(static d => !d.IsScenarioTotal).SelectMany(static d => d.Items).Where(static i => i.Formula is not null)];
        Check();
        _dependencies = pack.ProjectTypes.ToDictionary(
            static t => t.Code, t => Enumerable.Range(0, FormulaCount).Select(f => Dependencies.Of(FormulaOf(f, t))).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>The pack it scores by.</summary>
    public StandardPack Pack { get; }

    internal IReadOnlyList<Measure> Measures { get; }

    /// <summary>Parts of dimensions with formulas of their own, in the pack's order.</summary>
    internal IReadOnlyList<DimensionItem> Items { get; }

    internal int FormulaCount => Measures.Count + Items.Count;

    /// <summary>Evaluates everything.</summary>
    /// <param name="inputs">The community's inputs.</param>
    /// <param name="projectType">Code or alias of one of the pack's project types.</param>
    /// <param name="position">Position of the log the inputs follow from; 0 for a what-if.</param>
    /// <exception cref="ArgumentException">The pack has no such project type.</exception>
    public Evaluation Evaluate(ICommunityInputs inputs, string projectType, long position)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var type = TypeOf(projectType);
        var context = new EvaluationContext(Pack, inputs);
        var leaves = new LeafResult[FormulaCount];
        for (var i = 0; i < leaves.Length; i++)
            leaves[i] = Evaluate(i, type, context);
        return new Evaluation(ScoreTree.Build(this, type, inputs, leaves, position), leaves, inputs.InstantMs);
    }

    /// <summary>The score alone.</summary>
    public CommunityScore Score(ICommunityInputs inputs, string projectType, long position) => Evaluate(inputs, projectType, position).Score;

    internal ProjectType TypeOf(string code) =>
        Pack.FindProjectType(code)
        ?? throw new ArgumentException($"Pack {Pack.Name} has no project type '{code}'; it has {string.Join(", ", Pack.ProjectTypes.Select(static t => t.Code))}.", nameof(code));

    internal Dependencies DependenciesOf(int formula, ProjectType type) => _dependencies[type.Code][formula];

    internal Formula FormulaOf(int index, ProjectType type) => index < Measures.Count ? Measures[index].FormulaOf(type.Code) : Items[index - Measures.Count].Formula!;

    internal LeafResult Evaluate(int formula, ProjectType type, EvaluationContext context)
    {
        context.Bytes.Clear();
        var result = FormulaEvaluator.Evaluate(FormulaOf(formula, type), context);
        return new LeafResult(result, LeafDigest.Of(context.Bytes.Hash()));
    }

    private void Check()
    {
        var faults =
            (from measure in Measures
             from type in Pack.ProjectTypes
             where !measure.Thresholds.ContainsKey(type.Code)
             select $"measure {measure.Id} has no threshold for {type.Code}")
            .Concat(
                from item in Pack.Scoring.Dimensions.Where(static d => !d.IsScenarioTotal).SelectMany(static d => d.Items)
                where item.Formula is null ? Measures.All(m => m.Id != item.Measure) : item.Threshold is null
                select item.Formula is null ? $"dimension item {item.Code} names measure '{item.Measure}', which is not in the pack" : $"dimension item {item.Code} has a formula without a threshold")
            .ToList();
        if (faults.Count > 0)
            throw new ArgumentException($"Pack {Pack.Name} cannot be scored by: {string.Join("; ", faults)}.");
    }
}

/// <summary>A formula's result and the SHA-256 of what its leaves read.</summary>
internal readonly record struct LeafResult(FormulaResult Result, LeafDigest Digest);

/// <summary>A score together with what its formulas gave, from which <see cref="ScoreUpdate"/> goes on. Immutable.</summary>
public sealed class Evaluation
{
    internal Evaluation(CommunityScore score, LeafResult[] leaves, long instantMs)
    {
        Score = score;
        Leaves = leaves;
        InstantMs = instantMs;
    }

    /// <summary>The score.</summary>
    public CommunityScore Score { get; }

    internal LeafResult[] Leaves { get; }

    internal long InstantMs { get; }
}
