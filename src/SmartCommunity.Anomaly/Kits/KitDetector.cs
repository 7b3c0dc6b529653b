using SmartCommunity.Anomaly.Detectors;

namespace SmartCommunity.Anomaly.Kits;

/// <summary>A column that sticks out of an hour.</summary>
/// <param name="Column">Class and quantity.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Expected">What would fit the others.</param>
/// <param name="Surprise">−log10 of the probability that this home's column is as far off or farther, at most 5.</param>
public sealed record KitPart(string Column, double Value, double Expected, float Surprise);

/// <summary>What is said of one hour of a home.</summary>
/// <param name="Score">How far its quantities do not fit together: sum of the three largest surprises, 0 to 15.</param>
/// <param name="Record">The score where it is higher than in the hundred hours before; else 0.</param>
/// <param name="Parts">Columns that stick out, most first, at most three.</param>
public sealed record KitScore(float Score, float Record, IReadOnlyList<KitPart> Parts);

/// <summary>
/// One home against what goes together in homes: of each quantity its departure from what is usual at the hour, less what the others make of it by the components, calibrated to a tail probability of this home. The
/// largest are summed, and records let through. Causal, of bounded memory, deterministic. Not safe for several threads.
/// </summary>
public sealed class KitDetector
{
    /// <summary>Record from which on it is an alert: on simulated homes from 6.5 to 8 finds nearly the same, and little that is none (decision 0038).</summary>
    public const float Certain = 6.5f;

    // Three weeks: a tail of fewer hours is guessed. In the third week of simulated homes 11 records would have been alerts in 42 quiet days of a home, after it one in 80.
    private const int LearningHours = 504;

    // Fewer columns than this are no kit: nothing can fail to fit together.
    private const int LeastColumns = 3;

    // What befalls a home shows in two or three quantities; the rest of the sum would be noise.
    private const int MostParts = 3;

    // One hour in twenty is nothing to be named.
    private const float LeastSurprise = 1.3f;

    private readonly KitModel _model;
    private readonly KitPlane _plane;
    private readonly KitUsual _usual;
    private readonly TailCalibrator[] _calibrators;
    private readonly RecordFilter _filter = new();
    private int _hours;

    /// <summary>A detector for one home.</summary>
    public KitDetector(KitModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        (_model, _plane, _usual) = (model, new KitPlane(model.Components, model.Variances), new KitUsual(model.Columns.Count));
        _calibrators = [.. model.Columns.Select(static _ => new TailCalibrator())];
    }

    /// <summary>Bytes held by the arrays of one home.</summary>
    public int Bytes => _usual.Bytes + _calibrators.Sum(static c => c.Bytes) + _filter.Bytes;

    /// <summary>Takes the next hour; null while too little is known of the home.</summary>
    /// <param name="hour">Number of the hour since 1970, by the wall clock of the place.</param>
    /// <param name="values">A value for each of the model's columns; not a number: nothing was said.</param>
    public KitScore? Next(long hour, ReadOnlySpan<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, _model.Columns.Count);
        var (row, usual) = (new double[values.Length], new double[values.Length]);
        _usual.Next(hour, values, row, usual);
        _hours++;
        for (var i = 0; i < row.Length; i++)
            row[i] /= _model.Spreads[i];
        if (row.Count(double.IsFinite) < LeastColumns)
            return null;
        var expected = _plane.FromOthers([.. row.Select(static r => Math.Clamp(r, -KitTraining.MostSpreads, KitTraining.MostSpreads))]);
        var parts = new List<KitPart>();
        for (var i = 0; i < row.Length; i++)
        {
            if (double.IsFinite(row[i]))
                parts.Add(new KitPart(_model.Columns[i], values[i], usual[i] + (expected[i] * _model.Spreads[i]), _calibrators[i].Next((float)Math.Abs(row[i] - expected[i]))));
        }

        KitPart[] most = [.. parts.OrderByDescending(static p => p.Surprise).ThenBy(static p => p.Column, StringComparer.Ordinal).Take(MostParts)];
        var score = most.Sum(static p => p.Surprise);
        var record = _filter.Next(score);
        return new KitScore(score, _hours > LearningHours ? record : 0, [.. most.Where(static p => p.Surprise >= LeastSurprise)]);
    }
}
