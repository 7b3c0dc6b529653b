using System.Globalization;
using SmartCommunity.Anomaly.Detectors;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts;

/// <summary>
/// Alerts of a community that are open, those that were closed lately, and what its rules remember. Part of a community's state: changed only by <see cref="AlertFold"/>; not thread-safe.
/// </summary>
internal sealed class AlertsState
{
    /// <summary>How long a closed alert may be opened again: a day; after that the ledger alone has it.</summary>
    internal const long ReopenMs = 86_400_000;

    private RuleIndex? _index;

    /// <summary>The file of the rules in force, as the log has it; empty: none yet.</summary>
    internal byte[] RulesFile { get; private set; } = [];

    /// <summary>The rules in force; null: none.</summary>
    internal RuleSet? Rules { get; private set; }

    /// <summary>The rules by what they look at.</summary>
    internal RuleIndex Index => _index ??= new RuleIndex(Rules, Memory);

    /// <summary>Alerts that are not closed, by rule and subject: one for a cause.</summary>
    internal SortedDictionary<(string Rule, string Subject), Alert> Open { get; } = new(AlertKeys.Instance);

    /// <summary>Closed within the last day, by id.</summary>
    internal SortedDictionary<string, Alert> Closed { get; } = new(StringComparer.Ordinal);

    /// <summary>What conditions remember.</summary>
    internal ConditionMemories Memory { get; } = new();

    /// <summary>Overrides, away modes and maintenance windows.</summary>
    internal SettingsState Settings { get; } = new();

    /// <summary>Of <see cref="Memory"/>: what time alone may raise or end, so that a tick looks at nothing else. Follows from it; in no snapshot.</summary>
    internal SortedSet<(string Rule, string Subject)> Waiting { get; } = new(AlertKeys.Instance);

    /// <summary>Of <see cref="Memory"/>: what rules on things that happen too often count. Follows from it; in no snapshot.</summary>
    internal SortedSet<(string Rule, string Subject)> Counting { get; } = new(AlertKeys.Instance);

    /// <summary>Alerts that time alone may change. Follows from them; in no snapshot.</summary>
    internal AlertDeadlines Deadlines { get; } = new();

    /// <summary>What rules that are tried out would have raised.</summary>
    internal ShadowTally Shadows { get; } = new();

    /// <summary>Minute (since the epoch) in which homes were last looked at.</summary>
    internal long QuietMinute { get; set; }

    /// <summary>Highest registry version of people's actions folded.</summary>
    internal long Version { get; set; }

    /// <summary>Puts rules in force. What other rules remembered goes; open alerts stay until they are closed.</summary>
    internal void Use(byte[] file)
    {
        (RulesFile, Rules, _index) = (file, RuleSets.Of(file), null);
        Memory.Clear();
        Waiting.Clear();
        Counting.Clear();
    }

    /// <summary>True while the alert is open, or was closed within the last day.</summary>
    internal bool Holds(Alert alert) => ReferenceEquals(Open.GetValueOrDefault(alert.Key), alert) || ReferenceEquals(Closed.GetValueOrDefault(alert.Id), alert);

    internal Alert? Find(string id) => Open.Values.FirstOrDefault(a => a.Id == id) ?? Closed.GetValueOrDefault(id);
}

/// <summary>Rules by what they look at, so that a message asks only those that concern its device. Immutable.</summary>
internal sealed class RuleIndex(RuleSet? set, ConditionMemories memories)
{
    private readonly Dictionary<string, MeasuredRule[]> _measured = new(StringComparer.Ordinal);
    private DeviceClass? _lastClass;
    private MeasuredRule[] _lastMeasured = [];

    internal IReadOnlyList<AlertRule> Events { get; } = Of<EventCondition>(set);

    internal IReadOnlyList<AlertRule> Repeated { get; } = Of<RepeatedCondition>(set);

    internal IReadOnlyList<AlertRule> Silence { get; } = Of<SilenceCondition>(set);

    internal IReadOnlyList<AlertRule> Gateways { get; } = Of<GatewayAwayCondition>(set);

    internal IReadOnlyList<AlertRule> Quiet { get; } = Of<QuietCondition>(set);

    /// <summary>What each of <see cref="Quiet"/> remembers its signals by.</summary>
    internal IReadOnlyList<string[]> QuietKeys { get; } =
        [.. Of<QuietCondition>(set).Select(static r => Enumerable.Range(0, ((QuietCondition)r.Condition).Signals.Count).Select(i => SignalKey(r, i)).ToArray())];

    internal AlertRule[] Counts { get; } = Of<CountCondition>(set);

    /// <summary>Of <see cref="Counts"/>: those that count messages.</summary>
    internal MessageCount[] MessageCounts { get; } =
        [.. Of<CountCondition>(set).Where(static r => ((CountCondition)r.Condition).Of == CountedKind.Messages).Select(r => new MessageCount(r, (CountCondition)r.Condition, memories.Of(r.Id)))];

    internal AlertRule[] Outages { get; } = Of<OutageCondition>(set);

    internal IReadOnlyList<AlertRule> Anomalies { get; } = Of<AnomalyCondition>(set);

    /// <summary>Of <see cref="Anomalies"/>: those that are over when they are not said again. Of a standstill the end is said.</summary>
    internal AlertRule[] Fading { get; } = [.. Of<AnomalyCondition>(set).Where(static r => !((AnomalyCondition)r.Condition).Channels.Contains(DetectorChannel.Stuck))];

    /// <summary>The rule of an id; null: it is not in force.</summary>
    internal AlertRule? Find(string id) => set?.Find(id);

    /// <summary>Rules that a message of a class of devices may change.</summary>
    internal MeasuredRule[] Measured(DeviceClass deviceClass)
    {
        // A batch often has many messages of a class one after another.
        if (!ReferenceEquals(deviceClass, _lastClass))
            (_lastClass, _lastMeasured) = (deviceClass, _measured.TryGetValue(deviceClass.Code, out var rules) ? rules : Find(deviceClass));
        return _lastMeasured;
    }

    // Apart: a closure would be an object for each message, found or not.
    private MeasuredRule[] Find(DeviceClass deviceClass) => _measured[deviceClass.Code] = set is null ? [] : [.. set.Rules.SelectMany(r => Of(r, deviceClass))];

    internal static bool Concerns(AlertRule rule, string deviceClass) => rule.Classes.Count == 0 || rule.Classes.Contains(deviceClass);

    private IEnumerable<MeasuredRule> Of(AlertRule rule, DeviceClass deviceClass)
    {
        if (rule.Condition is QuietCondition quiet)
        {
            return quiet.Signals.Select((signal, i) => (signal, i)).Where(s => s.signal.Class == deviceClass.Code)
                .Select(s => new MeasuredRule(rule, CommunityFold.SlotOf(deviceClass, s.signal.Quantity), [], s.signal, memories.Of(SignalKey(rule, s.i))));
        }

        var quantity = rule.Condition switch
        {
            ThresholdCondition threshold => threshold.Quantity,
            RateCondition rate => rate.Quantity,
            StuckCondition stuck => stuck.Quantity,
            StateCondition state => state.Quantity,
            UseCondition use => use.Quantity,
            SteadyUseCondition use => use.Quantity,
            ClockCondition or StillCondition or PlausibleCondition => "",
            _ => null,
        };
        var slot = quantity is null ? MeasuredRule.NoSlot : CommunityFold.SlotOf(deviceClass, quantity);
        return quantity is null || !Concerns(rule, deviceClass.Code) || (quantity.Length > 0 && slot < 0) ? [] : [new MeasuredRule(rule, slot, BesidesOf(rule, deviceClass), null, memories.Of(rule.Id))];
    }

    private static int[] BesidesOf(AlertRule rule, DeviceClass deviceClass) => rule.Condition switch
    {
        ThresholdCondition { While: { } besides } => [CommunityFold.SlotOf(deviceClass, besides.Quantity)],
        StillCondition => [.. deviceClass.Quantities.Index().Where(static q => StillFold.Moves(q.Item)).Select(static q => q.Index)],
        PlausibleCondition { Ranges: var ranges, Jump: var jump } => [.. ranges.Select(r => CommunityFold.SlotOf(deviceClass, r.Quantity)), .. jump is null ? [] : new[] { CommunityFold.SlotOf(deviceClass, jump.Quantity) }],
        _ => [],
    };

    internal static string SignalKey(AlertRule rule, int signal) => $"{rule.Id}/{signal.ToString(CultureInfo.InvariantCulture)}";

    private static AlertRule[] Of<T>(RuleSet? set)
        where T : RuleCondition => set is null ? [] : [.. set.Rules.Where(static r => r.Condition is T)];
}

/// <summary>A rule as it concerns one class of devices.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Slot">Place of its quantity among the class's latest values; <see cref="NoSlot"/>: it looks at the message itself.</param>
/// <param name="Besides">Places of what its condition looks at besides, in its order, of a jump last; −1: the class has none of it.</param>
/// <param name="Signal">Of a rule about quiet homes: the signal; else null.</param>
/// <param name="Memory">What it remembers, by device.</param>
internal sealed record MeasuredRule(AlertRule Rule, int Slot, int[] Besides, QuietSignal? Signal, Dictionary<string, ConditionMemory> Memory)
{
    internal const int NoSlot = -1;
}

/// <summary>A rule that counts messages.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Condition">Its condition.</param>
/// <param name="Memory">What it remembers, by device.</param>
internal sealed record MessageCount(AlertRule Rule, CountCondition Condition, Dictionary<string, ConditionMemory> Memory)
{
    /// <summary>A device whose messages are farther apart than so many times what is too often on average is not remembered: nearly all never are.</summary>
    private const int SlackTimes = 4;

    internal long WithinMs { get; } = (long)Condition.Within.TotalMilliseconds;

    /// <summary>A message so long after the one before it is no part of a flood.</summary>
    internal long ApartMs { get; } = SlackTimes * (long)Condition.Within.TotalMilliseconds / Condition.Times;
}

/// <summary>Rule, then subject, ordinal.</summary>
internal sealed class AlertKeys : IComparer<(string Rule, string Subject)>
{
    internal static AlertKeys Instance { get; } = new();

    public int Compare((string Rule, string Subject) x, (string Rule, string Subject) y) =>
        string.CompareOrdinal(x.Rule, y.Rule) is not 0 and var order ? order : string.CompareOrdinal(x.Subject, y.Subject);
}
