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

    internal void Add(string quantity, bool value) => Add(quantity, value ? 1 : 0);
}
