using System.Globalization;
using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Indicators.Units;

namespace SmartCommunity.Indicators.Packs.Loading;

/// <summary>The leaves of formulas: what reads inputs.</summary>
internal sealed partial class FormulaReader
{
    /// <summary>A value holds for at most a day's worth of the slowest reports; three intervals are what makes a device offline.</summary>
    private const int MaxHoldIntervals = 24, StandardHoldIntervals = 3;

    /// <summary>Longest reaction that is asked for: a month.</summary>
    private const double MaxSeconds = 31 * 86_400;

    /// <summary>Steps people take about an event.</summary>
    internal static readonly IReadOnlyList<string> Steps = ["acknowledged", "onSite", "followedUp", "closed"];

    private static TypedFormula Constant(PackNode node)
    {
        var fields = node.Fields(["op", "value", "unit"]);
        var (text, unit) = fields.Read("unit", ReadUnit, ("1", Unit.One));
        return new TypedFormula(new Constant(fields.Read("value", static n => n.Number(-MaxFactor, MaxFactor), 0), text), unit);
    }

    private TypedFormula RegistryValue(PackNode node)
    {
        var code = node.Fields(["op", "fact"]).Read("fact", n => n.OneOf([.. names.Facts.Keys], "a fact of this pack"), "");
        names.Used.Add($"fact {code}");
        return new TypedFormula(new RegistryValue(code), names.Facts.TryGetValue(code, out var fact) ? Unit.Parse(fact.Unit, out _) : null);
    }

    private TypedFormula EvidenceCount(PackNode node)
    {
        var fields = node.Fields(["op", "kinds"], ["perItem", "within"]);
        var kinds = fields.Read("kinds", n => n.Names(names.EvidenceKinds, "a kind of evidence of this pack", least: 1), []);
        names.Used.UnionWith(kinds.Select(static k => $"evidence {k}"));
        var count = new EvidenceCount(kinds, fields.Read("perItem", static n => n.YesNo(), false), fields.Read<WindowSpan?>("within", WindowReader.Read, null));
        return new TypedFormula(count, Unit.Base("{item}"));
    }

    private TypedFormula EvidenceScore(PackNode node)
    {
        var kind = node.Fields(["op", "kind"]).Read("kind", n => n.OneOf(names.EvidenceKinds, "a kind of evidence of this pack"), "");
        names.Used.Add($"evidence {kind}");
        return new TypedFormula(new EvidenceScore(kind), Unit.Base("{point}"));
    }

    private TypedFormula Count(PackNode node, bool isWhere)
    {
        var fields = node.Fields(["op", "source"], ["distinctBy", "counted"]);
        var source = fields.Read("source", _sources.Read, null);
        var counted = fields.Read("counted", static n => n.Code(), null!);
        if (source is null)
            return TypedFormula.Unreadable;
        if (isWhere && !SourceReader.HasConditions(source))
            fields["source"]!.Fault("'countWhere' needs 'where', 'seenWithin' or 'seenWithinIntervals'; 'count' counts all.");
        var distinctBy = fields.Read<string?>("distinctBy", n => _sources.TextField(n, source), null);
        var thing = source switch { DeviceSource { GroupedByPlace.Count: > 0 } => "place", DeviceSource => "device", SampleSource => "sample", EventSource => "event", _ => "record" };
        return new TypedFormula(new Count(source, distinctBy) { Counted = counted }, CountedUnit(counted ?? (distinctBy is null ? thing : "value")));
    }

    private TypedFormula Aggregate(PackNode node, AggregateKind kind)
    {
        var fields = node.Fields(["op", "source", "field"]);
        var source = fields.Read("source", _sources.Read, null);
        if (source is null || fields["field"] is not { } field)
            return TypedFormula.Unreadable;
        var unit = _sources.NumberField(field, source, out var name);
        return new TypedFormula(new Aggregate(kind, source, name), unit);
    }

    private TypedFormula DistinctSubjects(PackNode node)
    {
        var fields = node.Fields(["op", "source", "field"], ["counted"]);
        var source = fields.Read("source", _sources.Read, null);
        var counted = fields.Read("counted", static n => n.Code(), null!);
        if (source is null || fields["field"] is not { } field)
            return TypedFormula.Unreadable;
        if (source is not EventSource events)
        {
            fields["source"]!.Fault("'distinctSubjects' counts over events: 'from' must be 'events'.");
            return TypedFormula.Unreadable;
        }

        return new TypedFormula(new DistinctSubjects(events, _sources.TextField(field, events)) { Counted = counted }, CountedUnit(counted ?? "subject"));
    }

    private TypedFormula Delta(PackNode node)
    {
        var fields = node.Fields(["op", "devices", "quantity", "window"], ["counted"]);
        var devices = fields.Read("devices", _sources.Devices, SourceReader.AnyDevice);
        var quantity = fields["quantity"] is { } q ? _sources.Quantity(q, devices) : null;
        if (quantity is { IsRegister: false })
            fields["quantity"]!.Fault($"'{quantity.Name}' is no register: only counters that go up have a delta.");
        var counted = fields.Read("counted", static n => n.Code(), null!);
        if (counted is not null && quantity is not null && quantity.Unit != "1")
            fields["counted"]!.Fault($"'{quantity.Name}' has the unit {quantity.Unit} already; 'counted' names what a register without a unit counts.");
        var delta = new RegisterDelta(devices, quantity?.Name ?? "", fields.Read("window", WindowReader.Read, WindowReader.Unreadable)) { Counted = counted };
        return new TypedFormula(delta, counted is not null ? CountedUnit(counted) : quantity is null ? null : Unit.Parse(quantity.Unit, out _));
    }

    private TypedFormula Uptime(PackNode node)
    {
        var fields = node.Fields(["op", "devices", "window"], ["quantity", "states", "not", "hours", "holdIntervals", "asHours"]);
        var devices = fields.Read("devices", _sources.Devices, SourceReader.AnyDevice);
        var quantity = fields["quantity"] is { } q ? _sources.Quantity(q, devices) : null;
        if (fields["quantity"] is null != fields["states"] is null)
            fields.Owner.Fault("'quantity' and 'states' belong together.");
        if (fields["not"] is { } not && fields["states"] is null)
            not.Fault("means nothing without 'states'.");
        var states = quantity is null ? [] : fields.Read("states", n => n.Items(1, MaxOperands).Select(s => ConditionReader.StateOf(s, quantity)).ToList(), []);
        var asHours = fields.Read("asHours", static n => n.YesNo(), false);
        var uptime = new Uptime(
            devices, quantity?.Name, states, fields.Read("not", static n => n.YesNo(), false), fields.Read<DailyHours?>("hours", WindowReader.Hours, null),
            fields.Read("window", WindowReader.Read, WindowReader.Unreadable), fields.Read("holdIntervals", static n => n.Whole(1, MaxHoldIntervals), StandardHoldIntervals), asHours);
        return new TypedFormula(uptime, asHours ? Unit.Parse("h", out _) : Unit.One);
    }

    private TypedFormula WithinSeconds(PackNode node)
    {
        var fields = node.Fields(["op", "first", "then"], ["seconds", "key"]);
        var first = fields.Read("first", _sources.Read, null);
        if (first is not null and not EventSource)
            fields["first"]!.Fault("must be events: 'from' must be 'events'.");
        var then = fields.Read("then", Follower, new FollowerSource(null, [], null, 0, []));
        var slowest = then.Steps.Select(static s => s.Seconds).DefaultIfEmpty(0).Max();
        var seconds = fields.Read("seconds", static n => n.Number(1, MaxSeconds), slowest);
        if (then.Steps.Count > 0 && fields["seconds"] is { } limit)
            limit.Fault("does not stand beside 'steps': each step has a limit of its own.");
        if (then.Steps.Count == 0 && fields["seconds"] is null && fields["then"] is not null)
            node.Fault("'seconds' is missing.");
        if (first is not EventSource events)
            return TypedFormula.Unreadable;
        var key = fields.Read<string?>("key", n => n.Peek() == EventIdKey ? EventIdKey : _sources.TextField(n, events), null);
        return new TypedFormula(new WithinSeconds(events, then, then.Steps.Count > 0 ? slowest : seconds, key), Unit.One);
    }

    /// <summary>Pairs events by their id.</summary>
    private const string EventIdKey = "eventId";

    private static readonly string[] FollowerWays = ["eventTypes", "quantity", "steps"];

    private FollowerSource Follower(PackNode node)
    {
        var fields = node.Fields([], ["devices", "eventTypes", "quantity", "state", "steps"]);
        var ways = FollowerWays.Count(w => fields[w] is not null);
        if (ways != 1)
            node.Fault(string.Create(CultureInfo.InvariantCulture, $"must have exactly one of eventTypes, quantity (with state) and steps, not {ways}."));
        if (fields["quantity"] is null != fields["state"] is null)
            node.Fault("'quantity' and 'state' belong together.");
        var devices = fields.Read<DeviceSelector?>("devices", _sources.Devices, null);
        if (devices is null && fields["steps"] is null)
            node.Fault("'devices' is missing.");
        if (devices is not null && fields["steps"] is not null)
            fields["devices"]!.Fault("means nothing beside 'steps': people take them.");
        var quantity = fields["quantity"] is { } q && devices is not null ? _sources.Quantity(q, devices) : null;
        return new FollowerSource(
            devices, fields.Read<IReadOnlyList<string>>("eventTypes", n => _sources.EventTypes(n, devices ?? SourceReader.AnyDevice), []), quantity?.Name,
            quantity is not null && fields["state"] is { } state ? ConditionReader.StateOf(state, quantity) : 0,
            fields.Read<IReadOnlyList<StepLimit>>("steps", static n => [.. n.Items(1, Steps.Count, "step").Select(Step)], []));
    }

    private static StepLimit Step(PackNode node)
    {
        var fields = node.Fields(["step", "seconds"]);
        return new StepLimit(fields.Read("step", static n => n.OneOf(Steps, "a step"), ""), fields.Read("seconds", static n => n.Number(1, MaxSeconds), 1));
    }

    private static Unit CountedUnit(string counted) => Unit.Base($"{{{counted}}}");
}
