using SmartCommunity.Anomaly.Falls;

namespace SmartCommunity.Cloud.Alerts.Falls;

/// <summary>The model that falls are told by: <see cref="File"/> beside the registry, read at start. Without one, impacts are kept and not judged. Immutable.</summary>
internal sealed class FallModels
{
    /// <summary>Made by <c>smartcommunity model train falls --out</c>.</summary>
    internal const string File = "falls.model";

    private FallModels(FallClassifier? classifier) => Classifier = classifier;

    /// <summary>Null: there is no model.</summary>
    internal FallClassifier? Classifier { get; }

    /// <summary>Reads the model of a data folder.</summary>
    /// <exception cref="InvalidDataException">The file is there and is no model: a cloud that was given one must not go on without it.</exception>
    internal static FallModels Of(string dataFolder)
    {
        var path = Path.Combine(dataFolder, File);
        if (!System.IO.File.Exists(path))
            return new FallModels(null);
        var (model, fault) = FallModelFile.Read(System.IO.File.ReadAllBytes(path));
        return model is null ? throw new InvalidDataException($"The fall model {path} {fault}") : new FallModels(new FallClassifier(model));
    }
}
