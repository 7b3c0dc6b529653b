using SmartCommunity.Cloud.Facts;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Advice;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Cloud.Scoring.Advice;

/// <summary>Answers which actions take a community over the pass mark at the least cost, or why none do. Works on a copy, two questions at a time; writes nothing. Thread-safe.</summary>
public sealed class AdviceDesk(ScoredStates states, ActionDesk actions) : IDisposable
{
    // Each keeps a core busy, for seconds when many actions change the same measures.
    private const int AtATime = 2;

    private static readonly (string Name, Schedule Schedule)[] _schedules = [("together", Schedule.Together), ("oneAfterAnother", Schedule.OneAfterAnother)];

    private readonly SemaphoreSlim _turns = new(AtATime, AtATime);

    /// <summary>The cheapest set of actions that crosses the pass mark, opens the gate and leaves no veto; of equally cheap ones the shorter.</summary>
    public async Task<Outcome<GapPlan>> AdviseAsync(string community, NewAdvice question, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        var schedule = Array.Find(_schedules, s => s.Name == (question.Schedule ?? "together")).Schedule;
        if (Faults(question, schedule) is { Count: > 0 } faults)
            return faults.ToArray();
        await _turns.WaitAsync(cancellationToken);
        try
        {
            var state = await states.AtAsync(community, at, cancellationToken);
            if (!state.Succeeded)
                return state.Faults.ToArray();
            var known = await actions.OfAsync(state.Value!, cancellationToken);
            // Off the caller's thread: a console's circuit goes on meanwhile.
            return await Task.Run(() => Advise(state.Value!, question, schedule, known), cancellationToken);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private static List<Fault> Faults(NewAdvice question, Schedule schedule)
    {
        var faults = new List<Fault>();
        if (schedule == 0)
            faults.Add(FactCheck.Invalid("schedule", $"schedule '{FactCheck.Short(question.Schedule ?? "")}' must be one of: {string.Join(", ", _schedules.Select(static s => s.Name))}."));
        if (question.DaysBudget is not null && ActionCheck.Days("daysBudget", question.DaysBudget) is { } days)
            faults.Add(days);
        if (question.Actions?.Count > GapAdvisor.MaxActions)
            faults.Add(FactCheck.Invalid("actions", $"actions are {question.Actions.Count}; at most {GapAdvisor.MaxActions} can be weighed."));
        faults.AddRange((question.Actions ?? []).SelectMany(static (a, i) => Faults(a, $"actions[{i}]")));
        foreach (var twice in (question.Actions ?? []).OfType<AdvisedAction>().GroupBy(static a => a.Code, StringComparer.Ordinal).Where(static g => g.Count() > 1))
            faults.Add(FactCheck.Invalid("actions", $"Action '{FactCheck.Short(twice.Key ?? "")}' is given {twice.Count()} times; once is the limit."));
        return faults;
    }

    private static IEnumerable<Fault> Faults(AdvisedAction? action, string field) => action is null
        ? [FactCheck.Invalid(field, "An action must be a JSON object, not null.")]
        : new[]
        {
            ActionCheck.Code($"{field}.code", action.Code), ActionCheck.Title($"{field}.title", action.Title), ActionCheck.Cost($"{field}.cost", action.Cost), ActionCheck.Days($"{field}.days", action.Days),
        }.OfType<Fault>();

    private static Outcome<GapPlan> Advise(ScoredState state, NewAdvice question, Schedule schedule, IReadOnlyList<KnownAction> known)
    {
        var chosen = question.Actions is null
            ? known.Where(static k => k is { IsUsable: true, View: { Cost: not null, Days: not null } })
                .Select(static k => new GapAction(k.View.Code, new BilingualText(k.View.TitleZh, k.View.TitleEn), k.View.Cost!.Value, k.View.Days!.Value, k.Edits)).ToArray()
            : Read(state, question.Actions, known);
        if (!chosen.Succeeded)
            return chosen.Faults.ToArray();
        var taken = chosen.Value!.Select(static a => a.Code).ToHashSet(StringComparer.Ordinal);
        var leftOut = question.Actions is null ? known.Select(static k => k.View.Code).Where(c => !taken.Contains(c)).ToArray() : [];
        try
        {
            var advice = GapAdvisor.Advise(state.Scorer, state.Evaluation, state.Inputs, chosen.Value!, question.DaysBudget, schedule);
            var steps = GapSteps.Of(state.Scorer, state.Evaluation, state.Inputs, [.. chosen.Value!.Where(a => advice.Actions.Contains(a.Code))]);
            return GapPlan.Of(state, advice, steps, leftOut, chosen.Value!.Length);
        }
        catch (ArgumentException limit)
        {
            // Too many actions, or too many that change the same measures: the message names which.
            return FactCheck.Invalid("actions", limit.Message);
        }
    }

    private static Outcome<GapAction[]> Read(ScoredState state, IReadOnlyList<AdvisedAction> asked, IReadOnlyList<KnownAction> known)
    {
        var faults = new List<Fault>();
        var read = new List<GapAction>();
        for (var i = 0; i < asked.Count; i++)
        {
            var action = asked[i];
            var saved = known.FirstOrDefault(k => k.View.Code == action.Code);
            var title = action.Title is { } given ? new BilingualText(given, given) : saved is null ? new BilingualText(action.Code, action.Code) : new BilingualText(saved.View.TitleZh, saved.View.TitleEn);
            if (action.Edits is null && saved is not { IsUsable: true })
            {
                faults.Add(FactCheck.Invalid($"actions[{i}].edits", $"edits are absent, and '{action.Code}' is no action of this community{(saved is null ? "" : $" that can be done: {saved.View.Fault}")}."));
                continue;
            }

            var trial = action.Edits is null ? null : ActionTrial.Of(state, action.Edits, $"actions[{i}].");
            faults.AddRange(trial?.Faults ?? []);
            read.Add(new GapAction(action.Code, title, action.Cost!.Value, action.Days!.Value, trial?.Edits ?? saved!.Edits));
        }

        return faults.Count > 0 ? faults.ToArray() : read.ToArray();
    }
}
