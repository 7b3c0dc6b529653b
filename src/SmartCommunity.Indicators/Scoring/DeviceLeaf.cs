using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Indicators.Inputs;

namespace SmartCommunity.Indicators.Scoring;

/// <summary>
/// Devices as they are now.
/// <list type="bullet">
/// <item>No device selected: missing, <c>noDevices</c>.</item>
/// <item>Latest values or freshness are asked for and none of the devices was ever heard: missing, <c>neverHeard</c>. A plain count of devices needs no device to speak.</item>
/// <item>Devices are there and none meets the conditions: a real 0. The leaf is as old as the device heard last, so a silent fleet becomes stale, not 0.</item>
/// <item>Coverage: devices online (heard within two report intervals of their class) of those selected.</item>
/// </list>
/// </summary>
internal static class DeviceLeaf
{
    /// <summary><c>count</c>: devices, places (<see cref="DeviceSource.GroupedByPlace"/>), or different values of <paramref name="distinctBy"/> (<c>place</c>, <c>class</c>, <c>domain</c>).</summary>
    internal static FormulaResult Count(DeviceSource source, string? distinctBy, EvaluationContext context)
    {
        var met = 0;
        HashSet<string>? distinct = distinctBy is null ? null : new(StringComparer.Ordinal);
        var places = source.GroupedByPlace.Count == 0 ? null : new PlaceGroups(source.GroupedByPlace);
        foreach (var device in context.Select(source.Devices).Devices)
        {
            if (!Meets(device, source, context.Inputs.InstantMs))
                continue;
            met++;
            places?.Add(device);
            if (distinct is not null && FieldOf(device, distinctBy!) is { } text)
                distinct.Add(text);
        }

        return Result(source, FormulaResult.Of(places?.Complete ?? distinct?.Count ?? met), context);
    }

    /// <summary><c>sum</c>, <c>avg</c>, <c>p90</c>, greatest of a quantity's latest values. Without a value: missing, <c>noSamples</c>.</summary>
    internal static FormulaResult Aggregate(AggregateKind kind, DeviceSource source, string quantity, EvaluationContext context)
    {
        var values = new List<double>();
        foreach (var device in context.Select(source.Devices).Devices)
        {
            if (Meets(device, source, context.Inputs.InstantMs) && Conditions.QuantityIndex(device.Class, quantity) is var index and >= 0 && device.Latest.TryGet(index, out var value, out _))
                values.Add(value);
        }

        return Result(source, values.Count == 0 ? FormulaResult.Missing(MissingReason.NoSamples) : Statistics.Of(kind, values), context);
    }

    internal static bool Meets(DeviceInput device, DeviceSource source, long instantMs) =>
        (source.SeenWithin is not { } within || Conditions.IsHeardWithin(device, within.TotalMilliseconds, instantMs))
        && (source.SeenWithinIntervals is not { } intervals || Conditions.IsHeardWithin(device, device.Class.ReportInterval.TotalMilliseconds * intervals, instantMs))
        && Conditions.Meets(device, source.Where, instantMs);

    private static string? FieldOf(DeviceInput device, string field) => field switch
    {
        "place" => device.Place,
        "class" => device.Class.Code,
        "domain" => device.Class.Domain,
        _ => null,
    };

    private static FormulaResult Result(DeviceSource source, FormulaResult value, EvaluationContext context)
    {
        var selection = context.Select(source.Devices);
        var bytes = context.Bytes;
        bytes.Integer(selection.Devices.Length);
        bytes.Integer(selection.Online);
        bytes.Integer(selection.LastHeardMs);
        bytes.Number(value.Value);
        if (selection.Devices.Length == 0)
            return FormulaResult.Missing(MissingReason.NoDevices) with { Origins = InputOrigins.Live };
        if (selection.LastHeardMs == 0 && AsksDevices(source))
            value = FormulaResult.Missing(MissingReason.NeverHeard);
        return value with
        {
            Origins = InputOrigins.Live,
            Live = selection.LastHeardMs == 0 ? LeafAges.None : LeafAges.Of(selection.LastHeardMs),
            Expected = selection.Devices.Length,
            Present = selection.Online,
        };
    }

    private static bool AsksDevices(DeviceSource source) =>
        source.SeenWithin is not null || source.SeenWithinIntervals is not null || source.Where.Any(static c => c.Field is not (Conditions.PlaceField or Conditions.WantedField));

    private sealed class PlaceGroups(IReadOnlyList<string> classes)
    {
        private readonly Dictionary<string, int> _classesByPlace = new(StringComparer.Ordinal);

        internal int Complete => _classesByPlace.Values.Count(mask => mask == (1 << classes.Count) - 1);

        internal void Add(DeviceInput device)
        {
            if (device.Place is null)
                return;
            for (var i = 0; i < classes.Count; i++)
            {
                if (classes[i] == device.Class.Code)
                    _classesByPlace[device.Place] = _classesByPlace.GetValueOrDefault(device.Place) | (1 << i);
            }
        }
    }
}
