namespace SmartCommunity.Anomaly.Falls;

/// <summary>Computes <see cref="FallFeature.All"/> around a moment of a window. Pure.</summary>
public static class FallFeatures
{
    private const int Second = AccelerationWindow.RateHz;

    // An impact and its bounce are over within a fifth of a second.
    private const int Impact = Second / 5;

    // Farther than half a second from a peak lies the next step.
    private const int Half = Second / 2;

    // Walking dips to 0.6 g and more for an instant; below 0.7 g for longer than that nothing carries the body.
    private const double WeightlessG = 0.7;

    // Standing up and sitting down stay below.
    private const double StrongG = 1.2;

    /// <summary>The features of the window's sample at the moment, which must have <see cref="AccelerationWindow.SecondsAround"/> seconds before and after it.</summary>
    /// <param name="window">The window.</param>
    /// <param name="moment">Time from the start of the window.</param>
    /// <exception cref="ArgumentOutOfRangeException">The moment lies too close to an end of the window.</exception>
    public static IReadOnlyList<float> Of(AccelerationWindow window, TimeSpan moment)
    {
        ArgumentNullException.ThrowIfNull(window);
        var around = TimeSpan.FromSeconds(AccelerationWindow.SecondsAround);
        if (moment < around || moment >= window.Length - around)
            throw new ArgumentOutOfRangeException(nameof(moment), moment, $"The moment must have {AccelerationWindow.SecondsAround} s of the window before and after it.");
        return Of(window, (int)(moment.Ticks / AccelerationWindow.TimeOf(1).Ticks));
    }

    internal static float[] Of(AccelerationWindow window, int at)
    {
        var magnitudes = window.Magnitudes;
        var peak = Largest(magnitudes, at - Impact, at + Impact + 1);
        var dip = magnitudes.Skip(at - Second).Take(Second).ToArray();
        var others = Math.Max(Largest(magnitudes, at - AccelerationWindow.Around, at - Half), Largest(magnitudes, at + Half + 1, at + AccelerationWindow.Around + 1));
        return
        [
            (float)peak,
            (float)dip.Min(),
            (float)((double)dip.Count(static m => m < WeightlessG) / Second),
            (float)Jerk(window.Samples, at - Impact, at + Impact),
            (float)window.Mean(at - (2 * Second), at - Second).DegreesTo(window.Mean(at + Second, at + (2 * Second))),
            (float)Deviation(magnitudes, at + Second, at + (2 * Second)),
            (float)Deviation(magnitudes, at - (2 * Second), at - Second),
            (float)(peak - others),
            (float)(magnitudes.Skip(at - Half).Take((2 * Half) + 1).Sum(static m => Math.Max(0, m - StrongG)) / Second),
        ];
    }

    private static double Largest(IReadOnlyList<double> values, int from, int to) => values.Skip(from).Take(to - from).Max();

    private static double Jerk(IReadOnlyList<Acceleration> samples, int from, int to)
    {
        var largest = 0.0;
        for (var i = from; i < to; i++)
            largest = Math.Max(largest, samples[i].DistanceTo(samples[i + 1]));
        return largest * Second;
    }

    private static double Deviation(IReadOnlyList<double> values, int from, int to)
    {
        var part = values.Skip(from).Take(to - from).ToArray();
        var mean = part.Average();
        return Math.Sqrt(part.Average(v => (v - mean) * (v - mean)));
    }
}
