namespace SmartCommunity.Indicators.Scoring;

/// <summary>A sum of numbers that does not depend on their order: each is rounded once to a millionth (<see cref="Aggregates.IWindowAggregates.SumResolution"/>), and integers are added.</summary>
/// <remarks>0.1 + 0.2 is 0.3, not 0.30000000000000004.</remarks>
internal struct ExactSum
{
    /// <summary>Beyond this a double no longer holds thousandths, and no quantity of a community comes near it.</summary>
    internal const double Limit = 1e15;

    private const double StepsPerUnit = 1e6;
    private Int128 _steps;

    /// <summary>A number was not finite, or beyond <see cref="Limit"/>: there is no sum.</summary>
    internal bool IsOutOfRange { get; private set; }

    internal readonly double Value => (double)_steps / StepsPerUnit;

    internal void Add(double value, long times = 1)
    {
        if (!(Math.Abs(value) <= Limit))
        {
            IsOutOfRange = true;
            return;
        }

        _steps += (Int128)Math.Round(value * StepsPerUnit, MidpointRounding.ToEven) * times;
    }
}
