using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Scoring.Advice;

/// <summary>
/// What communities could do, and what somebody estimates it costs: proposals of the platform with saved estimates, and actions people enter themselves. Durable in the registry when a call returns; in no log,
/// as no score depends on it. <c>ifRevision</c> as for <see cref="FactDesk"/>. Thread-safe.
/// </summary>
public sealed class ActionDesk(RegistryStore store, ScoredStates states, EnrolmentIndex enrolments, TimeProvider time)
{
    /// <summary>Actions of a community at most.</summary>
    internal const int MaxActions = 100;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Every action: what opens the gate in front, then by what it gains; entered ones that are not proposed now after them, by code.</summary>
    public async Task<Outcome<IReadOnlyList<GapActionView>>> ListAsync(string community, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var state = await states.AtAsync(community, at, cancellationToken);
        return state.Succeeded ? new List<GapActionView>((await OfAsync(state.Value!, cancellationToken)).Select(static a => a.View)) : state.Faults.ToArray();
    }

    /// <summary>Enters or replaces what somebody says of an action. What a proposal changes and gains is in the list, not in the answer.</summary>
    public Task<Outcome<GapActionView>> PutAsync(string community, string code, NewGapAction action, long? ifRevision, CancellationToken cancellationToken) => WriteAsync(
        community, code, ActionCheck.Faults(code, action), ifRevision,
        async (context, row, cancel) =>
        {
            if (row is not { RemovedAtMs: null } && await context.GapActions.CountAsync(a => a.Community == community && a.RemovedAtMs == null, cancel) >= MaxActions)
                return FactCheck.Invalid("code", $"Community '{community}' has {MaxActions} actions already, which is the limit; remove one.");
            if (row is null)
            {
                row = new GapActionRow { Community = community, Code = code, Title = "", CostFen = 0, Days = 0, EditsJson = "", Revision = 0, EnteredBy = "", EnteredAtMs = 0 };
                context.Add(row);
            }

            (row.Title, row.CostFen, row.Days) = (action.Title?.Trim() ?? "", ActionCheck.Fen(action.Cost!.Value), action.Days!.Value);
            row.EditsJson = action.Edits is null ? "" : JsonSerializer.Serialize(action.Edits, Json);
            (row.EnteredBy, row.EnteredAtMs, row.RemovedAtMs, row.Revision) = (action.EnteredBy, NowMs, null, row.Revision + 1);
            return row;
        },
        cancellationToken);

    /// <summary>Removes what was entered; a proposal stays, without an estimate.</summary>
    public Task<Outcome<GapActionView>> RemoveAsync(string community, string code, string? enteredBy, long? ifRevision, CancellationToken cancellationToken) => WriteAsync(
        community, code, FactCheck.Person("enteredBy", enteredBy) is { } nobody ? [nobody] : [], ifRevision,
        (_, row, _) =>
        {
            if (row is not { RemovedAtMs: null })
                return Task.FromResult<Outcome<GapActionRow>>(new Fault(FaultKind.NotFound, "code", $"Nobody entered an action '{FactCheck.Short(code)}' of this community."));
            (row.RemovedAtMs, row.EnteredBy, row.EnteredAtMs, row.Revision) = (NowMs, enteredBy!, NowMs, row.Revision + 1);
            return Task.FromResult<Outcome<GapActionRow>>(row);
        },
        cancellationToken);

    /// <summary>The actions of a state with what they do alone.</summary>
    internal async Task<IReadOnlyList<KnownAction>> OfAsync(ScoredState state, CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        var rows = await context.GapActions.AsNoTracking().Where(a => a.Community == state.Inputs.Community && a.RemovedAtMs == null).ToDictionaryAsync(a => a.Code, cancellationToken);
        var known = new List<KnownAction>();
        foreach (var proposal in ActionProposals.Of(state))
            known.Add(Known(state, proposal, rows.GetValueOrDefault(proposal.Code)));
        var proposed = known.Select(static k => k.View.Code).ToHashSet(StringComparer.Ordinal);
        known.AddRange(rows.Values.Where(r => !proposed.Contains(r.Code)).OrderBy(static r => r.Code, StringComparer.Ordinal).Select(r => Known(state, null, r)));
        return known;
    }

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private Task<Outcome<GapActionView>> WriteAsync(
        string community, string code, List<Fault> faults, long? ifRevision, Func<RegistryContext, GapActionRow?, CancellationToken, Task<Outcome<GapActionRow>>> change, CancellationToken cancellationToken) =>
        store.WriteAsync<Outcome<GapActionView>>(
            async (context, cancel) =>
            {
                if (enrolments.StreetOf(community) is null)
                    return ScoreQueries.UnknownCommunity(community);
                if (faults.Count > 0)
                    return faults.ToArray();
                var row = await context.GapActions.FindAsync([community, code], cancel);
                if (FactCheck.Stale(code, ifRevision, row is { RemovedAtMs: null } ? row.Revision : 0) is { } stale)
                    return stale;
                var changed = await change(context, row, cancel);
                if (!changed.Succeeded)
                    return changed.Faults.ToArray();
                await context.SaveChangesAsync(cancel);
                return View(changed.Value!, null, null, "");
            },
            null, cancellationToken);

    private static KnownAction Known(ScoredState state, ActionProposal? proposal, GapActionRow? row)
    {
        var own = row is { EditsJson.Length: > 0 } ? JsonSerializer.Deserialize<ScoreEdit[]>(row.EditsJson, Json) : null;
        var trial = own is null ? proposal?.Trial : ActionTrial.Of(state, own, "");
        var fault = trial is null ? "The platform does not propose it any more, and it has no edits of its own." : string.Join(' ', trial.Faults.Select(static f => $"{f.Field}: {f.Message}"));
        var view = row is null ? Proposed(proposal!) : View(row, proposal, trial, fault);
        return new KnownAction(view, trial?.Edits ?? [], trial is { Faults.Count: 0 });
    }

    private static GapActionView Proposed(ActionProposal proposal) => new(
        proposal.Code, proposal.Title.Zh, proposal.Title.En, null, null, proposal.Edits, true, proposal.Trial.PointsGained, proposal.Trial.Opens, "", 0, "", null);

    private static GapActionView View(GapActionRow row, ActionProposal? proposal, ActionTrial? trial, string fault)
    {
        var edits = row.EditsJson.Length > 0 ? JsonSerializer.Deserialize<ScoreEdit[]>(row.EditsJson, Json)! : proposal?.Edits ?? [];
        return new GapActionView(
            row.Code, row.Title.Length > 0 ? row.Title : proposal?.Title.Zh ?? row.Code, row.Title.Length > 0 ? row.Title : proposal?.Title.En ?? row.Code, ActionCheck.Yuan(row.CostFen), row.Days, edits,
            proposal is not null, trial is { Faults.Count: 0 } ? trial.PointsGained : null, trial?.Opens ?? [], fault, row.Revision, row.EnteredBy, FactRows.At(row.EnteredAtMs));
    }
}

/// <summary>An action with the engine's edits; not usable when they do not fit the community as it is, or are no longer proposed.</summary>
internal sealed record KnownAction(GapActionView View, IReadOnlyList<Indicators.WhatIf.Edit> Edits, bool IsUsable);
