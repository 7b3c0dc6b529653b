using SmartCommunity.Anomaly.Expectations;
using SmartCommunity.Anomaly.Kits;
using SmartCommunity.Cloud.Alerts.Learning;

namespace SmartCommunity.Cloud.Alerts.Detecting;

/// <summary>The learned models that detectors go by, beside the registry, read at start. What there is no file of is not looked at. Immutable.</summary>
internal sealed class LearnedModels
{
    /// <summary>Made by <c>smartcommunity model train load --out</c>.</summary>
    internal const string LoadFile = "load.model";

    /// <summary>Made by <c>smartcommunity model train occupancy --out</c>.</summary>
    internal const string OccupancyFile = "occupancy.model";

    /// <summary>Made by <c>smartcommunity model train kit --out</c>.</summary>
    internal const string KitFile = "kit.model";

    /// <summary>Of a cloud that was given none.</summary>
    internal static LearnedModels None { get; } = new();

    internal Expectation? Load { get; init; }

    internal Expectation? Occupancy { get; init; }

    internal KitModel? Kit { get; init; }

    /// <summary>Names and versions, with commas between; <c>none</c>.</summary>
    internal string Names => string.Join(", ", new[] { Load?.Name, Occupancy?.Name, Kit is { } kit ? $"{kit.Name}@{kit.Version}" : null }.OfType<string>().DefaultIfEmpty("none"));

    /// <summary>The model that knows a quantity; null: none does.</summary>
    internal Expectation? ExpectationOf(string quantity) => LearningHistory.TargetOf(quantity) switch
    {
        ExpectationTarget.Load => Load,
        ExpectationTarget.Occupancy => Occupancy,
        _ => null,
    };

    /// <summary>Reads the models of a data folder.</summary>
    /// <exception cref="InvalidDataException">A file is there and is no model: a cloud that was given one must not go on without it.</exception>
    internal static LearnedModels Of(string dataFolder) => new()
    {
        Load = ExpectationAt(Path.Combine(dataFolder, LoadFile), ExpectationTarget.Load),
        Occupancy = ExpectationAt(Path.Combine(dataFolder, OccupancyFile), ExpectationTarget.Occupancy),
        Kit = Read(Path.Combine(dataFolder, KitFile), static file => KitModelFile.Read(file)),
    };

    private static Expectation? ExpectationAt(string path, ExpectationTarget target) =>
        Read(path, file => ExpectationModelFile.Read(file, target)) is { } model ? new Expectation(model) : null;

    private static T? Read<T>(string path, Func<byte[], (T? Model, string? Fault)> read)
        where T : class
    {
        if (!File.Exists(path))
            return null;
        var (model, fault) = read(File.ReadAllBytes(path));
        return model ?? throw new InvalidDataException($"The model {path} {fault}");
    }
}
