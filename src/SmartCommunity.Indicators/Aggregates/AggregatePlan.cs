using System.Collections.Concurrent;
using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>
/// What has to be folded so that the formulas of some packs can be computed: their history leaves, equal ones once, each kept as long as its longest use needs. Immutable and thread-safe: one plan
/// serves all communities under the same packs.
/// </summary>
public sealed class AggregatePlan
{
    /// <summary>Quantity of the outdoor temperature that degree days come from.</summary>
    public const string OutdoorTemperature = "temp";

    private readonly Dictionary<string, PlannedLeaf> _byKey;
    private readonly Dictionary<object, PlannedLeaf> _bySource;
    private readonly Dictionary<(EventSource, string), PlannedLeaf> _byField;
    private readonly PlannedLeaf[] _leaves;
    private readonly ConcurrentDictionary<(DeviceClass Class, string Places), ClassLeaves> _ofClasses = [];

    private AggregatePlan(LeafCollector collected)
    {
        _byKey = collected.ByKey;
        _bySource = collected.BySource;
        _byField = collected.ByField;
        _leaves = [.. _byKey.Values.OrderBy(static l => l.Key, StringComparer.Ordinal)];
        for (var i = 0; i < _leaves.Length; i++)
            _leaves[i].Index = i;
        KeptRegisterDays = _leaves.OfType<RegisterLeaf>().GroupBy(static l => l.Quantity).ToDictionary(static g => g.Key, static g => g.Max(static l => l.KeptDays), StringComparer.Ordinal);
    }

    /// <summary>Leaves of the plan.</summary>
    public int Count => _leaves.Length;

    internal ReadOnlySpan<PlannedLeaf> Leaves => _leaves;

    /// <summary>Days kept of each register quantity.</summary>
    internal IReadOnlyDictionary<string, int> KeptRegisterDays { get; }

    /// <summary>The plan of packs: measures and items of dimensions.</summary>
    /// <param name="packs">The packs.</param>
    /// <param name="graceDays">Days kept beyond each window, 0 to 400: allowed lateness, and as far back as a snapshot may still be revised.</param>
    public static AggregatePlan Of(IEnumerable<StandardPack> packs, int graceDays) => OfFormulas(
        packs.SelectMany(static p => p.Measures.Select(static m => m.Formula).Concat(p.Scoring.Dimensions.SelectMany(static d => d.Items).Select(static i => i.Formula).OfType<Formula>())), graceDays);

    /// <summary>The plan of formulas; see <see cref="Of"/>.</summary>
    public static AggregatePlan OfFormulas(IEnumerable<Formula> formulas, int graceDays)
    {
        const int mostGraceDays = 400; // As long as the series store keeps measurements.
        ArgumentOutOfRangeException.ThrowIfNegative(graceDays);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(graceDays, mostGraceDays);
        var collector = new LeafCollector(graceDays);
        foreach (var formula in formulas)
            collector.Collect(formula);
        return new AggregatePlan(collector);
    }

    /// <summary>Canonical text of a leaf, by its index.</summary>
    public string KeyOf(int index) => _leaves[index].Key;

    /// <summary>Indexes of the leaves a formula reads, ascending: what touches it.</summary>
    public IReadOnlyList<int> IndexesOf(Formula formula)
    {
        var collector = new LeafCollector(graceDays: 0);
        collector.Collect(formula);
        return [.. collector.ByKey.Keys.Select(k => Find(k).Index).Order()];
    }

    internal SampleLeaf Find(SampleSource leaf) => (SampleLeaf)(_bySource.GetValueOrDefault(leaf) ?? Find(LeafKeys.Of(leaf)));

    internal SampleLeaf FindMeans(DeviceSelector devices, string quantity) =>
        quantity == OutdoorTemperature && _bySource.TryGetValue(devices, out var found) ? (SampleLeaf)found : (SampleLeaf)Find(LeafKeys.OfMeans(devices, quantity));

    internal EventLeaf Find(EventSource leaf, string? field) => (EventLeaf)(_byField.GetValueOrDefault((leaf, field ?? "")) ?? Find(LeafKeys.Of(leaf, field)));

    internal RegisterLeaf Find(RegisterDelta leaf) => (RegisterLeaf)(_bySource.GetValueOrDefault(leaf) ?? Find(LeafKeys.Of(leaf)));

    internal UptimeLeaf Find(Uptime leaf) => (UptimeLeaf)(_bySource.GetValueOrDefault(leaf) ?? Find(LeafKeys.Of(leaf)));

    internal PairLeaf Find(WithinSeconds leaf) => (PairLeaf)(_bySource.GetValueOrDefault(leaf) ?? Find(LeafKeys.Of(leaf)));

    /// <summary>Whether some leaf counts single measurements of the quantity, or its changes.</summary>
    internal bool CountsSamples(string quantity) => Array.Exists(_leaves, l => (l is SampleLeaf samples && samples.Quantity == quantity) || (l is PairLeaf pairs && pairs.ThenQuantity == quantity));

    /// <summary>What is asked of the devices of a class, found once for all that are in the same kinds of place.</summary>
    internal ClassLeaves LeavesOf(DeviceClass deviceClass, IReadOnlyList<string> facilities, IReadOnlyList<string> feeds) =>
        _ofClasses.GetOrAdd((deviceClass, string.Join('\n', [.. facilities, "", .. feeds])), _ => new ClassLeaves(_leaves, deviceClass, facilities, feeds));

    internal PlannedLeaf? TryFind(string key) => _byKey.GetValueOrDefault(key);

    private PlannedLeaf Find(string key) => TryFind(key) ?? throw new ArgumentException($"The plan has no leaf {key}: build it from the packs that are evaluated.", nameof(key));
}

/// <summary>Walks formulas and gathers their history leaves.</summary>
internal sealed class LeafCollector(int graceDays)
{
    private const int DaysOfWeek = 7;
    private const int DaysOfMonth = 31;

    internal Dictionary<string, PlannedLeaf> ByKey { get; } = new(StringComparer.Ordinal);

    /// <summary>By the very record of the formula: no text is built when a leaf is asked for.</summary>
    internal Dictionary<object, PlannedLeaf> BySource { get; } = new(ReferenceEqualityComparer.Instance);

    internal Dictionary<(EventSource, string), PlannedLeaf> ByField { get; } = new(SourceAndField.Instance);

    internal void Collect(Formula formula)
    {
        switch (formula)
        {
            case Count count:
                Collect(count.Source, count.DistinctBy);
                break;
            case Aggregate aggregate:
                Collect(aggregate.Source, aggregate.Field);
                break;
            case DistinctSubjects subjects:
                Collect(subjects.Source, subjects.Field);
                break;
            case RegisterDelta delta:
                BySource[delta] = Keep(LeafKeys.Of(delta), key => new RegisterLeaf(key, delta), DaysOf(delta.Window) + RegisterDays.BorderDays);
                break;
            case Uptime uptime:
                BySource[uptime] = Keep(LeafKeys.Of(uptime), key => new UptimeLeaf(key, uptime), DaysOf(uptime.Window) + 1);
                break;
            case WithinSeconds pairs:
                Collect(pairs);
                break;
            case DegreeDaySaving saving:
                var outdoor = new SampleSource(saving.Outdoor, AggregatePlan.OutdoorTemperature, [], null, saving.Window);
                BySource[saving.Outdoor] = Keep(LeafKeys.Of(outdoor), key => new SampleLeaf(key, outdoor), DaysOf(saving.Window));
                break;
        }

        foreach (var part in formula.Parts)
            Collect(part);
    }

    private void Collect(WithinSeconds pairs)
    {
        var leaf = new PairLeaf(LeafKeys.Of(pairs), pairs);
        BySource[pairs] = Keep(leaf.Key, _ => leaf, DaysOf(pairs.First.Window) + 1 + (int)(leaf.LimitMs / ChinaTime.DayMs));
    }

    private void Collect(Source source, string? field)
    {
        if (source is SampleSource samples)
            BySource[samples] = Keep(LeafKeys.Of(samples), key => new SampleLeaf(key, samples), DaysOf(samples.Window));
        if (source is EventSource events)
            ByField[(events, field ?? "")] = Keep(LeafKeys.Of(events, field), key => new EventLeaf(key, events, field), DaysOf(events.Window));
    }

    private PlannedLeaf Keep(string key, Func<string, PlannedLeaf> compile, int days)
    {
        if (!ByKey.TryGetValue(key, out var leaf))
            ByKey[key] = leaf = compile(key);
        leaf.KeptDays = Math.Max(leaf.KeptDays, days + graceDays);
        return leaf;
    }

    private static int DaysOf(WindowSpan window) => window.Kind switch
    {
        WindowKind.Rolling => window.Days,
        WindowKind.Day => 1,
        WindowKind.Week => DaysOfWeek,
        WindowKind.Month => DaysOfMonth,
        _ => throw new ArgumentOutOfRangeException(nameof(window), window.Kind, "A window is Rolling, Day, Week or Month."),
    };

    private sealed class SourceAndField : IEqualityComparer<(EventSource Source, string Field)>
    {
        internal static SourceAndField Instance { get; } = new();

        public bool Equals((EventSource Source, string Field) x, (EventSource Source, string Field) y) => ReferenceEquals(x.Source, y.Source) && x.Field == y.Field;

        public int GetHashCode((EventSource Source, string Field) obj) => HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj.Source), obj.Field.GetHashCode(StringComparison.Ordinal));
    }
}
