using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Alerts.Settings;

/// <summary>The rules of what people set about alerts. Every fault names its field and the limit.</summary>
internal sealed class SettingCheck(TwinGraph graph, EnrolmentIndex enrolments, RulesInForce inForce)
{
    /// <summary>Most devices and places of one window: more is a place around them.</summary>
    internal const int MostTargets = 50;

    private const int MostRules = 50;

    /// <summary>A window that nobody looks at again mutes for a week at most.</summary>
    internal static readonly TimeSpan LongestWindow = TimeSpan.FromDays(7);

    /// <summary>Who is away for longer than a year has moved.</summary>
    private static readonly TimeSpan _longestAway = TimeSpan.FromDays(366);

    /// <summary>Farthest beginning that is planned.</summary>
    private static readonly TimeSpan _farthest = TimeSpan.FromDays(366);

    /// <summary>A form that was open for a few minutes still means now.</summary>
    private static readonly TimeSpan _formTolerance = TimeSpan.FromMinutes(5);

    private string Known => string.Join(", ", inForce.Set.Rules.Select(static r => r.Id));

    /// <summary>Everything that is wrong with a new setting.</summary>
    internal Fault[] Faults(NewAlertSetting setting, DateTimeOffset now)
    {
        if (!SettingWords.Kinds.Contains(setting.Kind))
            return [FactCheck.Invalid("kind", $"kind '{FactCheck.Short(setting.Kind ?? "")}' must be one of: {string.Join(", ", SettingWords.Kinds)}.")];
        if (enrolments.StreetOf(setting.Community ?? "") is null)
            return [FactCheck.Invalid("community", $"No community '{FactCheck.Short(setting.Community ?? "")}' is in the district.")];
        return
        [
            .. Targets(setting), .. Rules(setting), .. Times(setting, now),
            .. new[]
            {
                string.IsNullOrWhiteSpace(setting.Reason) ? FactCheck.Invalid("reason", $"reason is missing; it says why, 1 to {FactCheck.MaxComment} characters.") : Text.Fault("reason", setting.Reason, FactCheck.MaxComment),
                FactCheck.Person("actor", setting.Actor),
                setting.Kind != SettingWords.Override && setting.Numbers is not null ? FactCheck.Invalid("numbers", "numbers belong to an override only.") : null,
            }.OfType<Fault>(),
        ];
    }

    /// <summary>True when it mutes a rule that a life may hang on.</summary>
    internal bool NeedsSecond(NewAlertSetting setting) => setting.Kind == SettingWords.Window && setting.Rules.Any(r => inForce.Set.Find(r)?.IsLatched == true);

    internal static RuleOverride Override(RuleNumbers? n) => new(
        n?.Off ?? false, n?.Limit, n?.Clear, n?.ForSeconds is { } seconds ? Span(seconds, TimeSpan.TicksPerSecond) : null, n?.Readings,
        n?.DayMinutes is { } day ? Span(day, TimeSpan.TicksPerMinute) : null, n?.NightMinutes is { } night ? Span(night, TimeSpan.TicksPerMinute) : null);

    /// <summary>Cut at a length that is refused anyway.</summary>
    private static TimeSpan Span(long count, long ticks) => TimeSpan.FromTicks(Math.Clamp(count, -1, (RuleOverride.Longest.Ticks / ticks) + 1) * ticks);

    private IEnumerable<Fault> Targets(NewAlertSetting setting)
    {
        var most = setting.Kind == SettingWords.Window ? MostTargets : 1;
        if (setting.Targets.Count < 1 || setting.Targets.Count > most)
        {
            yield return FactCheck.Invalid("targets", $"targets names {setting.Targets.Count} devices and places; {setting.Kind} takes {(most == 1 ? "exactly one" : $"1 to {most}")}.");
            yield break;
        }

        for (var i = 0; i < setting.Targets.Count; i++)
        {
            var field = $"targets[{i}]";
            if (!TwinId.TryParse(setting.Targets[i], out var id))
                yield return FactCheck.Invalid(field, TwinId.Fault(field, FactCheck.Short(setting.Targets[i] ?? "")));
            else if (setting.Kind == SettingWords.Away && id.Kind != TwinKind.Unit)
                yield return FactCheck.Invalid(field, $"{field} '{FactCheck.Short(setting.Targets[i])}' must be a unit: people are away from a home.");
            else if (!graph.Exists(id) || graph.CommunityOf(id) != setting.Community)
                yield return FactCheck.Invalid(field, $"{field} '{FactCheck.Short(setting.Targets[i])}' is no device or place of community '{setting.Community}'.");
        }
    }

    private IEnumerable<Fault> Rules(NewAlertSetting setting)
    {
        var set = inForce.Set;
        foreach (var unknown in setting.Rules.Where(r => set.Find(r ?? "") is null))
            yield return FactCheck.Invalid("rules", $"rules '{FactCheck.Short(unknown ?? "")}' is no rule; there are: {Known}.");
        switch (setting.Kind)
        {
            case SettingWords.Away when setting.Rules.Count > 0:
                yield return FactCheck.Invalid("rules", "rules must be empty: an away mode concerns the signs of life of its home, and nothing else.");
                break;
            case SettingWords.Window when setting.Rules.Count > MostRules:
                yield return FactCheck.Invalid("rules", $"rules names {setting.Rules.Count} rules, more than the limit of {MostRules}.");
                break;
            case SettingWords.Override when setting.Rules.Count != 1:
                yield return FactCheck.Invalid("rules", $"rules names {setting.Rules.Count} rules; an override takes exactly one.");
                break;
            case SettingWords.Override when set.Find(setting.Rules[0] ?? "") is { } rule:
                foreach (var fault in Numbers(rule, setting))
                    yield return fault;
                break;
        }
    }

    private static IEnumerable<Fault> Numbers(AlertRule rule, NewAlertSetting setting)
    {
        foreach (var (field, message) in Override(setting.Numbers).Faults(rule))
            yield return FactCheck.Invalid(field == "rule" ? "rules" : $"numbers.{field}", message);
        if (rule.Condition is QuietCondition or GatewayAwayCondition && setting.Targets.Count == 1 && TwinId.TryParse(setting.Targets[0], out var id))
        {
            if (rule.Condition is QuietCondition && id.Kind == TwinKind.Device)
                yield return FactCheck.Invalid("targets[0]", $"Rule '{rule.Id}' is about a home: targets[0] must be a unit, a building or the community, not a device.");
            if (rule.Condition is GatewayAwayCondition && id.Kind != TwinKind.Community)
                yield return FactCheck.Invalid("targets[0]", $"Rule '{rule.Id}' is about gateways, which stand in no building: targets[0] must be the community.");
        }
    }

    private static IEnumerable<Fault> Times(NewAlertSetting setting, DateTimeOffset now)
    {
        var from = setting.From ?? now;
        if (from < now - _formTolerance || from > now + _farthest)
            yield return FactCheck.Invalid("from", $"from {from:O} must be now, {now:O}, or within the {_farthest.TotalDays} days after it.");
        var longest = setting.Kind switch { SettingWords.Window => LongestWindow, SettingWords.Away => _longestAway, _ => TimeSpan.MaxValue };
        if (setting.Until is not { } until)
        {
            if (setting.Kind != SettingWords.Override)
                yield return FactCheck.Invalid("until", $"until is missing; it is at most {longest.TotalDays} days after from.");
            yield break;
        }

        if (until <= from || until <= now)
            yield return FactCheck.Invalid("until", $"until {until:O} must be later than from, {from:O}, and than now.");
        else if (until - from > longest)
            yield return FactCheck.Invalid("until", $"until {until:O} must be at most {longest.TotalDays} days after from, {from:O}.");
    }
}
