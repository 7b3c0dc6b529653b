using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Alerts.Settings;

/// <summary>
/// Where people set other numbers of a rule for a person or place, say that somebody is away, or mute alerts for a time; agree to it, and end it. Durable when a call returns; alerts follow when the
/// community's log has it, within a second. Thread-safe.
/// </summary>
public sealed class SettingsDesk(AlertLedger ledger, AlertBoard board, FactsFeed feed, TwinGraph graph, EnrolmentIndex enrolments, RulesInForce inForce, TimeProvider time)
{
    /// <summary>Newest settings that are listed: years of a district.</summary>
    private const int MaxListed = 2_000;

    /// <summary>That somebody is back is shown for a day: each shift comes by it once.</summary>
    private static readonly TimeSpan _backShown = TimeSpan.FromDays(1);

    private readonly SettingCheck _check = new(graph, enrolments, inForce);

    /// <summary>Kinds of settings.</summary>
    public static IReadOnlyList<string> Kinds => SettingWords.Kinds;

    /// <summary>The rules in force, which may be named, in the order of their set.</summary>
    public IReadOnlyList<SettableRule> Rules =>
        [.. inForce.Set.Rules.Select(static r => new SettableRule(r.Id, r.Title.Zh, r.Title.En, r.IsLatched, RuleOverride.NumbersOf(r.Condition)))];

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>A page of settings, those that are not over first, then the youngest. An away mode that a sign of life ended counts as not over for a day: whoever comes on duty sees that somebody is back.</summary>
    /// <param name="community">Community code; empty: all.</param>
    /// <param name="street">Street code; empty: all.</param>
    /// <param name="kind">Kind; empty: all.</param>
    /// <param name="isOver">True: only those that are over; false: only those that are not; null: all.</param>
    /// <param name="page">Page, from 1.</param>
    /// <param name="pageSize">Rows a page.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<Outcome<Page<AlertSettingView>>> ListAsync(string community, string street, string kind, bool? isOver, int page, int pageSize, CancellationToken cancellationToken)
    {
        Paging.ThrowIfOutOfRange(page, pageSize);
        if (community.Length > 0 && enrolments.StreetOf(community) is null)
            return FactCheck.UnknownCommunity(community);
        await using var context = feed.Store.CreateDbContext();
        var rows = await context.AlertSettings.AsNoTracking().Where(s => (community == "" || s.Community == community) && (kind == "" || s.Kind == kind) && (street == "" || context.Communities.Any(c => c.Code == s.Community && c.Street == street)))
            .OrderByDescending(s => s.CreatedAtMs).ThenByDescending(s => s.Version).Take(MaxListed).ToListAsync(cancellationToken);
        var standings = ledger.Settings.List(community).ToDictionary(static s => s.Id, StringComparer.Ordinal);
        var nowMs = NowMs;
        AlertSettingView[] all =
        [
            .. rows.Select(r => SettingViews.View(r, standings.GetValueOrDefault(r.Id), nowMs)).Where(v => isOver is null || IsOver(v, nowMs) == isOver).OrderBy(v => IsOver(v, nowMs)),
        ];
        return new Page<AlertSettingView>([.. all.Skip((page - 1) * pageSize).Take(pageSize)], all.Length, page, pageSize);
    }

    /// <summary>One setting.</summary>
    public async Task<Outcome<AlertSettingView>> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = feed.Store.CreateDbContext();
        return await context.AlertSettings.FindAsync([id], cancellationToken) is { } row ? View(row) : Unknown(id);
    }

    /// <summary>Sets something new.</summary>
    public Task<Outcome<AlertSettingView>> AddAsync(NewAlertSetting setting, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(setting);
        if (_check.Faults(setting, time.GetUtcNow()) is { Length: > 0 } faults)
            return Task.FromResult<Outcome<AlertSettingView>>(faults);
        return SaidAsync(
            setting.Community,
            async (context, change, cancel) =>
            {
                if (await RivalAsync(context, setting, cancel) is { } rival)
                    return rival;
                change.Version = await RegistryStore.NextVersionAsync(context, cancel);
                var row = RowOf(setting, change.Version);
                context.Add(row);
                return await SavedAsync(context, change, row, row.CreatedBy, "set", cancel);
            },
            cancellationToken);
    }

    /// <summary>A second person agrees to a window that mutes a safety rule.</summary>
    public Task<Outcome<AlertSettingView>> ApproveAsync(string id, AlertSettingDecision decision, CancellationToken cancellationToken) => DecideAsync(
        id, decision,
        row => !row.NeedsSecond ? Conflict("id", $"Setting '{row.Id}' mutes no safety rule: it needs no second person.")
            : row.ApprovedBy.Length > 0 ? Conflict("id", $"{row.ApprovedBy} agreed already.")
            : FactCheck.SamePerson(row.CreatedBy, decision.Actor) ? FactCheck.Invalid("actor", $"actor '{FactCheck.Short(decision.Actor)}' set it; a window that mutes a safety rule needs a second person.")
            : null,
        (row, nowMs) => (row.ApprovedBy, row.ApprovedAtMs) = (decision.Actor, nowMs), "approved", cancellationToken);

    /// <summary>Ends a setting before its time, or takes it back before it acts.</summary>
    public Task<Outcome<AlertSettingView>> EndAsync(string id, AlertSettingDecision decision, CancellationToken cancellationToken) => DecideAsync(
        id, decision, static _ => null, (row, nowMs) => (row.EndedBy, row.EndedAtMs) = (decision.Actor, nowMs), "ended", cancellationToken);

    private async Task<Outcome<AlertSettingView>> DecideAsync(
        string id, AlertSettingDecision decision, Func<AlertSettingRow, Fault?> contradiction, Action<AlertSettingRow, long> decide, string what, CancellationToken cancellationToken)
    {
        if (FactCheck.Person("actor", decision.Actor) is { } nobody)
            return nobody;
        var found = await FindAsync(id, cancellationToken);
        return !found.Succeeded ? found : await SaidAsync(
            found.Value!.Community,
            async (context, change, cancel) =>
            {
                var row = (await context.AlertSettings.FindAsync([id], cancel))!;
                if (SettingViews.PhaseOf(row, ledger.Settings.Find(id), NowMs) == SettingPhase.Ended)
                    return Conflict("id", $"Setting '{id}' is over{(row.EndedBy.Length > 0 ? $": {row.EndedBy} ended it" : "")}.");
                if (contradiction(row) is { } fault)
                    return fault;
                change.Version = await RegistryStore.NextVersionAsync(context, cancel);
                decide(row, NowMs);
                (row.Version, row.Revision) = (change.Version, row.Revision + 1);
                return await SavedAsync(context, change, row, decision.Actor, what, cancel);
            },
            cancellationToken);
    }

    /// <summary>Writes, and waits until the community's log has it.</summary>
    private async Task<Outcome<AlertSettingView>> SaidAsync(
        string community, Func<RegistryContext, FactsChange, CancellationToken, Task<Outcome<AlertSettingView>>> write, CancellationToken cancellationToken)
    {
        var id = "";
        // Listens before it writes: what follows is not missed.
        var told = new ConcurrentBag<string>();
        var followed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnChanged(IReadOnlyList<SettingStanding> standings)
        {
            foreach (var standing in standings)
                told.Add(standing.Id);
            if (told.Contains(Volatile.Read(ref id)))
                followed.TrySetResult();
        }

        board.SettingsChanged += OnChanged;
        try
        {
            var written = await feed.WriteAsync(community, write, cancellationToken);
            if (!written.Succeeded)
                return written;
            Volatile.Write(ref id, written.Value!.Id);
            if (told.Contains(id))
                followed.TrySetResult();
            await Task.WhenAny(followed.Task, Task.Delay(AlertBoard.FoldLimit, time, cancellationToken));
            return await FindAsync(id, cancellationToken);
        }
        finally
        {
            board.SettingsChanged -= OnChanged;
        }
    }

    private async Task<Outcome<AlertSettingView>> SavedAsync(RegistryContext context, FactsChange change, AlertSettingRow row, string actor, string what, CancellationToken cancellationToken)
    {
        var view = View(row);
        FactsFeed.Remember(context, row.Community, $"alertSetting:{row.Id}", row.Revision, NowMs, actor, what, view);
        await context.SaveChangesAsync(cancellationToken);
        change.AlertSettings.Add(LoggedAlertSetting.Of(row));
        return view;
    }

    /// <summary>An override of the same rule and target, or an away mode of the same home, whose time overlaps.</summary>
    private async Task<Fault?> RivalAsync(RegistryContext context, NewAlertSetting setting, CancellationToken cancellationToken)
    {
        if (setting.Kind == SettingWords.Window)
            return null;
        var (target, rules) = (setting.Targets[0], string.Join(',', setting.Rules));
        var (fromMs, untilMs) = (FromOf(setting), setting.Until?.ToUnixTimeMilliseconds() ?? long.MaxValue);
        var rows = await context.AlertSettings.AsNoTracking()
            .Where(s => s.Community == setting.Community && s.Kind == setting.Kind && s.Targets == target && s.Rules == rules && s.EndedAtMs == null && s.FromMs < untilMs && (s.UntilMs == null || s.UntilMs > fromMs))
            .ToListAsync(cancellationToken);
        return rows.Find(r => SettingViews.PhaseOf(r, ledger.Settings.Find(r.Id), NowMs) != SettingPhase.Ended) is { } rival
            ? Conflict("targets", $"'{target}' has such a setting in that time already: '{rival.Id}' by {rival.CreatedBy}; end it first.")
            : null;
    }

    private AlertSettingRow RowOf(NewAlertSetting setting, long version)
    {
        var numbers = SettingCheck.Override(setting.Numbers);
        return new AlertSettingRow
        {
            Id = FormattableString.Invariant($"s{version}"), Community = setting.Community, Kind = setting.Kind, Targets = string.Join(',', setting.Targets.Distinct(StringComparer.Ordinal)),
            Rules = string.Join(',', setting.Rules.Distinct(StringComparer.Ordinal)), IsOff = numbers.IsOff, Limit = numbers.Limit, Clear = numbers.Clear, ForMs = (long?)numbers.For?.TotalMilliseconds,
            Readings = numbers.Readings, DayMs = (long?)numbers.Day?.TotalMilliseconds, NightMs = (long?)numbers.Night?.TotalMilliseconds, FromMs = FromOf(setting),
            UntilMs = setting.Until?.ToUnixTimeMilliseconds(), Reason = setting.Reason, CreatedBy = setting.Actor, CreatedAtMs = NowMs, NeedsSecond = _check.NeedsSecond(setting), Revision = 1, Version = version,
        };
    }

    private long FromOf(NewAlertSetting setting) => Math.Max(setting.From?.ToUnixTimeMilliseconds() ?? 0, NowMs);

    private AlertSettingView View(AlertSettingRow row) => SettingViews.View(row, ledger.Settings.Find(row.Id), NowMs);

    private static bool IsOver(AlertSettingView view, long nowMs) =>
        view.EndedAt is { } at && (view.EndedHow != SettingWords.BySignOfLife || nowMs - at.ToUnixTimeMilliseconds() >= (long)_backShown.TotalMilliseconds);

    private static Fault Conflict(string field, string message) => new(FaultKind.Conflict, field, message);

    private static Fault Unknown(string id) => new(FaultKind.NotFound, "id", $"No alert setting '{FactCheck.Short(id)}'.");
}

/// <summary>A rule as a setting may name it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="TitleZh">What it is called, Chinese.</param>
/// <param name="TitleEn">What it is called, English.</param>
/// <param name="IsSafety">A life may hang on it: only a window that two people agree to mutes it.</param>
/// <param name="Numbers">Names of the numbers that an override may change.</param>
public sealed record SettableRule(string Id, string TitleZh, string TitleEn, bool IsSafety, IReadOnlyList<string> Numbers);
