using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Indicators.Inputs;

namespace SmartCommunity.Indicators.Scoring;

/// <summary>
/// The score of a past instant after late data: formulas that look at history (and facts) only are evaluated anew over the same windows, all others keep what they gave then, because what a
/// device last said, or what was accepted, at that instant is no longer there. With the data in time the result would have been the same.
/// </summary>
internal static class ScoreRevision
{
    /// <summary>Evaluates what history decides.</summary>
    /// <param name="scorer">The scorer that made <paramref name="then"/>.</param>
    /// <param name="projectType">Code of the project type of then.</param>
    /// <param name="then">What the formulas gave then; as many as the scorer has.</param>
    /// <param name="inputs">Inputs with the instant, facts and claims of then and the history of now.</param>
    /// <param name="position">Position of the log the revision follows from.</param>
    internal static Evaluation Apply(Scorer scorer, string projectType, LeafResult[] then, ICommunityInputs inputs, long position)
    {
        var type = scorer.TypeOf(projectType);
        EvaluationContext? context = null;
        var leaves = (LeafResult[])then.Clone();
        for (var i = 0; i < leaves.Length; i++)
        {
            if (IsHistoric(scorer.FormulaOf(i, type)))
                leaves[i] = scorer.Evaluate(i, type, context ??= new EvaluationContext(scorer.Pack, inputs));
        }

        return new Evaluation(ScoreTree.Build(scorer, type, inputs, leaves, position), leaves, inputs.InstantMs);
    }

    /// <summary>It looks at history, and beside it at nothing but facts and constants.</summary>
    internal static bool IsHistoric(Formula formula) => Kinds(formula) is (true, false);

    private static (bool History, bool Present) Kinds(Formula formula)
    {
        (bool History, bool Present) kinds = formula switch
        {
            Count { Source: var source } => Kinds(source),
            Aggregate { Source: var source } => Kinds(source),
            EvidenceCount or EvidenceScore => (false, true),
            DistinctSubjects or RegisterDelta or Uptime or WithinSeconds or DegreeDaySaving => (true, false),
            _ => (false, false),
        };
        foreach (var part in formula.Parts)
        {
            var (history, present) = Kinds(part);
            kinds = (kinds.History | history, kinds.Present | present);
        }

        return kinds;
    }

    private static (bool History, bool Present) Kinds(Source source) => source is SampleSource or EventSource ? (true, false) : (false, true);
}
