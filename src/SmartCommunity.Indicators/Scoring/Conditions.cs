using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Indicators.Inputs;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Scoring;

/// <summary>Conditions of a leaf. What has no value meets no condition, not even <c>NotEqual</c>: no data is not "anything but unknown".</summary>
internal static class Conditions
{
    /// <summary>A device is online while it was heard within this many report intervals of its class (<c>domain.md</c> JK-11e, ZL-33c).</summary>
    internal const double PresenceIntervals = 2;

    internal const string PresenceField = "presence";
    internal const string PlaceField = "hasPlace";
    internal const string WantedField = "wanted";

    internal static bool Compare(double left, CompareOp op, double right) => op switch
    {
        CompareOp.Equal => left == right,
        CompareOp.NotEqual => left != right,
        CompareOp.Less => left < right,
        CompareOp.LessOrEqual => left <= right,
        CompareOp.Greater => left > right,
        CompareOp.GreaterOrEqual => left >= right,
        _ => throw new ArgumentOutOfRangeException(nameof(op), op, "No such comparison."),
    };

    internal static bool Meets(Condition condition, string? text) =>
        text is not null && condition.Texts.Contains(text) == (condition.Op == CompareOp.Equal);

    internal static bool Meets(Condition condition, double value) =>
        condition.Number is { } number ? Compare(value, condition.Op, number) : Meets(condition, value != 0 ? "true" : "false");

    internal static bool Meets(RecordInput record, IReadOnlyList<Condition> where)
    {
        for (var i = 0; i < where.Count; i++)
        {
            var condition = where[i];
            if (!Meets(record, condition) && !MeetsAny(record, condition.Or))
                return false;
        }

        return true;
    }

    // Without a closure: it is asked for each device and each record of every formula.
    private static bool MeetsAny(RecordInput record, IReadOnlyList<Condition> any)
    {
        for (var i = 0; i < any.Count; i++)
        {
            if (Meets(record, any[i]))
                return true;
        }

        return false;
    }

    private static bool MeetsAny(DeviceInput device, IReadOnlyList<Condition> any, long instantMs)
    {
        for (var i = 0; i < any.Count; i++)
        {
            if (Meets(device, any[i], instantMs))
                return true;
        }

        return false;
    }

    private static bool Meets(RecordInput record, Condition condition) => record.Numbers.TryGetValue(condition.Field, out var number)
        ? Meets(condition, number)
        : condition.Number is null && Meets(condition, record.Texts.GetValueOrDefault(condition.Field));

    internal static bool Meets(DeviceInput device, IReadOnlyList<Condition> where, long instantMs)
    {
        for (var i = 0; i < where.Count; i++)
        {
            var condition = where[i];
            if (!Meets(device, condition, instantMs) && !MeetsAny(device, condition.Or, instantMs))
                return false;
        }

        return true;
    }

    private static bool Meets(DeviceInput device, Condition condition, long instantMs) => condition.Field switch
    {
        PresenceField => Meets(condition, PresenceOf(device, instantMs)),
        PlaceField => Meets(condition, device.Place is null ? 0 : 1),
        WantedField => device.Wanted is { } wanted && Meets(condition, wanted),
        _ => QuantityIndex(device.Class, condition.Field) is var index and >= 0
            && device.Latest.TryGet(index, out var value, out _) && MeetsQuantity(condition, device.Class.Quantities[index], value),
    };

    internal static string PresenceOf(DeviceInput device, long instantMs) =>
        device.Presence ?? (device.LastHeardMs == 0 ? "unheard" : IsOnline(device, instantMs) ? "online" : "offline");

    internal static bool IsOnline(DeviceInput device, long instantMs) => IsHeardWithin(device, device.Class.ReportInterval.TotalMilliseconds * PresenceIntervals, instantMs);

    internal static bool IsHeardWithin(DeviceInput device, double ms, long instantMs) => device.LastHeardMs != 0 && instantMs - device.LastHeardMs <= ms;

    internal static int QuantityIndex(DeviceClass deviceClass, string name)
    {
        var quantities = deviceClass.Quantities;
        for (var i = 0; i < quantities.Count; i++)
        {
            if (quantities[i].Name == name)
                return i;
        }

        return -1;
    }

    // An enumeration may be compared by the names of its codes.
    private static bool MeetsQuantity(Condition condition, Quantity quantity, double value)
    {
        if (condition.Number is not null || quantity.Codes.Count == 0)
            return Meets(condition, value);
        var isAny = false;
        foreach (var text in condition.Texts)
            isAny |= quantity.Codes.TryGetValue(text, out var code) && code == value;
        return isAny == (condition.Op == CompareOp.Equal);
    }
}
