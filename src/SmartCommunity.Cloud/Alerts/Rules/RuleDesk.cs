using MessagePack;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts.BackTests;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts.Rules;

/// <summary>Where people see the rules, try out others and put them in force, or earlier ones back. Thread-safe.</summary>
public sealed class RuleDesk
{
    private const int WeekDays = 7, MonthDays = 30;

    /// <summary>Rows of the history that are told: a set a week for two years.</summary>
    private const int MaxHistory = 100;

    private readonly RuleLedger _ledger;
    private readonly RulesInForce _inForce;
    private readonly AlertLedger _alerts;
    private readonly EnrolmentIndex _enrolments;
    private readonly IGrainFactory _grains;
    private readonly RuleBackTest _backTest;
    private readonly TimeProvider _time;

    internal RuleDesk(RuleLedger ledger, RulesInForce inForce, AlertLedger alerts, EnrolmentIndex enrolments, IGrainFactory grains, RuleBackTest backTest, TimeProvider time) =>
        (_ledger, _inForce, _alerts, _enrolments, _grains, _backTest, _time) = (ledger, inForce, alerts, enrolments, grains, backTest, time);

    /// <summary>What is in force, with what it did; every kept set; the history.</summary>
    public async Task<RulesView> ViewAsync()
    {
        var set = _inForce.Set;
        var now = _time.GetUtcNow();
        var counts = _alerts.CountByRule(now.AddDays(-MonthDays).ToUnixTimeMilliseconds(), now.AddDays(-WeekDays).ToUnixTimeMilliseconds()).ToDictionary(static c => c.Rule, StringComparer.Ordinal);
        var shadows = (await TalliesAsync()).SelectMany(static t => t.Tally.Counts).ToLookup(static c => c.Rule, StringComparer.Ordinal);
        var today = ChinaTime.DayOf(now.ToUnixTimeMilliseconds()).DayNumber;
        return new RulesView(
            set.Name, [.. set.Rules.Select(r => View(r, counts.GetValueOrDefault(r.Id), days => shadows[r.Id].Where(c => c.Day > today - days).Sum(static c => c.Count)))],
            [.. _ledger.Sets().Select(s => View(s, s.Name == set.Name))],
            [.. _ledger.History(MaxHistory).Select(View)]);
    }

    /// <summary>The latest that rules in shadow would have raised, the youngest first; of one rule, or of all.</summary>
    public async Task<IReadOnlyList<ShadowView>> ShadowsAsync(string? rule)
    {
        var set = _inForce.Set;
        return
        [
            .. (await TalliesAsync()).SelectMany(t => t.Tally.Latest.Where(s => rule is null || s.Rule == rule).Select(s => new ShadowView(
                    s.Rule, t.Community, s.Subject, s.Device, s.Place, DateTimeOffset.FromUnixTimeMilliseconds(s.RaisedAtMs), s.EndedAtMs == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(s.EndedAtMs),
                    s.Occurrences, s.Quantity, s.Value, s.Limit, AlertViews.MeasuresOf(set.Find(s.Rule), s.Quantity))))
                .OrderByDescending(static s => s.At).ThenBy(static s => s.Community, StringComparer.Ordinal).Take(ShadowTally.MaxLatest),
        ];
    }

    /// <summary>The file of a kept set.</summary>
    public Outcome<ReadOnlyMemory<byte>> FileOf(string name) => _ledger.Find(name) is { } set ? set.File : Unknown("name", name);

    /// <summary>Looks at a file: its faults with line and field, or what it would change.</summary>
    public Outcome<RuleCheck> Check(ReadOnlyMemory<byte> file)
    {
        var (set, faults) = RuleFile.Read(file);
        if (set is null)
            return faults.Select(FaultOf).ToArray();
        var kept = _ledger.Find(set.Name);
        if (kept is not null && kept.Hash != set.Hash)
            return Taken(set);
        return new RuleCheck(set.Name, set.Hash, set.Rules.Count, kept is not null, RuleDiff.Of(_inForce.Set, set));
    }

    /// <summary>What differs between two kept sets.</summary>
    public Outcome<RuleDiff> Diff(string a, string b)
    {
        var (left, right) = (_ledger.Find(a), _ledger.Find(b));
        return left is null || right is null
            ? new[] { left is null ? Unknown("a", a) : null, right is null ? Unknown("b", b) : null }.OfType<Fault>().ToArray()
            : RuleDiff.Of(RuleSets.Of(left.File.ToArray())!, RuleSets.Of(right.File.ToArray())!);
    }

    /// <summary>Keeps a file and puts it in force in every community. It is in their logs when the call returns.</summary>
    public async Task<Outcome<RulesPutView>> PutAsync(ReadOnlyMemory<byte> file, string actor, string comment, CancellationToken cancellationToken)
    {
        var (set, faults) = RuleFile.Read(file);
        Fault[] all = [.. set is null ? faults.Select(FaultOf) : [], .. Said(actor, comment)];
        if (set is null || all.Length > 0)
            return all;
        return await _inForce.PutAsync(set, file, actor, comment, cancellationToken) is { } put ? View(put) : Taken(set);
    }

    /// <summary>Puts a kept set in force: an earlier one, to roll back.</summary>
    public async Task<Outcome<RulesPutView>> UseAsync(string name, string actor, string comment, CancellationToken cancellationToken)
    {
        if (_ledger.Find(name ?? "") is not { } kept)
            return Unknown("name", name ?? "");
        return await PutAsync(kept.File, actor, comment, cancellationToken);
    }

    /// <summary>Says what a file would have raised; all communities when none is named.</summary>
    public async Task<Outcome<BackTestReport>> BackTestAsync(ReadOnlyMemory<byte> file, BackTestScope scope, Action<BackTestProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var (set, faults) = RuleFile.Read(file);
        if (set is null)
            return faults.Select(FaultOf).ToArray();
        if (scope.To <= scope.From || scope.To - scope.From > RuleBackTest.MaxLength)
            return FactCheck.Invalid("from", FormattableString.Invariant($"from {scope.From:O} must lie before to {scope.To:O}, at most {RuleBackTest.MaxLength.TotalDays} days."));
        if (scope.Communities.FirstOrDefault(c => _enrolments.StreetOf(c) is null) is { } unknown)
            return FactCheck.UnknownCommunity(unknown);
        return await _backTest.RunAsync(file, scope.Communities.Count > 0 ? scope : scope with { Communities = [.. _enrolments.Communities] }, progress, cancellationToken);
    }

    private async Task<IReadOnlyList<(string Community, ShadowTallyRecord Tally)>> TalliesAsync()
    {
        var tallies = new List<(string, ShadowTallyRecord)>();
        foreach (var community in _enrolments.Communities)
            tallies.Add((community, MessagePackSerializer.Deserialize<ShadowTallyRecord>(await _grains.GetGrain<ICommunityGrain>(community).ShadowsAsync())));
        return tallies;
    }

    private static RuleView View(AlertRule rule, RuleCount? count, Func<int, int> shadows) => new(
        rule.Id, rule.Title, RuleWords.Of(rule), rule.NextStep, rule.Source, rule.Priority.ToString(), WireName.Of(rule.Cause), rule.IsLatched, rule.IsShadow, rule.Classes,
        rule.IsShadow ? shadows(WeekDays) : count?.Recent ?? 0, rule.IsShadow ? shadows(MonthDays) : count?.All ?? 0, rule.IsShadow ? 0 : count?.True ?? 0, rule.IsShadow ? 0 : count?.False ?? 0, rule.Scenario);

    private static RuleSetView View(RuleSetRow row, bool isInForce)
    {
        var set = RuleSets.OfHash(row.Hash);
        return new RuleSetView(row.Name, set?.Title, set?.Rules.Count ?? 0, set?.Rules.Count(static r => r.IsShadow) ?? 0, row.Hash, row.AddedBy, DateTimeOffset.FromUnixTimeMilliseconds(row.AddedAtMs), isInForce);
    }

    private static RulesPutView View(RulesInForceRow put) => new(put.Number, put.Name, put.Actor, DateTimeOffset.FromUnixTimeMilliseconds(put.AtMs), put.Comment);

    private static Fault FaultOf(PackFault fault) => FactCheck.Invalid(fault.Path.Length == 0 ? "rules" : fault.Path, FormattableString.Invariant($"line {fault.Line}, column {fault.Column}: {fault.Message}"));

    private static IEnumerable<Fault> Said(string actor, string comment) =>
        new[] { FactCheck.Person("actor", actor), Registry.Text.Fault("comment", comment, FactCheck.MaxComment) }.OfType<Fault>();

    private static Fault Taken(RuleSet set) => new(FaultKind.Conflict, "version", $"{set.Name} exists with other content; what a version says never changes. Give the file another version.");

    private Fault Unknown(string field, string name) =>
        new(FaultKind.NotFound, field, $"There are no rules '{FactCheck.Short(name)}'; there are: {string.Join(", ", _ledger.Sets().Select(static s => s.Name))}.");
}
