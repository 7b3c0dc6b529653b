using SmartCommunity.Anomaly.Expectations;
using SmartCommunity.Anomaly.Kits;
using SmartCommunity.Cloud.Alerts.Detecting;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Cloud.Twins.Derived;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts.Learning;

/// <summary>A series as it is gathered. Not thread-safe.</summary>
internal sealed class GatheredSeries(string device, Quantity quantity)
{
    private readonly SeriesIntake _intake = new();
    private readonly List<double> _values = [];
    private long _first;

    internal string Device => device;

    internal Quantity Quantity => quantity;

    internal void Take(long quarterEndMs, SeriesPoint? sample)
    {
        if (sample is not { } said || _intake.Take(quantity.IsRegister, said.Value, said.AtMs) is not { } value)
            return;
        var quarter = QuarterSeries.NumberOf(DateTimeOffset.FromUnixTimeMilliseconds(quarterEndMs), ChinaTime.Offset);
        if (_values.Count == 0)
            _first = quarter;
        while (_first + _values.Count < quarter)
            _values.Add(double.NaN);
        _values.Add(value);
    }

    /// <summary>Null: nothing was said.</summary>
    internal QuarterSeries? Whole() => _values.Count == 0 ? null : new QuarterSeries($"{device}/{quantity.Name}", _first, _values);
}

/// <summary>A home's kit as it is gathered. Not thread-safe.</summary>
internal sealed class GatheredHome
{
    private readonly string _home;
    private readonly string[] _columns;
    private readonly (string Device, Quantity Quantity, string Column)[] _series;
    private readonly KitHour _hour;
    private readonly List<double[]> _hours = [];
    private long _first;

    internal GatheredHome(ElderKit kit, CommunityState state)
    {
        _home = $"{state.Community}/{kit.Home}";
        _series = [.. kit.Members.SelectMany(m => KitSampler.ColumnsOf(state.Devices[m].Class).Select(c => (m, c.Quantity, c.Column)))];
        _columns = [.. _series.Select(static s => s.Column).Distinct().Order(StringComparer.Ordinal)];
        _hour = new KitHour(_columns);
    }

    internal IEnumerable<(string Device, Quantity Quantity)> Series => _series.Select(static s => (s.Device, s.Quantity));

    /// <summary>Takes its part of a quarter, which begins at an index; the index of the next home's.</summary>
    internal int Take(long quarterEndMs, SeriesPoint?[] samples, int from)
    {
        var own = _series.Index().Where(s => samples[from + s.Index] is not null).Select(s => (s.Item, Said: samples[from + s.Index]!.Value))
            .Select(s => new KitSample(_home, s.Item.Column, s.Item.Device, s.Item.Quantity.IsRegister, s.Said.Value, s.Said.AtMs)).ToArray();
        if (own.Length > 0 && _hour.Take(quarterEndMs, own))
        {
            if (_hours.Count == 0)
                _first = _hour.Number;
            while (_first + _hours.Count < _hour.Number)
                _hours.Add([.. _columns.Select(static _ => double.NaN)]);
            _hours.Add(_hour.Values);
        }

        return from + _series.Length;
    }

    /// <summary>Null: nothing was said.</summary>
    internal KitSeries? Whole() => _hours.Count == 0 ? null : new KitSeries(_home, _first, _columns, _hours);
}
