using System.Text.Json;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Indicators.Explaining;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Cloud.Programme.Papers.Dossiers;

/// <summary>The score of a state and what explains it, as the bundle has them: made the same way when the bundle is made and when it is verified. Values of too few residents are hidden; hashes are of the whole score. Pure.</summary>
internal sealed record ScoreFiles(Scorer Scorer, CommunityScore Score, CommunityScore Shown, IReadOnlyDictionary<string, MeasureExplanation> Explanations)
{
    /// <summary>Null while the state has no standing, or this process not its pack.</summary>
    internal static ScoreFiles? Of(CommunityState state)
    {
        if (ScoreQueries.Score(state) is not var (scorer, score, inputs))
            return null;
        var explainer = new Explainer(scorer);
        return new ScoreFiles(
            scorer, score, Suppression.Hide(score),
            new SortedDictionary<string, MeasureExplanation>(score.Measures.ToDictionary(static m => m.Id, m => explainer.Explain(inputs, score, m.Id, maySeeSuppressed: false)), StringComparer.Ordinal));
    }

    internal byte[] ScoreJsonBytes => JsonSerializer.SerializeToUtf8Bytes(Shown, Json);

    internal byte[] ExplanationBytes => JsonSerializer.SerializeToUtf8Bytes(Explanations, Json);

    /// <summary>As scores are written everywhere, with Chinese as it is: people read these files.</summary>
    internal static JsonSerializerOptions Json { get; } = new(ScoreJson.Options) { Encoder = BundleManifest.Json.Encoder };
}
