using SmartCommunity.Anomaly.Evaluation;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Cloud.Alerts.Reports;

/// <summary>What was asked of the ledger, before anything is counted.</summary>
/// <param name="FromMs">Beginning, epoch milliseconds.</param>
/// <param name="ToMs">End, not in it.</param>
/// <param name="Offices">Communities by street.</param>
/// <param name="Activations">Alerts raised in it.</param>
/// <param name="Judgements">What people said in it.</param>
/// <param name="Acknowledged">Times to acknowledge, the shortest first.</param>
/// <param name="Open">Open alerts.</param>
internal sealed record QualityInput(
    long FromMs, long ToMs, IReadOnlyDictionary<string, string[]> Offices, IReadOnlyList<AlertActivation> Activations, IReadOnlyList<AlertJudgement> Judgements,
    IReadOnlyList<(string Community, int Priority, long Ms)> Acknowledged, IReadOnlyList<AlertRow> Open)
{
    private readonly Dictionary<string, string> _streets =
        Offices.SelectMany(static o => o.Value.Select(c => (Street: o.Key, Community: c))).ToDictionary(static c => c.Community, static c => c.Street, StringComparer.Ordinal);

    /// <summary>The street a community belongs to; empty: none of these.</summary>
    internal string StreetOf(string community) => _streets.GetValueOrDefault(community, "");
}

/// <summary>Counts what alerts were worth. Pure.</summary>
internal static class AlertQuality
{
    /// <summary>ISA-18.2 and EEMUA 191 count by slots of ten minutes, and call more than ten alerts in one a flood.</summary>
    private const long SlotMs = 600_000;
    private const int CrowdedAbove = 10;

    /// <summary>Stale after ISA-18.2: open for more than a day.</summary>
    internal const long StaleMs = 86_400_000;

    private const int MostSources = 10, MostStale = 50;
    private const double MsPerHour = 3_600_000, MsPerDay = 86_400_000, MsPerSecond = 1_000, Half = 0.5, NinetyFive = 0.95;

    /// <summary>The report.</summary>
    internal static QualityReport Of(QualityInput input, RuleSet rules)
    {
        var all = Load("", [.. input.Offices.Values.SelectMany(static c => c)], input);
        return new QualityReport(
            DateTimeOffset.FromUnixTimeMilliseconds(input.FromMs), DateTimeOffset.FromUnixTimeMilliseconds(input.ToMs), all.Communities, all with { PerHour = all.PerHour / Math.Max(1, input.Offices.Count) },
            [.. input.Offices.OrderBy(static o => o.Key, StringComparer.Ordinal).Select(o => Load(o.Key, o.Value, input))], Rules(input, rules), Sources(input),
            [.. Stale(input).Take(MostStale).Select(a => new StaleAlert(a.Id, Title(rules, a.Rule).Zh, Title(rules, a.Rule).En, a.Community, a.Subject, DateTimeOffset.FromUnixTimeMilliseconds(a.RaisedAtMs)))]);
    }

    /// <summary>What a person's word means: true, false, or null when nobody can say.</summary>
    internal static bool? IsRight(string code, AlertCause cause) => code switch
    {
        "true" => true,
        "deviceFault" => cause is AlertCause.DeviceFault or AlertCause.NetworkCut,
        "false" or "expected" or "duplicate" => false,
        _ => null,
    };

    private static OfficeLoad Load(string street, string[] communities, QualityInput input)
    {
        var ours = communities.ToHashSet(StringComparer.Ordinal);
        AlertActivation[] raised = [.. input.Activations.Where(a => ours.Contains(a.Alert.Community))];
        bool?[] judged = [.. input.Judgements.Where(j => ours.Contains(j.Alert.Community)).Select(static j => IsRight(j.Code, (AlertCause)j.Alert.Cause))];
        var took = input.Acknowledged.Where(a => ours.Contains(a.Community)).Select(static a => a.Ms / MsPerSecond).ToArray();
        var slots = Math.Max(1, Math.Ceiling((input.ToMs - input.FromMs) / (double)SlotMs));
        // Crowded is who has them: a slot counts by the office, or all of the district would be one desk.
        var crowded = raised.GroupBy(a => (input.StreetOf(a.Alert.Community), (a.AtMs - input.FromMs) / SlotMs)).Count(static g => g.Count() > CrowdedAbove);
        var offices = street.Length > 0 ? 1 : Math.Max(1, input.Offices.Count);
        var wrong = judged.Count(static j => j == false);
        return new OfficeLoad(
            street, communities.Length, raised.Length, raised.Length / ((input.ToMs - input.FromMs) / MsPerHour), crowded / (slots * offices), input.Open.Count(a => ours.Contains(a.Community)),
            Stale(input).Count(a => ours.Contains(a.Community)), NearestRank.Of(took, Half), NearestRank.Of(took, NinetyFive), wrong, wrong / ((input.ToMs - input.FromMs) / MsPerDay) / Math.Max(1, communities.Length), Share(judged));
    }

    private static IEnumerable<AlertRow> Stale(QualityInput input) => input.Open.Where(a => input.ToMs - a.RaisedAtMs > StaleMs);

    private static RuleQuality[] Rules(QualityInput input, RuleSet rules)
    {
        var judged = input.Judgements.ToLookup(static j => j.Alert.Rule, StringComparer.Ordinal);
        var raised = input.Activations.ToLookup(static a => a.Alert.Rule, StringComparer.Ordinal);
        return
        [
            .. raised.Select(static g => g.Key).Union(judged.Select(static g => g.Key), StringComparer.Ordinal).Select(id =>
            {
                var first = raised[id].Select(static a => a.Alert).Concat(judged[id].Select(static j => j.Alert)).First();
                bool?[] words = [.. judged[id].Select(static j => IsRight(j.Code, (AlertCause)j.Alert.Cause))];
                var codes = judged[id].GroupBy(static j => j.Code, StringComparer.Ordinal).OrderBy(static g => g.Key, StringComparer.Ordinal).ToDictionary(static g => g.Key, static g => g.Count(), StringComparer.Ordinal);
                return new RuleQuality(id, Title(rules, id).Zh, Title(rules, id).En, ((AlertPriority)first.Priority).ToString(), raised[id].Count(), codes, Share(words), Suggestion(rules.Find(id), [.. judged[id]]));
            }).OrderByDescending(static r => r.Alerts).ThenBy(static r => r.Rule, StringComparer.Ordinal),
        ];
    }

    /// <summary>Only what was raised at the limit that is in force says anything of it.</summary>
    private static LimitView? Suggestion(AlertRule? rule, AlertJudgement[] judged)
    {
        if (rule?.Condition is not ThresholdCondition condition)
            return null;
        JudgedValue[] values =
        [
            .. judged.Where(j => j.Alert.Quantity == condition.Quantity && j.Alert.Limit.Equals(condition.Limit))
                .Select(static j => (j.Alert.Value, Right: IsRight(j.Code, (AlertCause)j.Alert.Cause))).Where(static j => j.Right is not null).Select(static j => new JudgedValue(j.Value, j.Right!.Value)),
        ];
        return LimitSuggestion.Of(values, condition.IsAbove) is { } better
            ? new LimitView(condition.Quantity, condition.Limit, better.Limit, better.SparedFalse, better.False, better.LostRight, better.Right)
            : null;
    }

    private static AlertSource[] Sources(QualityInput input) =>
    [
        .. input.Activations.GroupBy(static a => (Subject: a.Alert.Subject.Split('#')[0], a.Alert.Community))
            .OrderByDescending(static g => g.Count()).ThenBy(static g => g.Key.Subject, StringComparer.Ordinal).Take(MostSources)
            .Select(g => new AlertSource(g.Key.Subject, g.Key.Community, g.Count(), (double)g.Count() / input.Activations.Count)),
    ];

    private static RuleText Title(RuleSet rules, string id) => rules.Find(id)?.Title ?? new RuleText(id, id);

    private static ShareView Share(bool?[] judged)
    {
        var counted = ShareInterval.Of(judged.Count(static j => j == true), judged.Count(static j => j is not null));
        return new ShareView(counted.Part, counted.All, counted.Share, counted.Low, counted.High);
    }
}
