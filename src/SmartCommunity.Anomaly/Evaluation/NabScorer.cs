namespace SmartCommunity.Anomaly.Evaluation;

/// <summary>
/// Scores detections by the published rules of the Numenta Anomaly Benchmark: the first 15 % of a file (750 points at most) are not judged; a window counts once, by the best of its detected points;
/// a detected point outside costs the more the farther it lies behind the window before it. Pure; the order of files does not matter but for the last digits of a sum.
/// </summary>
/// <remarks>
/// Weight of a point at relative position y: σ(y) = 2 / (1 + e^(5y)) − 1. In a window of n points whose last is row l, row i lies at y = −(l − i + 1) / n and earns σ(y) / σ(−1); outside, behind a window,
/// at y = (i − l) / (n − 1) and costs σ(y), and −1 beyond y = 3 or before the first window. Example: the first point of a window earns 1, its middle (y = −0.5) 0.8483 / 0.9866 = 0.8598.
/// The total is given as 100 · (points − null) / (perfect − null), where null detects nothing and perfect the first point of every window.
/// </remarks>
public static class NabScorer
{
    /// <summary>Share (0 to 1) of a file that a detector may learn from before it is judged.</summary>
    public const double ProbationaryShare = 0.15;

    /// <summary>Rows after which the probationary share grows no further.</summary>
    public const int ProbationaryRowLimit = 5000;

    private const double SigmoidSlope = 5;
    private const double FarBehind = 3;
    private const double Percent = 100;

    /// <summary>Rows at the beginning of a file that are not judged.</summary>
    public static int ProbationaryRows(int rows) => (int)Math.Min(Math.Floor(ProbationaryShare * rows), ProbationaryShare * ProbationaryRowLimit);

    /// <summary>What a file earns at a threshold.</summary>
    public static NabFileScore Score(NabFile file, double threshold, NabProfile profile)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(profile);
        Span<int> counts = stackalloc int[4];
        var points = 0.0;
        var found = 0;
        var row = ProbationaryRows(file.Scores.Count);
        NabWindow? before = null;
        foreach (var window in file.Windows)
        {
            points += Outside(file, row, window.First, before, threshold, counts) * profile.FalsePositive;
            var best = Inside(file, Math.Max(row, window.First), window, threshold, counts);
            found += best is null ? 0 : 1;
            points += best * profile.TruePositive ?? -profile.FalseNegative;
            row = Math.Max(row, window.Last + 1);
            before = window;
        }
        points += Outside(file, row, file.Scores.Count, before, threshold, counts) * profile.FalsePositive;
        return new NabFileScore(points, counts[0], counts[1], counts[2], counts[3], found);
    }

    /// <summary>The score of all files together: 0 for a detector that says nothing, 100 for a perfect one; may be negative.</summary>
    /// <exception cref="ArgumentException">No file has a window.</exception>
    public static double Normalised(IReadOnlyCollection<NabFile> files, double threshold, NabProfile profile)
    {
        ArgumentNullException.ThrowIfNull(files);
        var windows = files.Sum(f => f.Windows.Count);
        if (windows == 0)
            throw new ArgumentException("At least one file must have a labelled window.", nameof(files));
        var points = files.Sum(f => Score(f, threshold, profile).Score);
        var nothing = -windows * profile.FalseNegative;
        return Percent * (points - nothing) / (windows * profile.TruePositive - nothing);
    }

    // Best weight among the window's detected points; null where none was detected.
    private static double? Inside(NabFile file, int from, NabWindow window, double threshold, Span<int> counts)
    {
        double? best = null;
        for (var row = from; row <= window.Last; row++)
        {
            var detected = file.Scores[row] >= threshold;
            counts[detected ? 0 : 2]++;
            if (detected)
                best ??= Sigmoid(-(window.Last - row + 1) / (double)window.Length) / Sigmoid(-1);
        }
        return best;
    }

    private static double Outside(NabFile file, int from, int to, NabWindow? before, double threshold, Span<int> counts)
    {
        var points = 0.0;
        for (var row = from; row < to; row++)
        {
            var detected = file.Scores[row] >= threshold;
            counts[detected ? 1 : 3]++;
            if (detected)
                points += before is { } window ? Behind((row - window.Last) / (double)(window.Length - 1)) : -1;
        }
        return points;
    }

    private static double Behind(double position) => position > FarBehind ? -1 : Sigmoid(position);

    private static double Sigmoid(double position) => 2 / (1 + Math.Exp(SigmoidSlope * position)) - 1;
}
