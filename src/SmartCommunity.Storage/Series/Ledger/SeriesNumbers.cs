using System.Collections.Concurrent;

namespace SmartCommunity.Storage.Series;

/// <summary>
/// The number of each series. Numbers are given out in memory and become durable with the next commit; a number given out and never
/// committed has no rows, so losing it loses nothing. Thread-safe.
/// </summary>
internal sealed class SeriesNumbers
{
    private readonly ConcurrentDictionary<(string Device, string Quantity), int> _numbers = new();
    private readonly List<(string Device, string Quantity)> _series = []; // number n is at n − 1; guarded by itself
    private int _durable;

    public SeriesNumbers(IEnumerable<(int Number, string Device, string Quantity)> stored)
    {
        foreach (var (number, device, quantity) in stored.OrderBy(static s => s.Number))
        {
            if (number != _series.Count + 1)
                throw new SeriesStoreUnavailableException($"The series table is damaged: number {number} follows {_series.Count}. Restore a back-up.");
            _series.Add((device, quantity));
            _numbers[(device, quantity)] = number;
        }

        _durable = _series.Count;
    }

    public int Assign(string device, string quantity)
    {
        if (_numbers.TryGetValue((device, quantity), out var number))
            return number;
        lock (_series)
        {
            if (_numbers.TryGetValue((device, quantity), out number))
                return number;
            _series.Add((device, quantity));
            number = _series.Count;
            _numbers[(device, quantity)] = number;
            return number;
        }
    }

    public int? Find(string device, string quantity) => _numbers.TryGetValue((device, quantity), out var number) ? number : null;

    public (string Device, string Quantity) this[int number]
    {
        get
        {
            lock (_series)
                return _series[number - 1];
        }
    }

    /// <summary>All series of a device.</summary>
    public IReadOnlyList<(int Number, string Quantity)> OfDevice(string device)
    {
        lock (_series)
        {
            return [.. _series.Select(static (s, index) => (s.Device, Number: index + 1, s.Quantity))
                .Where(s => string.Equals(s.Device, device, StringComparison.Ordinal))
                .Select(static s => (s.Number, s.Quantity))];
        }
    }

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
}
