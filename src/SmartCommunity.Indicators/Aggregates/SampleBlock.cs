namespace SmartCommunity.Indicators.Aggregates;

/// <summary>Some measurements of an open day, in order of time. Values are kept in half of the room while all of them are whole thousandths of a unit, up to two million units.</summary>
/// <param name="capacity">Measurements it has room for.</param>
internal sealed class SampleBlock(int capacity)
{
    /// <summary>Multiples of <see cref="IWindowAggregates.SumResolution"/> in a thousandth.</summary>
    private const long Thousandth = 1_000;

    private int[] _withinMs = new int[capacity];
    private int[]? _thousandths = new int[capacity];
    private long[]? _values;

    internal int Capacity => _withinMs.Length;

    internal int WithinMsAt(int index) => _withinMs[index];

    internal long ValueAt(int index) => _thousandths is { } small ? small[index] * Thousandth : _values![index];

    internal void Set(int index, int withinMs, long value)
    {
        _withinMs[index] = withinMs;
        if (_thousandths is { } small && value % Thousandth == 0 && value / Thousandth is >= int.MinValue and <= int.MaxValue)
        {
            small[index] = (int)(value / Thousandth);
            return;
        }

        Widen();
        _values![index] = value;
    }

    /// <summary>Makes room for one at an index; the last must be free.</summary>
    internal void Shift(int index, int count)
    {
        Array.Copy(_withinMs, index, _withinMs, index + 1, count);
        if (_thousandths is { } small)
            Array.Copy(small, index, small, index + 1, count);
        else
            Array.Copy(_values!, index, _values!, index + 1, count);
    }

    internal void Resize(int capacity)
    {
        Array.Resize(ref _withinMs, capacity);
        if (_thousandths is not null)
            Array.Resize(ref _thousandths, capacity);
        else
            Array.Resize(ref _values, capacity);
    }

    private void Widen()
    {
        if (_thousandths is not { } small)
            return;
        _values = Array.ConvertAll(small, static value => value * Thousandth);
        _thousandths = null;
    }
}
