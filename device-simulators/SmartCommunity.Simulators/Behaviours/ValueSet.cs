using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>The values of one message, rounded to the catalogue's decimals. Reused between messages; not thread-safe.</summary>
internal sealed class ValueSet
{
    private readonly List<(Quantity Quantity, double Value)> _values = [];

    internal IReadOnlyList<(Quantity Quantity, double Value)> Values => _values;

    internal int Count => _values.Count;

    internal void Clear() => _values.Clear();

    internal void Add(string quantity, double value)
    {
        var known = QuantityCatalogue.Default.Find(quantity)
            ?? throw new ArgumentOutOfRangeException(nameof(quantity), quantity, "Not a quantity of the catalogue.");
        _values.Add((known, Math.Round(value, known.Decimals, MidpointRounding.AwayFromZero)));
    }

    /// <summary>The value of a quantity; null when it is not in the set.</summary>
    internal double? Find(string quantity)
    {
        foreach (var (known, value) in _values)
        {
            if (known.Name == quantity)
                return value;
        }

        return null;
    }

    /// <summary>Puts another value in the place of one, or adds it; kept within the quantity's limits unless <paramref name="unlimited"/>.</summary>
    internal void Set(Quantity quantity, double value, bool unlimited = false)
    {
        var kept = Math.Round(unlimited ? value : Math.Clamp(value, quantity.Min, quantity.Max), quantity.Decimals, MidpointRounding.AwayFromZero);
        for (var i = 0; i < _values.Count; i++)
        {
            if (_values[i].Quantity.Name != quantity.Name)
                continue;
            _values[i] = (quantity, kept);
            return;
        }

        _values.Add((quantity, kept));
    }

    internal void Add(string quantity, bool value) => Add(quantity, value ? 1 : 0);
}
