namespace SmartCommunity.Simulators.Fitting;

/// <summary>Recorded and simulated values of one thing, and how far apart they may be.</summary>
/// <param name="Key">Name of its picture.</param>
/// <param name="Title">What is compared.</param>
/// <param name="Unit">UCUM unit of the values.</param>
/// <param name="Source">Folder of the recorded data.</param>
/// <param name="Recorded">Recorded values by hour.</param>
/// <param name="Simulated">Simulated values by hour.</param>
/// <param name="RmseLimit">Largest root mean square difference of the 24 hourly means, in the unit.</param>
/// <param name="KolmogorovLimit">Largest distance of the two distributions of all values.</param>
internal sealed record Comparison(
    string Key, string Title, string Unit, string Source, HourSamples Recorded, HourSamples Simulated, double RmseLimit, double KolmogorovLimit)
{
    /// <summary>Root mean square difference of the hourly means.</summary>
    internal double Rmse { get; } = Statistics.RootMeanSquare(Recorded.Means().Zip(Simulated.Means(), (r, s) => s - r));

    /// <summary>Kolmogorov's distance of all values.</summary>
    internal double Kolmogorov { get; } = Statistics.Kolmogorov(Recorded.All(), Simulated.All());

    internal bool IsClose => Rmse <= RmseLimit && Kolmogorov <= KolmogorovLimit;
}
