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
        var tally = new Tally(source, context.Inputs.InstantMs);
        HashSet<string>? distinct = distinctBy is null ? null : new(StringComparer.Ordinal);
        var places = source.GroupedByPlace.Count == 0 ? null : new PlaceGroups(source.GroupedByPlace);
        foreach (var device in context.Select(source.Devices))
        {
            if (!tally.Add(device))
                continue;
            places?.Add(device);
            if (distinct is not null && FieldOf(device, distinctBy!) is { } text)
                distinct.Add(text);
        }

        return tally.Result(FormulaResult.Of(places?.Complete ?? distinct?.Count ?? tally.Met), context.Bytes);
    }

    /// <summary><c>sum</c>, <c>avg</c>, <c>p90</c>, greatest of a quantity's latest values. Without a value: missing, <c>noSamples</c>.</summary>
    internal static FormulaResult Aggregate(AggregateKind kind, DeviceSource source, string quantity, EvaluationContext context)
    {
        var tally = new Tally(source, context.Inputs.InstantMs);
        var values = new List<double>();
        foreach (var device in context.Select(source.Devices))
        {
            if (tally.Add(device) && Conditions.QuantityIndex(device.Class, quantity) is var index and >= 0 && device.Latest.TryGet(index, out var value, out _))
                values.Add(value);
        }

        return tally.Result(values.Count == 0 ? FormulaResult.Missing(MissingReason.NoSamples) : Statistics.Of(kind, values), context.Bytes);
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

    private struct Tally(DeviceSource source, long instantMs)
    {
        private int _selected;
        private int _online;
        private long _lastHeardMs;

        internal int Met { get; private set; }

        internal bool Add(DeviceInput device)
        {
            _selected++;
            _online += Conditions.IsOnline(device, instantMs) ? 1 : 0;
            _lastHeardMs = Math.Max(_lastHeardMs, device.LastHeardMs);
            var isMet = Meets(device, source, instantMs);
            Met += isMet ? 1 : 0;
            return isMet;
        }

        internal readonly FormulaResult Result(FormulaResult value, CanonicalBytes bytes)
        {
            bytes.Integer(_selected);
            bytes.Integer(_online);
            bytes.Integer(_lastHeardMs);
            bytes.Number(value.Value);
            if (_selected == 0)
                return FormulaResult.Missing(MissingReason.NoDevices) with { Origins = InputOrigins.Live };
            if (_lastHeardMs == 0 && AsksDevices)
                value = FormulaResult.Missing(MissingReason.NeverHeard);
            return value with { Origins = InputOrigins.Live, Live = _lastHeardMs == 0 ? LeafAges.None : LeafAges.Of(_lastHeardMs), Expected = _selected, Present = _online };
        }

        private readonly bool AsksDevices =>
            source.SeenWithin is not null || source.SeenWithinIntervals is not null || source.Where.Any(static c => c.Field is not (Conditions.PlaceField or Conditions.WantedField));
    }

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
