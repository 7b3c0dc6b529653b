using System.Globalization;
using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dtdl;

namespace SmartCommunity.Indicators.Packs.Loading;

/// <summary>What a field holds, as far as a condition must know.</summary>
internal enum ConditionType
{
    Number = 1,
    YesNo = 2,
    Codes = 3,
    Texts = 4,
    Day = 5,
}

/// <summary>A field a condition may be on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Min">Least number.</param>
/// <param name="Max">Greatest number.</param>
/// <param name="Known">Its texts; empty: any.</param>
/// <param name="Numbers">Numbers of its codes, where codes are stored as numbers.</param>
internal sealed record ConditionField(string Name, ConditionType Type, double Min, double Max, IReadOnlyList<string> Known, IReadOnlyDictionary<string, int>? Numbers)
{
    private const double Widest = 1e15;

    internal static ConditionField Of(Quantity quantity) => quantity.Kind switch
    {
        QuantityKind.Boolean => new(quantity.Name, ConditionType.YesNo, 0, 1, [], null),
        QuantityKind.Enumeration => new(quantity.Name, ConditionType.Codes, 0, 0, [.. quantity.Codes.Keys], quantity.Codes),
        _ => new(quantity.Name, ConditionType.Number, quantity.Min, quantity.Max, [], null),
    };

    internal static ConditionField Of(DtdlField field) => field.Schema switch
    {
        DtdlPrimitive { Name: "boolean" } => new(field.Name, ConditionType.YesNo, 0, 1, [], null),
        DtdlPrimitive primitive when DtdlSchema.Numeric.Contains(primitive.Name) => new(field.Name, ConditionType.Number, -Widest, Widest, [], null),
        DtdlEnum { IsInteger: true } codes => new(field.Name, ConditionType.Codes, 0, 0, [.. codes.Values.Select(static v => v.Name)], codes.Values.ToDictionary(static v => v.Name, static v => v.Number)),
        DtdlEnum texts => new(field.Name, ConditionType.Texts, 0, 0, [.. texts.Values.Select(static v => v.Text ?? v.Name)], null),
        _ => new(field.Name, ConditionType.Texts, 0, 0, [], null),
    };

    internal static ConditionField Of(RecordField field) => field.Type switch
    {
        RecordFieldType.Number => new(field.Code, ConditionType.Number, -Widest, Widest, [], null),
        RecordFieldType.YesNo => new(field.Code, ConditionType.YesNo, 0, 1, [], null),
        RecordFieldType.Date => new(field.Code, ConditionType.Day, 0, 0, [], null),
        RecordFieldType.Code => new(field.Code, ConditionType.Texts, 0, 0, field.Codes, null),
        _ => new(field.Code, ConditionType.Texts, 0, 0, [], null),
    };
}

/// <summary>Reads conditions; names of codes become their numbers.</summary>
/// <param name="fieldOf">Finds the field a node names; null with a fault.</param>
internal sealed class ConditionReader(Func<PackNode, ConditionField?> fieldOf)
{
    private const int MaxValues = 50, LongestText = 64;

    private static readonly Condition Unreadable = new("", CompareOp.Equal, 0, []);

    internal Condition Read(PackNode node)
    {
        if (node.Peek("anyOf") is not { } alternatives)
            return One(node);
        node.Fields(["anyOf"]);
        var conditions = alternatives.Items(2, MaxValues).Select(One).ToList();
        return conditions.Count == 0 ? Unreadable : conditions[0] with { Or = [.. conditions.Skip(1)] };
    }

    /// <summary>A state of a quantity: a number, or the name of a code.</summary>
    internal static double StateOf(PackNode node, Quantity quantity) => Number(node, ConditionField.Of(quantity));

    private Condition One(PackNode node)
    {
        var fields = node.Fields(["field"], ["op", "value", "values"]);
        var field = fields.Read("field", fieldOf, null);
        var op = fields.Read("op", static n => n.OneOf<CompareOp>(), CompareOp.Equal);
        if (fields["value"] is null == fields["values"] is null)
        {
            node.Fault("must have either 'value' or 'values'.");
            return Unreadable;
        }

        if (field is null)
            return Unreadable;
        if (field.Type is not (ConditionType.Number or ConditionType.Day) && op is not (CompareOp.Equal or CompareOp.NotEqual))
            fields["op"]!.Fault($"'{field.Name}' has no order: only equal and notEqual make sense.");
        if (fields["values"] is { } values)
        {
            if (field.Type != ConditionType.Texts)
                values.Fault($"'{field.Name}' holds no texts: use 'value', and 'anyOf' for alternatives.");
            return new Condition(field.Name, op, null, [.. values.Items(1, MaxValues).Select(v => Text(v, field))]);
        }

        var value = fields["value"]!;
        return field.Type == ConditionType.Texts ? new Condition(field.Name, op, null, [Text(value, field)]) : new Condition(field.Name, op, Number(value, field), []);
    }

    private static string Text(PackNode node, ConditionField field) => field.Known.Count == 0 ? node.Text(LongestText) : node.OneOf(field.Known, $"a value of '{field.Name}'");

    private static double Number(PackNode node, ConditionField field)
    {
        switch (field.Type)
        {
            case ConditionType.Number:
                return node.Number(field.Min, field.Max);
            case ConditionType.YesNo:
                return node.YesNo() ? 1 : 0;
            case ConditionType.Day:
                return node.Day().DayNumber;
            default:
                if (node.TryNumber(out var number) && field.Numbers!.Values.Any(n => n == number))
                    return number;
                var name = node.OneOf(field.Known, string.Create(CultureInfo.InvariantCulture, $"a code of '{field.Name}'"));
                return name.Length == 0 ? 0 : field.Numbers![name];
        }
    }
}
