using SmartCommunity.Indicators.Inputs;

namespace SmartCommunity.Indicators.Scoring;

/// <summary>
/// The next score from the one before: evaluates only formulas that read what changed and, when the instant moved, those that depend on time; states, shares and totals are always drawn anew.
/// Equals a full evaluation of the same inputs to the last bit.
/// </summary>
public static class ScoreUpdate
{
    /// <summary>Evaluates what changed.</summary>
    /// <param name="scorer">The scorer that made <paramref name="previous"/>; another one evaluates everything.</param>
    /// <param name="previous">The evaluation before.</param>
    /// <param name="inputs">The inputs now.</param>
    /// <param name="projectType">Code or alias of the project type now.</param>
    /// <param name="changes">What changed between the two. Claimed scenarios and project type need not be named.</param>
    /// <param name="position">Position of the log the inputs follow from.</param>
    public static Evaluation Apply(Scorer scorer, Evaluation previous, ICommunityInputs inputs, string projectType, InputChanges changes, long position)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(previous);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(changes);
        if (previous.Score.PackHash != scorer.Pack.Hash || previous.Leaves.Length != scorer.FormulaCount || previous.Score.Community != inputs.Community)
            return scorer.Evaluate(inputs, projectType, position);
        var type = scorer.TypeOf(projectType);
        var hasMoved = previous.InstantMs != inputs.InstantMs;
        EvaluationContext? context = null;
        var leaves = (LeafResult[])previous.Leaves.Clone();
        for (var i = 0; i < leaves.Length; i++)
        {
            var dependencies = scorer.DependenciesOf(i);
            if ((hasMoved && dependencies.IsTimeDependent) || dependencies.IsTouchedBy(changes))
                leaves[i] = scorer.Evaluate(i, context ??= new EvaluationContext(scorer.Pack, inputs));
        }

        return new Evaluation(ScoreTree.Build(scorer, type, inputs, leaves, position), leaves, inputs.InstantMs);
    }
}
