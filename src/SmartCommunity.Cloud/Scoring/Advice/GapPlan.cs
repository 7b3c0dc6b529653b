using SmartCommunity.Indicators.Advice;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Cloud.Scoring.Advice;

/// <summary>The cheapest way to pass, in an order to do it, or why there is none.</summary>
public sealed record GapPlan
{
    public required GapOutcome Outcome { get; init; }

    /// <summary>What it comes to, in a sentence.</summary>
    public required BilingualText Why { get; init; }

    /// <summary>The actions in order, each with what it adds to those before it; empty unless <see cref="GapOutcome.Reached"/>.</summary>
    public required IReadOnlyList<GapPlanStep> Steps { get; init; }

    /// <summary>Cost of all steps in yuan.</summary>
    public required decimal Cost { get; init; }

    /// <summary>Days of all steps, by the schedule asked for.</summary>
    public required int Days { get; init; }

    /// <summary>Acceptance points as they are.</summary>
    public required double PointsBefore { get; init; }

    /// <summary>Acceptance points with the steps done.</summary>
    public required double PointsAfter { get; init; }

    /// <summary>Points that pass.</summary>
    public required double PassMark { get; init; }

    /// <summary>Most acceptance points that any set of the actions within the days reaches, whether the gate opens or not.</summary>
    public required double BestReachablePoints { get; init; }

    /// <summary>Measures of the gate that no set of the actions opens.</summary>
    public required IReadOnlyList<string> ShutGates { get; init; }

    /// <summary>Vetoes that no set of the actions lifts.</summary>
    public required IReadOnlyList<string> StandingVetoes { get; init; }

    /// <summary>How many actions were weighed.</summary>
    public required int Weighed { get; init; }

    /// <summary>Actions of the community that were left out: nobody estimated them, or they cannot be done as things are.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }

    /// <summary>Result hash of the score with the steps done.</summary>
    public required string ResultHash { get; init; }

    internal static GapPlan Of(ScoredState state, GapAdvice advice, IReadOnlyList<GapStep> steps, IReadOnlyList<string> leftOut, int weighed)
    {
        var before = state.Evaluation.Score;
        var passMark = state.Scorer.Pack.Scoring.PassMark;
        return new GapPlan
        {
            Outcome = advice.Outcome, Why = WhyOf(state.Scorer.Pack, advice, passMark, weighed), Cost = advice.Cost, Days = advice.Days, PointsBefore = before.AcceptancePoints,
            Steps = [.. steps.Select(static s => new GapPlanStep(s.Action.Code, s.Action.Title, s.Action.Cost, s.Action.Days, s.PointsGained, s.AcceptancePoints, s.Opened, s.Verdict))],
            PointsAfter = advice.After.AcceptancePoints, PassMark = passMark, BestReachablePoints = advice.BestReachablePoints, ShutGates = advice.ShutGates, StandingVetoes = advice.StandingVetoes,
            Weighed = weighed, LeftOut = leftOut, ResultHash = advice.After.ResultHash,
        };
    }

    private static BilingualText WhyOf(StandardPack pack, GapAdvice advice, double passMark, int weighed)
    {
        var best = FormattableString.Invariant($"{advice.BestReachablePoints:0.##}");
        var mark = FormattableString.Invariant($"{passMark:0.##}");
        var after = FormattableString.Invariant($"{advice.After.AcceptancePoints:0.##}");
        return advice.Outcome switch
        {
            GapOutcome.AlreadyPasses => new($"已达到合格线 {mark} 分（现为 {after} 分），无需行动。", $"It passes as it is, with {after} points of the {mark} asked for: nothing to do."),
            GapOutcome.Reached => new(
                FormattableString.Invariant($"{advice.Actions.Count} 项行动、{advice.Cost} 元、{advice.Days} 天后得 {after} 分，达到合格线 {mark} 分；没有更便宜的组合。"),
                FormattableString.Invariant($"{advice.Actions.Count} actions for {advice.Cost} yuan in {advice.Days} days give {after} points, over the pass mark of {mark}; no set is cheaper.")),
            GapOutcome.GateStaysShut when advice.ShutGates.Count > 0 => new(
                $"做不到：标配场景的约束性测点 {Measures(pack, advice.ShutGates, zh: true)} 在这 {weighed} 项行动中无论如何都为零，门槛打不开。",
                $"Impossible: whatever of the {weighed} actions is done, these binding measures of standard scenarios stay at nothing and keep the gate shut: {Measures(pack, advice.ShutGates, zh: false)}."),
            GapOutcome.GateStaysShut => new(
                "做不到：每个约束性测点都可单独达成，但没有一个组合能同时打开全部门槛。", "Impossible: each binding measure can be opened, but no set of actions opens all of them at once."),
            GapOutcome.VetoStands => new(
                $"做不到：没有行动能消除否决项 {Vetoes(pack, advice.StandingVetoes, zh: true)}。", $"Impossible: no action lifts the veto: {Vetoes(pack, advice.StandingVetoes, zh: false)}."),
            GapOutcome.DaysTooShort => new("做得到，但在给定天数内做不到：放宽天数，或让行动同时进行。", "Possible, but not within the days given: allow more days, or do actions side by side."),
            _ => new($"做不到：门槛可以打开，但这 {weighed} 项行动最多得 {best} 分，低于合格线 {mark} 分。", $"Impossible: the gate can be opened, but the {weighed} actions give {best} points at most, below the pass mark of {mark}."),
        };
    }

    private static string Measures(StandardPack pack, IReadOnlyList<string> ids, bool zh) =>
        string.Join(zh ? "、" : ", ", ids.Select(id => pack.Measures.FirstOrDefault(m => m.Id == id)?.Title is { } title ? $"{id} {(zh ? title.Zh : title.En)}" : id));

    private static string Vetoes(StandardPack pack, IReadOnlyList<string> codes, bool zh) =>
        string.Join(zh ? "、" : ", ", codes.Select(code => pack.Scoring.Vetoes.FirstOrDefault(v => v.Code == code)?.Title is { } title ? zh ? title.Zh : title.En : code));
}

/// <summary>One step of a plan.</summary>
/// <param name="Code">Code of the action.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Cost">Its cost in yuan.</param>
/// <param name="Days">Days it takes.</param>
/// <param name="PointsGained">Acceptance points it adds to the steps before it.</param>
/// <param name="AcceptancePoints">Acceptance points after it.</param>
/// <param name="Opens">Measures of the gate it opens and vetoes it lifts.</param>
/// <param name="Verdict">Verdict after it.</param>
public sealed record GapPlanStep(string Code, BilingualText Title, decimal Cost, int Days, double PointsGained, double AcceptancePoints, IReadOnlyList<string> Opens, Verdict Verdict);
