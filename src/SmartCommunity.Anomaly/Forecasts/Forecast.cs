namespace SmartCommunity.Anomaly.Forecasts;

/// <summary>A value of one calendar day (Asia/Shanghai).</summary>
/// <param name="Day">The day.</param>
/// <param name="Value">Its value, in whatever unit the series has.</param>
public readonly record struct DailyValue(DateOnly Day, double Value);

/// <summary>Which model forecast.</summary>
public enum ForecastModel
{
    /// <summary>The median of the same weekday over the four weeks before.</summary>
    Seasonal = 1,

    /// <summary>A linear regression on level, slope and the seasonal value; taken only where its back-test beats the seasonal one.</summary>
    Regression = 2,
}

/// <summary>A value forecast for a day, with the interval that was back-tested beside it.</summary>
/// <param name="Day">The day forecast.</param>
/// <param name="Model">The model that forecast.</param>
/// <param name="Value">The forecast, in the unit of the series.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="Test">How this model did, on days it had not seen.</param>
/// <param name="HistoryDays">Days with a value that were learned from.</param>
public sealed record Forecast(DateOnly Day, ForecastModel Model, double Value, double Low, double High, BackTestResult Test, int HistoryDays);

/// <summary>Forecasts made as of past days, as far ahead as the one asked for, beside what came.</summary>
/// <param name="NominalCoverage">Share (0 to 1) of values that the interval is meant to hold.</param>
/// <param name="Coverage">Share that it held, over <paramref name="CoverageDays"/> days whose errors did not make it.</param>
/// <param name="CoverageDays">Days the coverage was measured on.</param>
/// <param name="MeanError">Mean absolute error of the model taken, in the unit of the series.</param>
/// <param name="SeasonalError">That of the seasonal model on the same days.</param>
/// <param name="Days">Days forecast in the test.</param>
public sealed record BackTestResult(double NominalCoverage, double Coverage, int CoverageDays, double MeanError, double SeasonalError, int Days);

/// <summary>What the series can hold: a forecast and its interval stay inside.</summary>
/// <param name="Least">Smallest possible value.</param>
/// <param name="Most">Largest possible value.</param>
public readonly record struct ForecastBounds(double Least, double Most)
{
    /// <summary>No bounds.</summary>
    public static ForecastBounds None { get; } = new(double.NegativeInfinity, double.PositiveInfinity);

    internal double Clamp(double value) => Math.Clamp(value, Least, Most);
}
