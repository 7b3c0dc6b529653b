using SmartCommunity.Telemetry;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SmartCommunity.Simulators;

/// <summary>Reads scenario scripts: YAML after <c>scenario.schema.json</c>. Tells every fault with its line and field; never throws for what a script says.</summary>
public static class ScenarioReader
{
    /// <summary>Longest scenario.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromDays(60);

    /// <summary>Longest script in characters.</summary>
    public const int MaxCharacters = 262_144;

    /// <summary>Most orders a script may expand to: repeated every second for days is a mistake.</summary>
    public const int MaxOrders = 20_000;

    /// <summary>Stream, document, root, events, event, who: six are enough.</summary>
    private const int MaxDepth = 20;
    private const int LongestName = 64;
    private const int LongestTitle = 120;
    private const double MaxOffset = 40;
    private const double MaxLoad = 5;
    private const int MostSubjects = 100_000;
    private static readonly string[] Required = ["name", "title", "duration"];
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>The scenario, or all faults of the script.</summary>
    public static (Scenario? Scenario, IReadOnlyList<ScenarioFault> Faults) Read(string text)
    {
        if (text.Length > MaxCharacters)
            return (null, [new ScenarioFault(1, 1, "", FormattableString.Invariant($"The script has {text.Length} characters; at most {MaxCharacters} are read."))]);
        var faults = new List<ScenarioFault>();
        try
        {
            if (TooDeep(text) is { } deep)
                return (null, [deep]);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count != 1)
                return (null, [new ScenarioFault(1, 1, "", "A script is one YAML document.")]);
            var scenario = Root(new ScenarioNode(stream.Documents[0].RootNode, "", faults));
            return (faults.Count == 0 ? scenario : null, [.. faults.OrderBy(f => f.Line).ThenBy(f => f.Column)]);
        }
        catch (YamlException fault)
        {
            return (null, [new ScenarioFault(fault.Start.Line, fault.Start.Column, "", $"This is not YAML: {fault.Message}")]);
        }
        catch (InvalidOperationException)
        {
            // What YamlDotNet's scanner says to a text that ends within a list or mapping.
            return (null, [new ScenarioFault(text.AsSpan().Count('\n') + 1, 1, "", "This is not YAML: it ends in the middle of a list or a mapping.")]);
        }
    }

    /// <summary>The nodes are read recursively, the events are not: a text of a hundred thousand brackets must not end the process.</summary>
    private static ScenarioFault? TooDeep(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MaxDepth)
                return new ScenarioFault(parser.Current.Start.Line, parser.Current.Start.Column, "", FormattableString.Invariant($"A script is at most {MaxDepth} levels deep."));
        }

        return null;
    }

    private static Scenario Root(ScenarioNode root)
    {
        var fields = root.Fields("name", "title", "start", "duration", "weather", "events");
        foreach (var required in Required.Where(r => !fields.ContainsKey(r)))
            root.Fault($"'{required}' is missing.");
        var name = fields.TryGetValue("name", out var n) ? n.Text(LongestName) : "";
        if (name.Length > 0 && !Identifier.IsValid(name))
            n!.Fault(Identifier.Fault("The name", name));
        var title = fields.TryGetValue("title", out var t) ? t.Fields("en", "zh") : new Dictionary<string, ScenarioNode>();
        if (t is not null && title.Count < 2)
            t.Fault("needs 'en' and 'zh'.");
        var duration = fields.TryGetValue("duration", out var d) ? d.Length(TimeSpan.FromMinutes(1), MaxDuration) : MaxDuration;
        var scenario = new Scenario
        {
            Name = name,
            En = title.TryGetValue("en", out var en) ? en.Text(LongestTitle) : "",
            Zh = title.TryGetValue("zh", out var zh) ? zh.Text(LongestTitle) : "",
            Duration = duration,
            BeginsAt = fields.TryGetValue("start", out var start) ? start.TimeOfDay() : null,
            Weather = fields.TryGetValue("weather", out var weather) ? Weather(weather, duration) : [],
            Events = fields.TryGetValue("events", out var events) ? [.. events.Items().Select(e => Event(e, duration)).OfType<ScenarioEvent>()] : [],
        };
        CheckOrders(root, scenario);
        return scenario;
    }

    private static void CheckOrders(ScenarioNode root, Scenario scenario)
    {
        var orders = scenario.Events.Sum(e => e.Every is { } every ? 1 + Math.Max(0, ((e.Until ?? scenario.Duration) - e.At) / every) : 1);
        if (orders > MaxOrders)
            root.Fault(FormattableString.Invariant($"'events' make {orders:0} faults; at most {MaxOrders} are played."));
    }

    private static List<WeatherPoint> Weather(ScenarioNode node, TimeSpan duration)
    {
        var points = new List<WeatherPoint>();
        foreach (var item in node.Items())
        {
            var fields = item.Fields("at", "temperature", "cloud", "load");
            var point = new WeatherPoint(
                At(item, fields, duration),
                fields.TryGetValue("temperature", out var temperature) ? temperature.Number(-MaxOffset, MaxOffset) : 0,
                fields.TryGetValue("cloud", out var cloud) ? cloud.Number(0, 1) : null,
                fields.TryGetValue("load", out var load) ? load.Number(0, MaxLoad) : 1);
            if (points.Count > 0 && point.At <= points[^1].At)
                item.Fault("'at' must be later than that of the point before.");
            points.Add(point);
        }

        return points;
    }

    private static ScenarioEvent? Event(ScenarioNode item, TimeSpan duration)
    {
        var fields = item.Fields("at", "fault", "for", "who", "with", "every", "until");
        var at = At(item, fields, duration);
        if (!fields.TryGetValue("fault", out var named))
        {
            item.Fault("'fault' is missing.");
            return null;
        }

        if (FaultCatalogue.Find(named.Text(LongestName)) is not { } kind)
        {
            named.Fault("is no kind of fault; 'smartcommunity simulate faults' lists them.");
            return null;
        }

        var length = fields.TryGetValue("for", out var lasts) ? lasts.Length(Second, FaultOrder.MaxLength) : kind.StandardLength;
        var who = fields.TryGetValue("who", out var whoNode) ? Who(whoNode) : new FaultSubjects();
        var with = fields.TryGetValue("with", out var withNode)
            ? withNode.Fields().ToDictionary(f => f.Key, f => f.Value.Number(double.MinValue, double.MaxValue), StringComparer.Ordinal)
            : [];
        TimeSpan? every = fields.TryGetValue("every", out var again) ? again.Length(Second, MaxDuration) : null;
        TimeSpan? until = fields.TryGetValue("until", out var limit) ? limit.Length(at, duration) : null;
        if (until is not null && every is null)
            limit!.Fault("means nothing without 'every'.");
        foreach (var (field, message) in new FaultOrder(kind, who, DateTimeOffset.UnixEpoch, length, with, "").Faults())
            Place(fields, item, field).Fault(message);
        return new ScenarioEvent(at, kind, length, who, with, every, until);
    }

    private static ScenarioNode Place(IReadOnlyDictionary<string, ScenarioNode> fields, ScenarioNode item, string field) =>
        fields.GetValueOrDefault(field.Split('.')[0]) is not { } outer ? item
        : field.Contains('.', StringComparison.Ordinal) ? outer.Fields().GetValueOrDefault(field.Split('.')[1], outer)
        : outer;

    private static FaultSubjects Who(ScenarioNode node)
    {
        var fields = node.Fields("device", "home", "community", "class", "count", "share");
        if (fields.TryGetValue("home", out var homeNode) && !fields.ContainsKey("community"))
            homeNode.Fault("needs 'community' beside it.");
        return new FaultSubjects(
            fields.TryGetValue("device", out var device) ? device.Text(LongestName) : null,
            homeNode?.Whole(1, MostSubjects),
            fields.TryGetValue("community", out var community) ? community.Text(LongestName) : null,
            fields.TryGetValue("class", out var @class) ? @class.Text(LongestName) : null,
            fields.TryGetValue("count", out var count) ? count.Whole(1, MostSubjects) : null,
            fields.TryGetValue("share", out var share) ? share.Number(0, 1) : null);
    }

    private static TimeSpan At(ScenarioNode item, IReadOnlyDictionary<string, ScenarioNode> fields, TimeSpan duration)
    {
        if (fields.TryGetValue("at", out var at))
            return at.Length(TimeSpan.Zero, duration);
        item.Fault("'at' is missing.");
        return TimeSpan.Zero;
    }
}
