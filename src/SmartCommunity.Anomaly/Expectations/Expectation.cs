namespace SmartCommunity.Anomaly.Expectations;

/// <summary>A loaded model. Thread-safe.</summary>
public sealed class Expectation
{
    private readonly ExpectationModel _model;

    /// <summary>The expectation of a model.</summary>
    /// <exception cref="InvalidDataException">Its trees cannot be read.</exception>
    public Expectation(ExpectationModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        if (model.Trees.Length > 0)
        {
            Trees = ExpectationTrees.Load(model.Trees, model.Seed);
            _ = Trees.Of(new float[HourAhead.FeatureNames.Count]);
        }
    }

    /// <summary>The model's name and version.</summary>
    public string Name => $"{ExpectationModelFile.Word(_model.Name)}@{_model.Version}";

    internal ExpectationTrees? Trees { get; }

    /// <summary>How it does on what comes after all that it was learned from; what it was learned from is left out by the time of each source.</summary>
    /// <returns>The result, null where nothing is left; and how many values were left out.</returns>
    public (ExpectationTestResult? Test, int LeftOut) Test(IReadOnlyCollection<QuarterSeries> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var until = _model.TrainedOn.ToDictionary(static s => s.Series, static s => QuarterSeries.NumberOf(new DateTimeOffset(s.Until, TimeSpan.Zero), TimeSpan.Zero) + 1, StringComparer.Ordinal);
        (QuarterSeries Series, int From)[] parts =
            [.. series.OrderBy(static s => s.Name, StringComparer.Ordinal).Select(s => (s, (int)Math.Clamp(until.GetValueOrDefault(s.Name, s.First) - s.First, 0, s.Values.Count)))];
        var test = ExpectationTest.Of(parts, Trees);
        return (test.Points > 0 ? test : null, parts.Sum(static p => p.Series.Values.Take(p.From).Count(double.IsFinite)));
    }
}
