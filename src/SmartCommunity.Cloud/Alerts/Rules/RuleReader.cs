using System.Globalization;
using System.Security.Cryptography;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Packs.Loading;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts.Rules;

/// <summary>
/// Reads sets of alert rules: YAML after <c>rules.schema.json</c>. Tells every fault with line, column, field, value and limit, all at once; never throws for what a file says.
/// </summary>
internal static class RuleReader
{
    /// <summary>The format this version reads.</summary>
    private const int Format = 1;

    private const int MaxRules = 500, LongestTitle = 60, LongestStep = 300, LongestSource = 300;

    /// <summary>Kinds of condition, as a file names them.</summary>
    internal static IReadOnlyList<string> Kinds { get; } = ["event", "threshold", "rate", "stuck", "clock", "silence", "gatewayAway", "quiet", "state", "repeated", "use", "steadyUse", "count", "outage", "still", "plausible", "anomaly"];

    /// <summary>Names of all quantities.</summary>
    internal static IReadOnlyList<string> Quantities { get; } = [.. QuantityCatalogue.Default.All.Select(static q => q.Name)];

    private static readonly TimeSpan _noTime = TimeSpan.Zero;

    private static readonly RuleCondition _none = new EventCondition([]); // Stands where a fault was found.

    /// <summary>The set, or all faults of the file.</summary>
    internal static (RuleSet? Set, IReadOnlyList<PackFault> Faults) Read(ReadOnlyMemory<byte> bytes, DeviceClassCatalogue classes)
    {
        if (PackReader.Load(bytes, out var fault) is not { } root)
            return (null, [fault!]);
        var faults = new List<PackFault>();
        var fields = new PackNode(root, "", faults).Fields(["format", "id", "version", "title", "rules"], ["detectors"]);
        fields["format"]?.Whole(Format, Format);
        var rules = fields.Read("rules", n => n.Items(1, MaxRules, "id").Select(r => Rule(r, classes)).ToArray(), []);
        foreach (var twice in rules.Where(static r => r.Id.Length > 0).GroupBy(static r => r.Id, StringComparer.Ordinal).Where(static g => g.Count() > 1))
            fields["rules"]!.Fault($"has rule '{twice.Key}' {twice.Count()} times; ids are unique.");
        var set = new RuleSet(
            fields.Read("id", static n => n.Code(), ""), fields.Read("version", static n => n.Code(isVersion: true), ""), Convert.ToHexStringLower(SHA256.HashData(bytes.Span)),
            fields.Read("title", static n => Text(n, LongestTitle), new RuleText("", "")), rules)
        {
            Detectors = fields.Read("detectors", n => DetectorReader.Plan(n, classes), DetectorPlan.None),
        };
        return faults.Count == 0 ? (set, []) : (null, [.. faults.Distinct().OrderBy(static f => f.Line).ThenBy(static f => f.Column)]);
    }

    private static AlertRule Rule(PackNode node, DeviceClassCatalogue classes)
    {
        var fields = node.Fields(["id", "title", "nextStep", "source", "priority", "cause", "condition"], ["classes", "latched", "mode", "scenario"]);
        var rule = new AlertRule
        {
            Id = fields.Read("id", static n => n.Code(), ""),
            Title = fields.Read("title", static n => Text(n, LongestTitle), new RuleText("", "")),
            NextStep = fields.Read("nextStep", static n => Text(n, LongestStep), new RuleText("", "")),
            Source = fields.Read("source", static n => n.Text(LongestSource), ""),
            Priority = fields.Read("priority", static n => Enum.Parse<AlertPriority>(n.OneOf(["P1", "P2", "P3"], "a priority") is { Length: > 0 } name ? name : "P3"), AlertPriority.P3),
            Cause = fields.Read("cause", static n => n.OneOf<AlertCause>(), AlertCause.DeviceFault),
            IsLatched = fields.Read("latched", static n => n.YesNo(), false),
            IsShadow = fields.Read("mode", static n => n.OneOf(["live", "shadow"], "a mode") == "shadow", false),
            Scenario = fields.Read("scenario", static n => n.OneOf(RuleScenario.Codes, "a scenario"), ""),
            Classes = fields.Read("classes", n => n.Names([.. classes.All.Select(static c => c.Code)], "a device class"), []),
            Condition = fields.Read("condition", n => Condition(n, classes), _none),
        };
        if (rule is { IsLatched: true, Condition: not EventCondition })
            fields["latched"]!.Fault("true is for rules of events only: a condition that is measured ends when it is no longer measured.");
        if (rule.Condition is EventCondition { Types: var types } && rule.Classes.Count > 0)
        {
            foreach (var type in types.Where(t => !classes.All.Any(c => rule.Classes.Contains(c.Code) && c.Events.Contains(t))))
                fields["condition"]!.Fault($"'{type}' is an event of none of the classes {string.Join(", ", rule.Classes)}.");
        }

        return rule;
    }

    private static RuleCondition Condition(PackNode node, DeviceClassCatalogue classes)
    {
        var members = node.Members(Kinds, "kind of condition");
        if (members.Count != 1)
        {
            node.Fault($"must have exactly one of {string.Join(", ", Kinds)}, not {members.Count.ToString(CultureInfo.InvariantCulture)}.");
            return _none;
        }

        var (kind, body) = members.Single();
        return kind switch
        {
            "event" => new EventCondition(body.Names(EventsOf(classes), "an event of a device class", least: 1)),
            "threshold" => ThresholdReader.Read(body),
            "rate" => Rate(body.Fields(["quantity", "perHour"])),
            "stuck" => Stuck(body.Fields(["quantity", "for"])),
            "clock" => new ClockCondition(body.Fields(["readings"]).Read("readings", static n => n.Whole(1, ThresholdReader.MostReadings), 1)),
            "silence" => new SilenceCondition(Length(body.Fields(["for"]), "for")),
            "gatewayAway" => new GatewayAwayCondition(Length(body.Fields(["for"]), "for")),
            "state" => LastingReader.State(body),
            "repeated" => LastingReader.Repeated(body, EventsOf(classes)),
            "use" => LastingReader.Use(body),
            "steadyUse" => LastingReader.SteadyUse(body),
            "count" => CountReader.Count(body.Fields(["of", "times", "within"])),
            "outage" => CountReader.Outage(body.Fields(["share", "least"])),
            "plausible" => CountReader.Plausible(body.Fields(["ranges", "readings"], ["jump"]), classes),
            "still" => CountReader.Still(body.Fields(["for", "readings"])),
            "anomaly" => DetectorReader.Condition(body),
            _ => QuietReader.Read(body, classes),
        };
    }

    private static RateCondition Rate(PackFields fields) => new(Quantity(fields), fields.Read("perHour", static n => n.Number(double.Epsilon, double.MaxValue), 1));

    private static StuckCondition Stuck(PackFields fields) => new(Quantity(fields), Length(fields, "for"));

    internal static string Quantity(PackFields fields) => fields.Read("quantity", static n => n.OneOf(Quantities, "a quantity"), "");

    internal static TimeSpan Length(PackFields fields, string name) => fields.Read(name, static n => n.Length(_noTime), _noTime);

    private static string[] EventsOf(DeviceClassCatalogue classes) => [.. classes.All.SelectMany(static c => c.Events).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static RuleText Text(PackNode node, int longest)
    {
        var text = node.Bilingual(longest);
        return new RuleText(text.Zh, text.En);
    }
}

/// <summary>Reads <c>threshold</c>.</summary>
internal static class ThresholdReader
{
    /// <summary>Most measurements in a row: a week of one a day.</summary>
    internal const int MostReadings = 7;

    internal static ThresholdCondition Read(PackNode node)
    {
        var fields = node.Fields(["quantity"], ["above", "below", "clear", "for", "readings", "within", "while"]);
        var (isAbove, limit) = Limit(node, fields, double.MinValue);
        var clear = fields.Read("clear", static n => n.Number(double.MinValue, double.MaxValue), limit);
        if (isAbove ? clear > limit : clear < limit)
            fields["clear"]!.Fault(string.Create(CultureInfo.InvariantCulture, $"must be {(isAbove ? "at most" : "at least")} the limit, {limit}, not {clear}: the alert ends on the way back."));
        return new ThresholdCondition(
            RuleReader.Quantity(fields), isAbove, limit, clear, RuleReader.Length(fields, "for"), fields.Read("readings", static n => n.Whole(1, MostReadings), 1))
        {
            Within = fields.Read<DayWindow?>("within", static n => Window(n.Fields(["from", "to"])), null),
            While = fields.Read<WhileCondition?>("while", While, null),
        };
    }

    /// <summary>Either <c>above</c> or <c>below</c>, and the limit there, at least a number.</summary>
    internal static (bool IsAbove, double Limit) Limit(PackNode node, PackFields fields, double least)
    {
        if (fields["above"] is null == fields["below"] is null)
            node.Fault("must have either 'above' or 'below'.");
        var isAbove = fields["above"] is not null;
        return (isAbove, fields.Read(isAbove ? "above" : "below", n => n.Number(least, double.MaxValue), 0));
    }

    /// <summary>The part of the day between <c>from</c> and <c>to</c>.</summary>
    internal static DayWindow Window(PackFields fields)
    {
        var window = new DayWindow(fields.Read("from", QuietReader.Minute, 0), fields.Read("to", QuietReader.Minute, 0));
        if (window.From == window.To)
            fields["to"]?.Fault("must be another time than 'from'.");
        return window;
    }

    private static WhileCondition While(PackNode node)
    {
        var fields = node.Fields(["quantity"], ["above", "below"]);
        var (isAbove, limit) = Limit(node, fields, double.MinValue);
        return new WhileCondition(RuleReader.Quantity(fields), isAbove, limit);
    }
}

/// <summary>Reads <c>quiet</c>.</summary>
internal static class QuietReader
{
    private const int MostSignals = 10, MinutesPerHour = 60, HoursPerDay = 24;

    internal static QuietCondition Read(PackNode node, DeviceClassCatalogue classes)
    {
        var fields = node.Fields(["dayFrom", "nightFrom", "signals"]);
        var (dayFrom, nightFrom) = (fields.Read("dayFrom", Minute, 0), fields.Read("nightFrom", Minute, 0));
        if (dayFrom >= nightFrom && fields["nightFrom"] is { } night)
            night.Fault("must be later than 'dayFrom'.");
        return new QuietCondition(fields.Read("signals", n => n.Items(1, MostSignals).Select(s => Signal(s, classes)).ToArray(), []), dayFrom, nightFrom);
    }

    private static QuietSignal Signal(PackNode node, DeviceClassCatalogue classes)
    {
        var fields = node.Fields(["class", "quantity", "kind", "day", "night"], ["step", "alone"]);
        var signal = new QuietSignal(
            fields.Read("class", n => n.OneOf([.. classes.All.Select(static c => c.Code)], "a device class"), ""), RuleReader.Quantity(fields), fields.Read("kind", static n => n.OneOf<QuietKind>(), QuietKind.True),
            fields.Read("step", static n => n.Number(double.Epsilon, double.MaxValue), 0), RuleReader.Length(fields, "day"), RuleReader.Length(fields, "night"))
        {
            Alone = fields.Read<TimeSpan?>("alone", static n => n.Length(TimeSpan.FromMinutes(1)), null),
        };
        if (signal.Kind == QuietKind.Use == fields["step"] is null)
            node.Fault("has a 'step' exactly when its kind is 'use'.");
        if (signal.Class.Length > 0 && signal.Quantity.Length > 0 && classes.Find(signal.Class) is { } found && found.Quantities.All(q => q.Name != signal.Quantity))
            fields["quantity"]!.Fault($"'{signal.Quantity}' is no quantity of class '{signal.Class}'.");
        return signal;
    }

    /// <summary>A time of day, <c>06:00</c>, as minutes.</summary>
    internal static int Minute(PackNode node)
    {
        if (node.Peek() is { } text && TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return (time.Hour * MinutesPerHour) + time.Minute;
        node.Fault($"must be a time of day from 00:00 to {(HoursPerDay - 1).ToString(CultureInfo.InvariantCulture)}:59 in quotes, such as \"06:00\".");
        return 0;
    }
}
