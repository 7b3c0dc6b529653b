using System.Text.Json;
using SmartCommunity.Cloud.Scoring.WhatIf;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Advice;
using SmartCommunity.Indicators.Explaining;
using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Indicators.WhatIf;

namespace SmartCommunity.Cloud.Scoring.Advice;

/// <summary>
/// Actions derived from the points a community loses, what to fix first in front: lift a veto, get evidence accepted, repair devices that are not heard, bring a measure or a part of a dimension to its full
/// value. Each is tried alone by the engine, and left out when it gains nothing. What they cost and how long they take only people know. Pure.
/// </summary>
internal sealed class ActionProposals
{
    /// <summary>As many as can be weighed against each other.</summary>
    internal const int MaxProposed = GapAdvisor.MaxActions;

    // A formula that reads every device is changed by each repair: only so many may change one formula.
    private const int MaxRepairs = GapAdvisor.MaxOnOneFormula / 2;

    private readonly ScoredState _state;
    private readonly ProjectType _type;
    private readonly List<ActionProposal> _found = [];
    private readonly HashSet<string> _tried = new(StringComparer.Ordinal);
    private int _repairs;

    private ActionProposals(ScoredState state) => (_state, _type) = (state, state.Scorer.TypeOf(state.Evaluation.Score.ProjectType));

    private StandardPack Pack => _state.Scorer.Pack;

    internal static IReadOnlyList<ActionProposal> Of(ScoredState state)
    {
        var proposals = new ActionProposals(state);
        proposals.Vetoes();
        foreach (var lost in Explainer.PointsLost(state.Evaluation.Score))
            proposals.Measure(lost.Measure);
        foreach (var item in state.Scorer.Items)
            proposals.Item(item);
        // What opens something stays in front; the rest by what it gains.
        return [.. proposals._found.OrderByDescending(static p => p.Trial.Opens.Count > 0).ThenByDescending(static p => p.Trial.PointsGained).Take(MaxProposed)];
    }

    private void Vetoes()
    {
        foreach (var veto in Pack.Scoring.Vetoes.Where(v => v.Fact is not null && _state.Evaluation.Score.Vetoes.Contains(v.Code)))
        {
            Try($"veto:{veto.Code}", new BilingualText($"消除否决项：{veto.Title.Zh}", $"Lift the veto: {veto.Title.En}"),
                new ScoreEdit { Kind = EditKinds.SetFact, Fact = veto.Fact, Value = JsonSerializer.SerializeToElement(false), Inspected = true });
        }
    }

    private void Measure(string id)
    {
        var measure = _state.Scorer.Measures.First(m => m.Id == id);
        var score = _state.Evaluation.Score.Measures.First(m => m.Id == id);
        // What a suppressed measure would gain gives its value away.
        if (score.IsSuppressed)
            return;
        var before = _found.Count;
        var parts = Parts(measure.FormulaOf(_type.Code)).ToArray();
        foreach (var part in parts)
            Evidence(part);
        if (measure.Source == MeasureSource.Evidence && _found.Count > before)
            return;
        foreach (var @class in ClassesOf(parts))
            Repair(@class);
        var full = measure.Thresholds[_type.Code].Full;
        Try($"measure:{id}", new BilingualText($"将 {id} {measure.Title.Zh} 提升到满分值 {Told(full, measure.Unit)}", $"Bring {id} {measure.Title.En} to its full value, {Told(full, measure.Unit)}"),
            new ScoreEdit { Kind = EditKinds.SupposeValue, Measure = id, Value = JsonSerializer.SerializeToElement(full), Badge = BadgeOf(measure.Source) });
    }

    private void Item(DimensionItem item)
    {
        foreach (var part in Parts(item.Formula!))
            Evidence(part, item.Threshold!.Full);
        if (item.Formula is not RegistryValue registry || Pack.Facts.FirstOrDefault(f => f.Code == registry.Fact) is not { } fact)
            return;
        var full = Math.Clamp(item.Threshold!.Full, fact.Min, fact.Max);
        Try($"fact:{fact.Code}", new BilingualText($"将{fact.Title.Zh}做到 {Told(full, fact.Unit)}", $"Bring {fact.Title.En} to {Told(full, fact.Unit)}"),
            new ScoreEdit { Kind = EditKinds.SetFact, Fact = fact.Code, Value = JsonSerializer.SerializeToElement(full) });
    }

    private void Evidence(Formula part, double full = 1)
    {
        switch (part)
        {
            case EvidenceCount { PerItem: false } count:
                foreach (var kind in count.Kinds)
                    Accept(kind, pieces: 1, score: null);
                break;
            case EvidenceCount count:
                var there = _state.Inputs.Evidence.Count(e => count.Kinds.Contains(e.Kind));
                Accept(count.Kinds[0], pieces: (int)Math.Clamp(full - there, 1, EditReader.MaxEdits), score: null);
                break;
            case EvidenceScore scored:
                Accept(scored.Kind, pieces: 1, score: BestReview);
                break;
        }
    }

    private const double BestReview = 100;

    private void Accept(string kind, int pieces, double? score)
    {
        var title = Pack.Evidence.FirstOrDefault(e => e.Code == kind)?.Title ?? new BilingualText(kind, kind);
        var edit = new ScoreEdit { Kind = EditKinds.AcceptEvidence, Evidence = kind, Score = score, Inspected = true };
        var (zh, en) = pieces == 1 ? ("", "") : ($"（{pieces} 份）", $" ({pieces} pieces)");
        Try($"evidence:{kind}", new BilingualText($"取得并采纳佐证：{title.Zh}{zh}", $"Get evidence accepted: {title.En}{en}"), [.. Enumerable.Repeat(edit, pieces)]);
    }

    private void Repair(string code)
    {
        const int mostIds = 1_000; // As many as an edit may name.
        if (_repairs >= MaxRepairs)
            return;
        var silent = _state.Inputs.Devices.Where(d => d.Class.Code == code && Conditions.PresenceOf(d, _state.Inputs.InstantMs) != "online").ToArray();
        if (silent.Length is 0 or > mostIds)
            return;
        var @class = silent[0].Class;
        if (Try($"devices:{code}", new BilingualText($"修复 {silent.Length} 台离线的{@class.Zh}", $"Repair {silent.Length} × {@class.En} that are not heard"),
            new ScoreEdit { Kind = EditKinds.RepairDevices, Class = code, Ids = [.. silent.Select(static d => d.Id)] }))
        {
            _repairs++;
        }
    }

    private bool Try(string code, BilingualText title, params ScoreEdit[] edits)
    {
        if (!_tried.Add(code))
            return false;
        var trial = ActionTrial.Of(_state, edits, "");
        if (!trial.IsOfUse)
            return false;
        _found.Add(new ActionProposal(code, title, edits, trial));
        return true;
    }

    private static IEnumerable<Formula> Parts(Formula formula) => formula.Parts.SelectMany(Parts).Prepend(formula);

    private static IEnumerable<string> ClassesOf(IEnumerable<Formula> parts) => parts.SelectMany(static p => p switch
    {
        Count { Source: DeviceSource devices } => devices.Devices.Classes,
        Aggregate { Source: DeviceSource devices } => devices.Devices.Classes,
        _ => [],
    }).Distinct(StringComparer.Ordinal);

    private static string BadgeOf(MeasureSource source) => source == MeasureSource.Live ? "live" : source == MeasureSource.Registry ? "declared" : "inspected";

    private static string Told(double value, string unit) => FormattableString.Invariant($"{value:0.###}{(unit is "1" or "bool" ? "" : " " + unit)}");
}

/// <summary>A proposed action with what it does alone.</summary>
internal sealed record ActionProposal(string Code, BilingualText Title, IReadOnlyList<ScoreEdit> Edits, ActionTrial Trial);

/// <summary>What an action does alone; with faults it cannot be done.</summary>
internal sealed record ActionTrial(IReadOnlyList<Edit> Edits, double PointsGained, IReadOnlyList<string> Opens, IReadOnlyList<Fault> Faults)
{
    // A billionth of a point is below every difference the rules can make.
    private const double Least = 1e-9;

    internal bool IsOfUse => Faults.Count == 0 && (PointsGained > Least || Opens.Count > 0);

    internal static ActionTrial Of(ScoredState state, IReadOnlyList<ScoreEdit>? edits, string prefix)
    {
        var score = state.Evaluation.Score;
        var read = EditReader.Read(edits, state.Scorer, score.ProjectType, state.Inputs, prefix);
        if (!read.Succeeded)
            return new ActionTrial([], 0, [], read.Faults);
        if (edits!.Select(static (e, i) => (e.Kind, Index: i)).FirstOrDefault(static e => e.Kind is EditKinds.MoveInstant or EditKinds.SwitchPack or EditKinds.SwitchProjectType) is { Kind: { } kind } wrong)
            return new ActionTrial([], 0, [], [Facts.FactCheck.Invalid($"{prefix}edits[{wrong.Index}].kind", $"{kind} is no action of a community: it can move neither the instant, nor switch pack or project type.")]);
        var after = WhatIfScore.Of(state.Scorer, state.Evaluation, state.Inputs, read.Value!).After;
        return new ActionTrial(read.Value!, after.AcceptancePoints - score.AcceptancePoints, [.. GapSteps.Opened(score, after)], []);
    }
}
