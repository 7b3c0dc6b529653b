using System.Globalization;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Scoring;

/// <summary>
/// The part of <see cref="CommunityFold"/> that concerns scores: history of measurements, events and steps, what is frozen at the end of days and months, and revisions after late data. Pure like it.
/// </summary>
internal static class ScoringFold
{
    /// <summary>Days whose end may still be revised; late data of older days changes months only.</summary>
    internal const int RevisableDays = 3;

    /// <summary>Months whose end may still be revised.</summary>
    internal const int RevisableMonths = 2;

    /// <summary>What a device calls wrong, or whose time is not believed, belongs to no window.</summary>
    internal const Quality LeftOut = Quality.Bad | Quality.ClockSuspect;

    private const long MinuteMs = 60_000, HourMs = 3_600_000;

    /// <summary>To be called before an entry brings anything.</summary>
    internal static void Begin(CommunityState state, long writtenAtMs)
    {
        if (!state.IsScored)
            return;
        var nowMs = Math.Max(state.WrittenAtMs, writtenAtMs);
        state.Scoring.Aggregates.Advance(nowMs, ChinaTime.DayOf(nowMs - (long)ScoringPacks.Current.AllowedLateness.TotalMilliseconds));
    }

    /// <summary>Devices or their places changed, or the state was read back: history knows every device before it is asked, also those that say nothing.</summary>
    internal static void Subscribe(CommunityState state)
    {
        state.Scoring.Forget();
        state.Ticks.Forget();
        if (!state.IsScored)
            return;
        foreach (var twin in state.Devices.Values)
            state.Scoring.TargetsOf(state, twin);
    }

    /// <summary>Remembers what an entry added to closed days.</summary>
    internal static void End(CommunityState state)
    {
        if (!state.IsScored)
            return;
        var additions = state.Scoring.Aggregates.TakeClosedDayAdditions();
        if (additions.Count > 0)
            state.Scoring.Aggregates.SettleBulk(state.Devices.Count);
        foreach (var (device, day, count) in additions)
            state.Scoring.Late[(device, day.DayNumber)] = state.Scoring.Late.GetValueOrDefault((device, day.DayNumber)) + count;
    }

    /// <summary>Time passed: freezes what ended, revises what was late, and marks what is due to be recorded.</summary>
    internal static void Tick(CommunityState state, long position, FoldChanges changes)
    {
        if (!state.IsScored)
            return;
        var nowMs = state.NowMs;
        var scoring = state.Scoring;
        Close(state, position, changes);
        Revise(state, position, changes);
        if (nowMs / MinuteMs > scoring.RecordedMinute)
        {
            scoring.RecordedMinute = nowMs / MinuteMs;
            changes.IsRecordDue = true;
        }

        var endedMs = ChinaTime.FloorTo(nowMs, HourMs);
        if (endedMs <= scoring.ClosedHourMs)
            return;
        var lastMs = scoring.ClosedHourMs;
        scoring.ClosedHourMs = endedMs;
        scoring.Aggregates.Settle();
        if (lastMs == 0 || Scorer(state) is not { } scorer || state.Facts.Standing is not { } standing)
            return;
        changes.ClosedHourMs = endedMs;
        var dayMs = ChinaTime.DayStartMs(nowMs);
        if (dayMs > lastMs)
            Freeze(state, FrozenKind.Day, scorer, standing.ProjectType, dayMs, position);
        var monthMs = ChinaTime.StartMs(ChinaTime.DayOf(nowMs) is var day ? new DateOnly(day.Year, day.Month, 1) : default);
        if (monthMs > lastMs)
            Freeze(state, FrozenKind.Month, scorer, standing.ProjectType, monthMs, position);
    }

    /// <summary>The scorer of the community's pack; null while it has no standing or this process does not have its pack.</summary>
    internal static Scorer? Scorer(CommunityState state) =>
        state.Facts.Standing is { } standing && ScoringPacks.Current.Find(standing.Pack) is { } scorer && scorer.Pack.FindProjectType(standing.ProjectType) is not null ? scorer : null;

    private static void Freeze(CommunityState state, FrozenKind kind, Scorer scorer, string projectType, long endMs, long position)
    {
        // The last millisecond of what ended: its windows are those of the day or month itself.
        var evaluation = scorer.Evaluate(CommunityInputs.Of(state, endMs - 1), projectType, position);
        var frozen = FrozenScore.Of(kind, evaluation, state.Facts.FactInputs, state.Facts.ClaimedScenarios);
        var all = state.Scoring.Frozen;
        all[(frozen.InstantMs, kind)] = frozen;
        var kept = kind == FrozenKind.Day ? RevisableDays : RevisableMonths;
        foreach (var old in all.Keys.Where(k => k.Kind == kind).SkipLast(kept).ToArray())
            all.Remove(old);
    }

    /// <summary>What came within the allowed lateness belongs to the first revision, which is final once that time has passed.</summary>
    private static void Close(CommunityState state, long position, FoldChanges changes)
    {
        var latenessMs = (long)ScoringPacks.Current.AllowedLateness.TotalMilliseconds;
        foreach (var (key, frozen) in state.Scoring.Frozen.Where(f => f.Value.Revision == FrozenScore.NotFinal && state.NowMs > f.Value.InstantMs + latenessMs).ToArray())
        {
            if (frozen.Evaluate(state, position) is { } evaluation)
                Emit(state, key, frozen, evaluation, "", changes);
        }
    }

    private static void Revise(CommunityState state, long position, FoldChanges changes)
    {
        var late = state.Scoring.Late;
        if (late.Count == 0)
            return;
        var reason = ReasonOf(late);
        foreach (var (key, frozen) in state.Scoring.Frozen.ToArray())
        {
            if (frozen.Revision == FrozenScore.NotFinal || !late.Keys.Any(l => ChinaTime.StartMs(DateOnly.FromDayNumber(l.Day)) <= frozen.InstantMs))
                continue;
            if (frozen.Evaluate(state, position) is { } revised && revised.Score.ResultHash != frozen.ResultHash)
                Emit(state, key, frozen, revised, reason, changes);
        }

        late.Clear();
    }

    private static string ReasonOf(SortedDictionary<(string Device, int Day), long> late)
    {
        var days = late.Keys.Select(static l => l.Day).Distinct().Order().Select(static d => DateOnly.FromDayNumber(d).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).ToArray();
        var devices = late.Keys.Select(static l => l.Device).Distinct(StringComparer.Ordinal).ToArray();
        const int named = 3;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"late: {late.Values.Sum()} of {days[0]}{(days.Length > 1 ? $" to {days[^1]}" : "")} from {string.Join(", ", devices.Take(named))}{(devices.Length > named ? $" and {devices.Length - named} more" : "")}");
    }

    private static void Emit(CommunityState state, (long InstantMs, FrozenKind Kind) key, FrozenScore frozen, Evaluation evaluation, string reason, FoldChanges changes)
    {
        var next = frozen.Revised(evaluation);
        state.Scoring.Frozen[key] = next;
        changes.Frozen.Add((next, evaluation.Score, reason));
    }
}
