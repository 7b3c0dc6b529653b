using System.Collections.Concurrent;

namespace SmartCommunity.Storage.Series;

/// <summary>
/// The number of each series. Numbers are given out in memory and become durable with the next commit; a number given out and never
/// committed has no rows, so losing it loses nothing. Each name is held once, however many series have it. Thread-safe.
/// </summary>
internal sealed class SeriesNumbers
{
    private readonly ConcurrentDictionary<string, DeviceSeries> _devices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _quantities = new(StringComparer.Ordinal); // guarded by _series
    private readonly List<(string Device, string Quantity)> _series = []; // number n is at n − 1; guarded by itself
    private int _durable;

    public SeriesNumbers(IEnumerable<(int Number, string Device, string Quantity)> stored)
    {
        foreach (var (number, device, quantity) in stored.OrderBy(static s => s.Number))
        {
            if (number != _series.Count + 1)
                throw new SeriesStoreUnavailableException($"The series table is damaged: number {number} follows {_series.Count}. Restore a back-up.");
            Add(device, quantity);
        }

        _durable = _series.Count;
    }

    public int Assign(string device, string quantity)
    {
        if (Find(device, quantity) is { } known)
            return known;
        lock (_series)
            return Find(device, quantity) ?? Add(device, quantity);
    }

    public int? Find(string device, string quantity) => _devices.TryGetValue(device, out var series) ? series.Find(quantity) : null;

    public (string Device, string Quantity) this[int number]
    {
        get
        {
            lock (_series)
                return _series[number - 1];
        }
    }

    /// <summary>All series of a device, by their numbers.</summary>
    public IReadOnlyList<(int Number, string Quantity)> OfDevice(string device) => _devices.TryGetValue(device, out var series) ? series.All : [];

    /// <summary>Series not yet durable, in order of their numbers.</summary>
    public IReadOnlyList<(int Number, string Device, string Quantity)> Pending()
    {
        lock (_series)
            return [.. Enumerable.Range(_durable, _series.Count - _durable).Select(i => (i + 1, _series[i].Device, _series[i].Quantity))];
    }

    /// <summary>Called by the writer once the series up to <paramref name="number"/> are committed.</summary>
    public void MarkDurable(int number)
    {
        lock (_series)
            _durable = Math.Max(_durable, number);
    }

    // One at a time.
    private int Add(string device, string quantity)
    {
        var series = _devices.GetOrAdd(device, static d => new DeviceSeries(d));
        if (!_quantities.TryGetValue(quantity, out var name))
            _quantities[quantity] = name = quantity;
        _series.Add((series.Device, name));
        series.Add(_series.Count, name);
        return _series.Count;
    }

    /// <summary>The series of one device: some ten at most, looked through one by one.</summary>
    private sealed class DeviceSeries(string device)
    {
        private volatile (int Number, string Quantity)[] _all = [];

        public string Device => device;

        public (int Number, string Quantity)[] All => _all;

        public void Add(int number, string quantity) => _all = [.. _all, (number, quantity)];

        public int? Find(string quantity)
        {
            foreach (var (number, known) in _all)
            {
                if (string.Equals(known, quantity, StringComparison.Ordinal))
                    return number;
            }

            return null;
        }
    }
}
