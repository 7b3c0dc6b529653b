using System.Collections.Concurrent;

namespace SmartCommunity.Storage.Series;

/// <summary>
/// The number of each series. Numbers are given out in memory and become durable with the next commit; a number given out and never
/// committed has no rows, so losing it loses nothing. Each name is held once, and devices of a class share the list of what they say. Thread-safe.
/// </summary>
internal sealed class SeriesNumbers
{
    private readonly ConcurrentDictionary<string, DeviceSeries> _devices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _quantities = new(StringComparer.Ordinal); // guarded by _series
    private readonly Dictionary<(string[] Before, string Added), string[]> _lists = []; // guarded by _series
    private readonly List<DeviceSeries> _series = []; // whose number n is stands at n − 1; guarded by itself
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
            DeviceSeries owner;
            lock (_series)
                owner = _series[number - 1];
            return (owner.Device, owner.QuantityOf(number));
        }
    }

    /// <summary>All series of a device, by their numbers.</summary>
    public IReadOnlyList<(int Number, string Quantity)> OfDevice(string device) => _devices.TryGetValue(device, out var series) ? series.All : [];

    /// <summary>Series not yet durable, in order of their numbers.</summary>
    public IReadOnlyList<(int Number, string Device, string Quantity)> Pending()
    {
        lock (_series)
            return [.. Enumerable.Range(_durable, _series.Count - _durable).Select(i => (i + 1, _series[i].Device, _series[i].QuantityOf(i + 1)))];
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
        if (!_lists.TryGetValue((series.Quantities, name), out var list))
            _lists[(series.Quantities, name)] = list = [.. series.Quantities, name];
        _series.Add(series);
        series.Add(_series.Count, list);
        return _series.Count;
    }

    /// <summary>The series of one device: some ten at most, looked through one by one.</summary>
    private sealed class DeviceSeries(string device)
    {
        private volatile int[] _numbers = [];

        public string Device => device;

        /// <summary>What the series are of, at least as many as there are numbers: it is set first.</summary>
        public string[] Quantities { get; private set; } = [];

        public IReadOnlyList<(int Number, string Quantity)> All
        {
            get
            {
                var numbers = _numbers;
                return [.. numbers.Zip(Quantities)];
            }
        }

        public void Add(int number, string[] quantities)
        {
            Quantities = quantities;
            _numbers = [.. _numbers, number];
        }

        public int? Find(string quantity)
        {
            var numbers = _numbers;
            var quantities = Quantities;
            for (var i = 0; i < numbers.Length; i++)
            {
                if (string.Equals(quantities[i], quantity, StringComparison.Ordinal))
                    return numbers[i];
            }

            return null;
        }

        public string QuantityOf(int number) => Quantities[Array.IndexOf(_numbers, number)];
    }
}
