using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Alerts;

/// <summary>
/// Where people see alerts and do something about them. An action is durable when its call returns; the alert follows when the community's log has it, within a second. Thread-safe.
/// </summary>
public sealed class AlertDesk(AlertLedger ledger, AlertBoard board, AlertPhotos photos, FactsFeed feed, EnrolmentIndex enrolments, TimeProvider time)
{
    private const int Sha256Characters = 64;

    /// <summary>What a close may say that it was.</summary>
    public static IReadOnlyList<string> CauseCodes => AlertWords.CauseCodes;

    /// <summary>What may lie behind an alert, as <see cref="AlertView.Cause"/> names it.</summary>
    public static IReadOnlyList<string> Causes { get; } = [.. Enum.GetValues<AlertCause>().Select(WireName.Of)];

    /// <summary>The cause of that name; null: there is none.</summary>
    public static AlertCause? CauseOf(string? name) => Enum.GetValues<AlertCause>().Where(c => WireName.Of(c) == name).Select(static c => (AlertCause?)c).FirstOrDefault();

    /// <summary>The nine scenarios, as <see cref="AlertView.Scenario"/> codes them.</summary>
    public static IReadOnlyList<RuleScenario> Scenarios => RuleScenario.All;

    /// <summary>What a rule's alerts are called; the rule's id when no set that was ever in force has it.</summary>
    public static TwoLanguages TitleOf(string rule) => RuleSets.Find(rule) is { } known ? new TwoLanguages(known.Title.Zh, known.Title.En) : new TwoLanguages(rule, rule);

    /// <summary>What somebody may say of an alert at any time.</summary>
    public static IReadOnlyList<string> Judgements => AlertWords.Judgements;

    /// <summary>True when an action may follow a stage, as <see cref="AlertView.Stage"/> names it.</summary>
    public static bool Allows(string action, string stage) => Enum.TryParse<AlertStage>(stage, ignoreCase: true, out var known) && AlertActionFold.IsAllowed(action, known);

    /// <summary>A page of alerts: of some communities, or of a street, or all.</summary>
    public Outcome<AlertPage> List(AlertQuery query, int page, int pageSize)
    {
        ArgumentNullException.ThrowIfNull(query);
        Paging.ThrowIfOutOfRange(page, pageSize);
        if (query.Community.Length > 0 && enrolments.StreetOf(query.Community) is null)
            return FactCheck.UnknownCommunity(query.Community);
        string[] communities = query.Community.Length > 0 ? [query.Community] : query.Street.Length > 0 ? [.. enrolments.Communities.Where(c => enrolments.StreetOf(c) == query.Street)] : [];
        if (query.Street.Length > 0 && communities.Length == 0)
            return FactCheck.Invalid("street", $"No street '{FactCheck.Short(query.Street)}' has communities in the district.");
        var all = new AlertFilter(communities, [], query.MaxPriority, query.Rule, query.Device.Length > 0 ? $"device:{query.Device}" : "")
        {
            Cause = query.Cause is { } cause ? (int)cause : null, Rules = query.Scenario.Length > 0 ? RuleSets.OfScenario(query.Scenario) : null,
        };
        var counts = ledger.Count(all);
        var rows = ledger.List(all with { Stages = query.Stages }, (page - 1) * pageSize, pageSize);
        var total = query.Stages.Count == 0 ? counts.Values.Sum() : query.Stages.Sum(s => counts.GetValueOrDefault(s));
        return new AlertPage([.. rows.Select(View)], total, page, pageSize, Enum.GetValues<AlertStage>().ToDictionary(WireName.Of, s => counts.GetValueOrDefault(s)));
    }

    /// <summary>An alert with its history.</summary>
    public Outcome<AlertDetail> Find(string id)
    {
        if (ledger.Find(id) is not { } row)
            return Unknown(id);
        AlertTransitionView[] transitions = [.. ledger.Transitions(id).Select(AlertViews.View)];
        var changed = OverrideOf(transitions);
        return new AlertDetail(
            View(row), transitions, changed is null ? null : SettingViews.View(changed, ledger.Settings.Find(changed.Id), time.GetUtcNow().ToUnixTimeMilliseconds()),
            changed is null ? null : SettingViews.RuleLimitOf(changed, row.RuleSet));
    }

    /// <summary>Does something about an alert. Somebody who was faster is a conflict that names them.</summary>
    public async Task<Outcome<AlertDetail>> DoAsync(string id, NewAlertAction action, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(action);
        if (ledger.Find(id) is not { } row)
            return Unknown(id);
        if (Faults(action) is { Length: > 0 } faults)
            return faults;
        if (action.PhotoSha256.Length > 0 && !photos.Has(action.PhotoSha256))
            return FactCheck.Invalid("photoSha256", $"photoSha256 '{action.PhotoSha256}' is no photo that was handed in; POST it to /api/v1/alerts/{row.Id}/photos first.");
        if (Contradiction(row, action) is { } conflict)
            return conflict;
        // Listens before it writes: what follows is not missed.
        var followed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnChanged(IReadOnlyList<AlertChange> changes)
        {
            if (changes.Any(c => c.Alert.Id == id))
                followed.TrySetResult();
        }

        board.Changed += OnChanged;
        try
        {
            var written = await WriteAsync(row, action, cancellationToken);
            if (!written.Succeeded)
                return written.Faults.ToArray();
            await Task.WhenAny(followed.Task, Task.Delay(AlertBoard.FoldLimit, time, cancellationToken));
            return Find(id);
        }
        finally
        {
            board.Changed -= OnChanged;
        }
    }

    private Task<Outcome<long>> WriteAsync(AlertRow row, NewAlertAction action, CancellationToken cancellationToken) => feed.WriteAsync<long>(
        row.Community,
        async (context, change, cancel) =>
        {
            change.Version = await RegistryStore.NextVersionAsync(context, cancel);
            var added = new AlertActionRow
            {
                Version = change.Version, Community = row.Community, Alert = row.Id, Action = action.Action, Actor = action.Actor, AtMs = time.GetUtcNow().ToUnixTimeMilliseconds(), Comment = action.Comment,
                Code = action.Action == AlertWords.Dispatch ? action.Assignee : action.CauseCode, PhotoSha256 = action.PhotoSha256,
            };
            context.Add(added);
            var step = await StepAsync(context, row, added, cancel);
            await context.SaveChangesAsync(cancel);
            change.AlertActions.Add(AlertActionFold.Logged(added));
            if (step is not null)
                change.Steps.Add(FactRows.Logged(step));
            return change.Version;
        },
        cancellationToken);

    /// <summary>The step about the alert's event that the action is, for the measures that ask how soon somebody came; null when it is none, or was done before.</summary>
    private static async Task<EventStepRow?> StepAsync(RegistryContext context, AlertRow row, AlertActionRow action, CancellationToken cancellationToken)
    {
        var step = action.Action switch
        {
            AlertWords.Acknowledge => "acknowledged",
            AlertWords.Handle => "onSite",
            AlertWords.Close => "closed",
            _ => null,
        };
        if (step is null || row.EventId.Length == 0 || await context.EventSteps.FindAsync([row.Community, row.Device, row.EventId, step], cancellationToken) is not null)
            return null;
        var added = new EventStepRow
        {
            Community = row.Community, Device = row.Device, EventId = row.EventId, Step = step, EventType = row.EventType, EventAtMs = row.MeasuredAtMs, Actor = action.Actor, AtMs = action.AtMs,
            Comment = action.Comment, EnteredAtMs = action.AtMs, Version = action.Version,
        };
        context.Add(added);
        return added;
    }

    /// <summary>The override by which the alert was raised last; null: by the rule's own numbers.</summary>
    private AlertSettingRow? OverrideOf(AlertTransitionView[] transitions)
    {
        if (transitions.LastOrDefault(static t => t.What is AlertWords.Raised or AlertWords.Again)?.Code is not { Length: > 0 } setting)
            return null;
        using var context = feed.Store.CreateDbContext();
        return context.AlertSettings.Find(setting);
    }

    private AlertView View(AlertRow row) => AlertViews.View(row, enrolments.StreetOf(row.Community) ?? "");

    private Fault? Contradiction(AlertRow row, NewAlertAction action)
    {
        if (action.SeenNumber is { } seen && seen != row.Number)
            return new Fault(FaultKind.Stale, "seenNumber", FormattableString.Invariant($"Alert '{row.Id}' is at transition {row.Number}, not {seen}; read it again."));
        if (AlertActionFold.IsAllowed(action.Action, row.Stage))
            return null;
        var last = ledger.Transitions(row.Id)[^1];
        return new Fault(
            FaultKind.Conflict, "action", $"Alert '{row.Id}' is {WireName.Of(row.Stage)} ({last.What} by {(last.Actor.Length > 0 ? last.Actor : "the system")}); '{action.Action}' cannot follow that.");
    }

    private static Fault[] Faults(NewAlertAction action) =>
    [
        .. new[]
        {
            AlertWords.Actions.Contains(action.Action) ? null : FactCheck.Invalid("action", $"action '{FactCheck.Short(action.Action ?? "")}' must be one of: {string.Join(", ", AlertWords.Actions)}."),
            FactCheck.Person("actor", action.Actor),
            action.Action == AlertWords.Comment && string.IsNullOrWhiteSpace(action.Comment)
                ? FactCheck.Invalid("comment", $"comment is missing; it is 1 to {FactCheck.MaxComment} characters.")
                : Registry.Text.Fault("comment", action.Comment, FactCheck.MaxComment),
            action.Action == AlertWords.Close && !AlertWords.CauseCodes.Contains(action.CauseCode)
                ? FactCheck.Invalid("causeCode", $"causeCode '{FactCheck.Short(action.CauseCode)}' must say what it was: {string.Join(", ", AlertWords.CauseCodes)}.")
                : null,
            action.Action == AlertWords.Judge && !AlertWords.Judgements.Contains(action.CauseCode)
                ? FactCheck.Invalid("causeCode", $"causeCode '{FactCheck.Short(action.CauseCode)}' must say whether it was right: {string.Join(", ", AlertWords.Judgements)}.")
                : null,
            action.Action is not (AlertWords.Close or AlertWords.Judge) && action.CauseCode.Length > 0 ? FactCheck.Invalid("causeCode", "causeCode belongs to the actions 'close' and 'judge' only.") : null,
            action.Action == AlertWords.Dispatch ? FactCheck.Person("assignee", action.Assignee) : null,
            action.PhotoSha256.Length == 0 || (action.PhotoSha256.Length == Sha256Characters && action.PhotoSha256.All(char.IsAsciiHexDigitLower))
                ? null
                : FactCheck.Invalid("photoSha256", $"photoSha256 '{FactCheck.Short(action.PhotoSha256)}' must be 64 characters 0-9 a-f."),
        }.OfType<Fault>(),
    ];

    internal static Fault Unknown(string id) => new(FaultKind.NotFound, "id", $"No alert '{FactCheck.Short(id)}'.");
}

/// <summary>Which alerts are asked for; empty means all.</summary>
/// <param name="Community">Community code.</param>
/// <param name="Street">Street code.</param>
/// <param name="Stages">Stages.</param>
/// <param name="MaxPriority">1: P1 only; 2: P1 and P2; 3: all.</param>
/// <param name="Rule">Rule id.</param>
/// <param name="Device">Device id.</param>
public sealed record AlertQuery(string Community = "", string Street = "", IReadOnlyCollection<AlertStage>? Stages = null, int MaxPriority = 3, string Rule = "", string Device = "")
{
    /// <summary>Stages; empty: all.</summary>
    public IReadOnlyCollection<AlertStage> Stages { get; init; } = Stages ?? [];

    /// <summary>What lies behind it; null: anything.</summary>
    public AlertCause? Cause { get; init; }

    /// <summary>Code of the scenario of its rule; empty: any.</summary>
    public string Scenario { get; init; } = "";
}
