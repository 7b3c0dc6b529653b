namespace SmartCommunity.Tests.Anomaly.Evaluation;

/// <summary>
/// The benchmark's own simple detector: tail probability of a normal distribution over the last 6400 to 6499 values. Its published results are a check on the scorer that nobody here has made.
/// Published as "detected" are scores that twelve digits print as 1.
/// </summary>
internal static class WindowedGaussian
{
    private const int Window = 6400;
    private const int Step = 100;
    private const double LeastDeviation = 0.000001;
    private const double RootOfTwoAsPublished = 1.4142;
    private const double PrintsAsOne = 5e-13;

    internal static IEnumerable<float> Detected(double[] values)
    {
        var window = new List<double>();
        var waiting = new List<double>();
        var (mean, deviation) = (0.0, 1.0);
        foreach (var value in values)
        {
            yield return window.Count > 0 && Tail(Math.Abs(value - mean) / deviation) <= PrintsAsOne ? 1 : 0;
            if (window.Count >= Window)
            {
                waiting.Add(value);
                if (waiting.Count < Step)
                    continue;
                window.RemoveRange(0, Step);
                window.AddRange(waiting);
                waiting.Clear();
            }
            else
            {
                window.Add(value);
            }
            mean = window.Average();
            var centre = mean;
            deviation = Math.Sqrt(window.Sum(v => (v - centre) * (v - centre)) / window.Count);
            deviation = deviation == 0 ? LeastDeviation : deviation;
        }
    }

    // Half the complementary error function, where it is small: its continued fraction. Below 2 it is not small, and its value does not matter here.
    private static double Tail(double distance)
    {
        var x = distance / RootOfTwoAsPublished;
        if (x < 2)
            return 1;
        var fraction = 0.0;
        for (var k = 120; k > 0; k--)
            fraction = k / 2.0 / (x + fraction);
        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / (x + fraction) / 2;
    }
}
