namespace SmartCommunity.Programme.Forecasts;

/// <summary>A forecast made as of a past day, and what came.</summary>
/// <param name="Probability">What was forecast.</param>
/// <param name="Passed">What came.</param>
public readonly record struct PastForecast(double Probability, bool Passed);

/// <summary>Forecasts of about the same probability: what share of them came true.</summary>
/// <param name="From">Lower end of the bin.</param>
/// <param name="To">Upper end.</param>
/// <param name="Count">Forecasts in it.</param>
/// <param name="Mean">Their mean probability; null for an empty bin.</param>
/// <param name="Observed">Share that passed; null for an empty bin.</param>
public sealed record ReliabilityBin(double From, double To, int Count, double? Mean, double? Observed);

/// <summary>How well the model's probabilities hold, over the histories at hand. Pure.</summary>
/// <param name="Count">Forecasts tested.</param>
/// <param name="Histories">Histories they come from: forecasts of one history are alike, so this says more of how much is known than the count.</param>
/// <param name="Bins">By probability.</param>
/// <param name="Brier">Mean squared error of the probabilities (Brier 1950), 0 is best; null without forecasts.</param>
/// <param name="BaseRate">Share that passed.</param>
/// <param name="BaseBrier">Brier score of forecasting the base rate every time. The base rate knows the outcomes, so it is a hard one to beat.</param>
public sealed record Calibration(int Count, int Histories, IReadOnlyList<ReliabilityBin> Bins, double? Brier, double? BaseRate, double? BaseBrier)
{
    /// <summary>Bins: wide enough that a few dozen forecasts fill them.</summary>
    public const int BinCount = 5;

    private const int Week = 7, Weeks4 = 28, Weeks8 = 56, Weeks13 = 91;

    /// <summary>Days ahead that are tested: one, two and three months.</summary>
    public static IReadOnlyList<int> Horizons { get; } = [Weeks4, Weeks8, Weeks13];

    /// <summary>Share of the base rate's error that the model saves, 1 is all; null where everything came out alike and there was nothing to foresee.</summary>
    public double? Skill => Brier is { } brier && BaseBrier is > 0 ? 1 - (brier / BaseBrier.Value) : null;

    /// <summary>Forecasts every week of every history, each from the days before it alone, and compares.</summary>
    /// <param name="histories">Histories in order of days, with the pass mark of each.</param>
    public static Calibration Of(IReadOnlyList<(IReadOnlyList<ScoreDay> History, double PassMark)> histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        var tests = histories.Select(h => BackTest(h.History, h.PassMark)).ToList();
        return Of([.. tests.SelectMany(t => t)], tests.Count(t => t.Count > 0));
    }

    /// <summary>Sums up forecasts and what came.</summary>
    public static Calibration Of(IReadOnlyList<PastForecast> forecasts, int histories)
    {
        ArgumentNullException.ThrowIfNull(forecasts);
        var bins = Enumerable.Range(0, BinCount).Select(i => Bin(i, [.. forecasts.Where(f => BinOf(f.Probability) == i)])).ToList();
        if (forecasts.Count == 0)
            return new Calibration(0, 0, bins, null, null, null);
        var rate = forecasts.Average(f => Outcome(f));
        return new Calibration(forecasts.Count, histories, bins, forecasts.Average(f => Square(f.Probability - Outcome(f))), rate, forecasts.Average(f => Square(rate - Outcome(f))));
    }

    /// <summary>Forecasts as of past days of one history.</summary>
    internal static IReadOnlyList<PastForecast> BackTest(IReadOnlyList<ScoreDay> history, double passMark)
    {
        var tests = new List<PastForecast>();
        var next = DateOnly.MinValue;
        for (var i = 0; i < history.Count; i++)
        {
            if (history[i].Day < next)
                continue;
            next = history[i].Day.AddDays(Week);
            var known = history.Take(i + 1).ToList();
            foreach (var horizon in Horizons)
            {
                var due = history[i].Day.AddDays(horizon);
                if (Find(history, due) is { } came && PassModel.Of(known, due, passMark).Probability is { } probability)
                    tests.Add(new PastForecast(probability, came.Passes(passMark)));
            }
        }

        return tests;
    }

    private static ScoreDay? Find(IReadOnlyList<ScoreDay> history, DateOnly day)
    {
        foreach (var known in history)
        {
            if (known.Day == day)
                return known;
        }

        return null;
    }

    private static ReliabilityBin Bin(int index, IReadOnlyList<PastForecast> forecasts) => new(
        (double)index / BinCount, (double)(index + 1) / BinCount, forecasts.Count, forecasts.Count == 0 ? null : forecasts.Average(f => f.Probability), forecasts.Count == 0 ? null : forecasts.Average(f => Outcome(f)));

    private static int BinOf(double probability) => Math.Clamp((int)(probability * BinCount), 0, BinCount - 1);

    private static double Outcome(PastForecast forecast) => forecast.Passed ? 1 : 0;

    private static double Square(double value) => value * value;
}
