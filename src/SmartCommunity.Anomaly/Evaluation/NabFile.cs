namespace SmartCommunity.Anomaly.Evaluation;

/// <summary>A labelled window, both ends included.</summary>
/// <param name="First">Row (0-based) of its first point.</param>
/// <param name="Last">Row (0-based) of its last point, not before <paramref name="First"/>.</param>
public readonly record struct NabWindow(int First, int Last)
{
    /// <summary>Points in the window.</summary>
    public int Length => Last - First + 1;
}

/// <summary>What a detector said about one file, beside the file's labels.</summary>
/// <param name="Scores">Anomaly score by row; a point counts as detected where its score is at or above the threshold.</param>
/// <param name="Windows">Labelled windows, in order, apart from each other.</param>
public sealed record NabFile(IReadOnlyList<float> Scores, IReadOnlyList<NabWindow> Windows);

/// <summary>What one file earned at one threshold under one profile.</summary>
/// <param name="Score">Points: at most the number of windows.</param>
/// <param name="TruePositives">Detected points within windows.</param>
/// <param name="FalsePositives">Detected points outside windows.</param>
/// <param name="FalseNegatives">Points within windows that were not detected.</param>
/// <param name="TrueNegatives">Points outside windows that were not detected.</param>
/// <param name="WindowsFound">Windows with at least one detected point.</param>
public readonly record struct NabFileScore(double Score, int TruePositives, int FalsePositives, int FalseNegatives, int TrueNegatives, int WindowsFound);
