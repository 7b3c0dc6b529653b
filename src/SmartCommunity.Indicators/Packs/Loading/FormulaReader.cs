using System.Globalization;
using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Indicators.Units;

namespace SmartCommunity.Indicators.Packs.Loading;

/// <summary>Reads formulas and types them by unit, from the leaves up, so that a fault stands where the units first do not fit.</summary>
internal sealed partial class FormulaReader(PackNames names)
{
    /// <summary>Operators as packs name them.</summary>
    internal static readonly IReadOnlyList<string> Operators =
    [
        "count", "countWhere", "sum", "avg", "p90", "max", "distinctSubjects", "ratio", "delta", "uptime", "withinSeconds", "degreeDayAdjustedSaving", "evidenceCount", "evidenceScore",
        "registryValue", "constant", "add", "subtract", "multiply", "min", "compare",
    ];

    /// <summary>Deepest formula. The deepest of the Zhejiang standard has five levels.</summary>
    private const int MaxDepth = 12;

    /// <summary>Most operands of one operator.</summary>
    private const int MaxOperands = 20;

    /// <summary>Larger factors and constants are slips: the largest of the Zhejiang standard is 1,000.</summary>
    private const double MaxFactor = 1e9;

    private const int LongestUnit = 80;

    private readonly SourceReader _sources = new(names);

    internal TypedFormula Read(PackNode node, int depth = 1)
    {
        if (depth > MaxDepth)
        {
            node.Fault(string.Create(CultureInfo.InvariantCulture, $"is deeper than {MaxDepth} formulas."));
            return TypedFormula.Unreadable;
        }

        return node.Peek("op") is not { } op ? Missing(node) : op.OneOf(Operators, "an operator") switch
        {
            "count" => Count(node, isWhere: false),
            "countWhere" => Count(node, isWhere: true),
            "sum" => Aggregate(node, AggregateKind.Sum),
            "avg" => Aggregate(node, AggregateKind.Avg),
            "p90" => Aggregate(node, AggregateKind.P90),
            "max" when node.Peek("operands") is null => Aggregate(node, AggregateKind.Max),
            "max" => Combine(node, ArithmeticKind.Max, depth),
            "distinctSubjects" => DistinctSubjects(node),
            "ratio" => Ratio(node, depth),
            "delta" => Delta(node),
            "uptime" => Uptime(node),
            "withinSeconds" => WithinSeconds(node),
            "degreeDayAdjustedSaving" => DegreeDaySaving(node, depth),
            "evidenceCount" => EvidenceCount(node),
            "evidenceScore" => EvidenceScore(node),
            "registryValue" => RegistryValue(node),
            "constant" => Constant(node),
            "add" => Combine(node, ArithmeticKind.Add, depth),
            "subtract" => Combine(node, ArithmeticKind.Subtract, depth),
            "multiply" => Combine(node, ArithmeticKind.Multiply, depth),
            "min" => Combine(node, ArithmeticKind.Min, depth),
            "compare" => Compare(node, depth),
            _ => TypedFormula.Unreadable,
        };
    }

    /// <summary>A formula whose unit must be <paramref name="unitText"/>.</summary>
    internal Formula Read(PackNode node, string unitText, Unit? unit)
    {
        var typed = Read(node);
        if (unit is not null && typed.Unit is not null && !unit.Equals(typed.Unit))
            node.Fault(UnitFault($"has the unit {typed.Unit}, but '{unitText}' ({unit}) is wanted", unit, typed.Unit));
        return typed.Formula;
    }

    /// <summary>Reads a unit; null with a fault.</summary>
    internal static (string Text, Unit? Unit) ReadUnit(PackNode node)
    {
        var text = node.Text(LongestUnit);
        if (text.Length == 0)
            return ("", null);
        var unit = Unit.Parse(text, out var fault);
        if (unit is null)
            node.Fault($"'{text}' is no unit: {fault}.");
        return (text, unit);
    }

    private static TypedFormula Missing(PackNode node)
    {
        node.Fault(node.IsMapping ? $"'op' is missing; operators are {string.Join(", ", Operators)}." : "must be a formula: a mapping with 'op'.");
        return TypedFormula.Unreadable;
    }

    private TypedFormula Ratio(PackNode node, int depth)
    {
        var fields = node.Fields(["op", "numerator", "denominator"], ["times"]);
        var numerator = fields.Read("numerator", n => Read(n, depth + 1), TypedFormula.Unreadable);
        var denominator = fields.Read("denominator", n => Read(n, depth + 1), TypedFormula.Unreadable);
        var times = fields.Read("times", static n => n.Number(double.Epsilon, MaxFactor), 1);
        // A number a hundred times as large is one of a unit a hundred times as small.
        var unit = numerator.Unit is { } over && denominator.Unit is { } under && UnitScale.Of(times) is { } scale ? over / Factor(under) / Unit.Scaled(scale) : null;
        return new TypedFormula(new Ratio(numerator.Formula, denominator.Formula, times), unit);
    }

    private TypedFormula Combine(PackNode node, ArithmeticKind kind, int depth)
    {
        var fields = node.Fields(["op", "operands"]);
        var items = fields.Read("operands", static n => n.Items(2, MaxOperands), []);
        var operands = items.Select(item => (Node: item, Typed: Read(item, depth + 1))).ToList();
        var unit = operands.Count == 0 ? null : kind == ArithmeticKind.Multiply ? Product([.. operands.Select(static o => o.Typed.Unit)]) : operands[0].Typed.Unit;
        foreach (var (operand, typed) in operands.Skip(1))
        {
            if (kind != ArithmeticKind.Multiply && unit is not null && typed.Unit is not null && !unit.Equals(typed.Unit))
                operand.Fault(UnitFault($"has the unit {typed.Unit}, but the first operand of '{PackNode.CamelCase(kind.ToString())}' has {unit}", unit, typed.Unit));
        }

        return new TypedFormula(new Arithmetic(kind, [.. operands.Select(static o => o.Typed.Formula)]), unit);
    }

    /// <summary>Yes or no beside something else is a factor of 1 or 0; yes or no alone stays yes or no.</summary>
    private static Unit? Product(IReadOnlyList<Unit?> units) =>
        units.Contains(null) ? null : units.All(Unit.YesNo.Equals) ? Unit.YesNo : units.Aggregate(Unit.One, static (product, unit) => product * Factor(unit!));

    private static Unit Factor(Unit unit) => unit.Equals(Unit.YesNo) ? Unit.One : unit;

    private TypedFormula Compare(PackNode node, int depth)
    {
        var fields = node.Fields(["op", "left", "is", "right"]);
        var left = fields.Read("left", n => Read(n, depth + 1), TypedFormula.Unreadable);
        var comparison = new Comparison(left.Formula, fields.Read("is", static n => n.OneOf<CompareOp>(), CompareOp.Equal), fields.Read("right", static n => n.Number(-MaxFactor, MaxFactor), 0));
        return new TypedFormula(comparison, Unit.YesNo);
    }

    private TypedFormula DegreeDaySaving(PackNode node, int depth)
    {
        var fields = node.Fields(["op", "actual", "baseline", "baselineDegreeDays", "outdoor", "baseHeatingCel", "baseCoolingCel", "weatherShare", "window"]);
        var actual = fields.Read("actual", n => Read(n, depth + 1), TypedFormula.Unreadable);
        var baseline = fields.Read("baseline", n => Read(n, depth + 1), TypedFormula.Unreadable);
        var degreeDays = fields.Read("baselineDegreeDays", n => Read(n, depth + 1), TypedFormula.Unreadable);
        if (actual.Unit is { } a && baseline.Unit is { } b && !a.Equals(b))
            fields["baseline"]!.Fault(UnitFault($"has the unit {b}, but 'actual' has {a}", a, b));
        if (degreeDays.Unit is { } d && !d.Equals(DegreeDays))
            fields["baselineDegreeDays"]!.Fault(UnitFault($"has the unit {d}, but degree days are wanted, 'Cel.d' ({DegreeDays})", DegreeDays, d));
        double heating = fields.Read("baseHeatingCel", static n => n.Number(MinBaseCel, MaxBaseCel), MinBaseCel), cooling = fields.Read("baseCoolingCel", static n => n.Number(MinBaseCel, MaxBaseCel), MaxBaseCel);
        if (heating > cooling)
            fields["baseHeatingCel"]!.Fault(string.Create(CultureInfo.InvariantCulture, $"is {heating}, above 'baseCoolingCel' {cooling}: a day would be heated and cooled at once."));
        var saving = new DegreeDaySaving(
            actual.Formula, baseline.Formula, degreeDays.Formula, fields.Read("outdoor", _sources.Devices, SourceReader.AnyDevice), heating, cooling,
            fields.Read("weatherShare", static n => n.Number(0, 1), 0), fields.Read("window", WindowReader.Read, WindowReader.Unreadable));
        return new TypedFormula(saving, Unit.One);
    }

    private static readonly Unit DegreeDays = Unit.Parse("Cel.d", out _)!;

    /// <summary>Bases of degree days in use lie between these (China: 18 and 26 °C).</summary>
    private const double MinBaseCel = 5, MaxBaseCel = 35;

    private static string UnitFault(string sentence, Unit wanted, Unit found) =>
        wanted.IsCommensurable(found) ? $"{sentence}: the same kind of quantity, {found.Scale / wanted.Scale} times as large; put that factor into 'times'." : $"{sentence}: not the same kind of quantity.";
}
