using SmartCommunity.Anomaly.Models;

namespace SmartCommunity.Anomaly.Falls;

/// <summary>
/// A fall model as a file: a first line <c>smartcommunity-fall-model FORMAT SHA256</c>, the hash being of all that follows, then JSON with the classifier as base64. See <see cref="ModelFormat"/>.
/// </summary>
public static class FallModelFile
{
    private static readonly ModelFormat _format = new("fall model", "smartcommunity-fall-model", "1");

    /// <summary>The bytes of the file.</summary>
    public static byte[] Write(FallModel model) => _format.Write(model);

    /// <summary>The model, or in one sentence why there is none in the file.</summary>
    public static (FallModel? Model, string? Fault) Read(ReadOnlySpan<byte> file)
    {
        var (model, fault) = _format.Read<FallModel>(file);
        return model is null ? (null, fault) : Check(model);
    }

    private static (FallModel? Model, string? Fault) Check(FallModel model)
    {
        var features = FallFeature.All.Select(static f => f.Name).ToArray();
        if (model.Name != FallModel.ModelName)
            return (null, $"holds a model of '{model.Name}', not of '{FallModel.ModelName}'.");
        if (!model.Features.SequenceEqual(features))
            return (null, $"was trained on the features {string.Join(", ", model.Features)}; this program computes {string.Join(", ", features)}. Train it again.");
        if (!(model.Threshold is > 0 and < 1))
            return (null, FormattableString.Invariant($"has the threshold {model.Threshold}, which must lie between 0 and 1."));
        if (model.MeansOfFalls.Count != features.Length || model.MeansOfOthers.Count != features.Length)
            return (null, $"has means of {model.MeansOfFalls.Count} and {model.MeansOfOthers.Count} features instead of {features.Length}.");
        try
        {
            _ = FallScorer.Load(model.Classifier, model.Seed).Of(new float[features.Length]);
            return (model, null);
        }
        catch (Exception fault) when (fault is InvalidDataException or InvalidOperationException)
        {
            return (null, fault.Message);
        }
    }
}
