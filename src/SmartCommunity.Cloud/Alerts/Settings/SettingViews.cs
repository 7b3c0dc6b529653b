using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Alerts.Settings;

/// <summary>Between the registry's rows, what the logs say of them, and what people see. Pure.</summary>
internal static class SettingViews
{
    private const long MsPerSecond = 1_000, MsPerMinute = 60_000;

    internal static AlertSettingView View(AlertSettingRow row, SettingStanding? standing, long nowMs)
    {
        var phase = PhaseOf(row, standing, nowMs);
        var (how, by, endedMs) = EndOf(row, standing, phase);
        return new AlertSettingView(
            row.Id, row.Community, row.Kind, SettingWords.Split(row.Targets), SettingWords.Split(row.Rules), row.Kind == SettingWords.Override ? NumbersOf(row) : null, FactRows.At(row.FromMs),
            At(row.UntilMs), row.Reason, row.CreatedBy, FactRows.At(row.CreatedAtMs), row.NeedsSecond, row.ApprovedBy, At(row.ApprovedAtMs), WireName.Of(phase), how, by, At(endedMs),
            standing?.Muted ?? 0, standing is { MutedAtMs: > 0 and var at } ? FactRows.At(at) : null, standing?.MutedWhat ?? "", row.Revision);
    }

    internal static SettingPhase PhaseOf(AlertSettingRow row, SettingStanding? standing, long nowMs) =>
        row.EndedAtMs is not null || standing?.Phase == SettingPhase.Ended || row.UntilMs <= nowMs ? SettingPhase.Ended
        : row.NeedsSecond && row.ApprovedBy.Length == 0 ? SettingPhase.Waiting
        : row.FromMs > nowMs ? SettingPhase.Planned
        : SettingPhase.Acting;

    /// <summary>What the rule itself says where an override changed the limit; null where it did not.</summary>
    internal static double? RuleLimitOf(AlertSettingRow row, string ruleSet) => row.Limit is null ? null : RuleSets.Find(ruleSet, row.Rules)?.Condition switch
    {
        ThresholdCondition threshold => threshold.Limit,
        RateCondition rate => rate.PerHour,
        _ => null,
    };

    private static (string How, string By, long? AtMs) EndOf(AlertSettingRow row, SettingStanding? standing, SettingPhase phase) =>
        phase != SettingPhase.Ended ? ("", "", null)
        : standing is { Phase: SettingPhase.Ended, EndedHow: SettingWords.BySignOfLife } ? (standing.EndedHow, standing.EndedWhat, standing.SinceMs)
        : row.EndedAtMs is { } endedMs ? (SettingWords.ByPerson, row.EndedBy, endedMs)
        : (SettingWords.ByTime, "", row.UntilMs);

    private static RuleNumbers NumbersOf(AlertSettingRow row) => new(
        row.IsOff, row.Limit, row.Clear, row.ForMs / MsPerSecond, row.Readings, (int?)(row.DayMs / MsPerMinute), (int?)(row.NightMs / MsPerMinute));

    private static DateTimeOffset? At(long? ms) => ms is { } at ? FactRows.At(at) : null;
}
