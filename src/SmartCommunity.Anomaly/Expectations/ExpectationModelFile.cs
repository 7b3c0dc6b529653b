using SmartCommunity.Anomaly.Models;

namespace SmartCommunity.Anomaly.Expectations;

/// <summary>
/// An expectation as a file: a first line <c>smartcommunity-expectation-model FORMAT SHA256</c>, the hash being of all that follows, then JSON with the trees as base64. See <see cref="ModelFormat"/>.
/// </summary>
public static class ExpectationModelFile
{
    private static readonly ModelFormat _format = new("expectation model", "smartcommunity-expectation-model", "1");

    /// <summary>The bytes of the file.</summary>
    public static byte[] Write(ExpectationModel model) => _format.Write(model);

    /// <summary>The model of a target, or in one sentence why there is none in the file.</summary>
    public static (ExpectationModel? Model, string? Fault) Read(ReadOnlySpan<byte> file, ExpectationTarget target)
    {
        var (model, fault) = _format.Read<ExpectationModel>(file);
        return model is null ? (null, fault) : Check(model, target);
    }

    private static (ExpectationModel? Model, string? Fault) Check(ExpectationModel model, ExpectationTarget target)
    {
        if (model.Name != target)
            return (null, $"holds a model of '{Word(model.Name)}', not of '{Word(target)}'.");
        if (!model.Features.SequenceEqual(HourAhead.FeatureNames))
            return (null, $"was trained on the features {string.Join(", ", model.Features)}; this program computes {string.Join(", ", HourAhead.FeatureNames)}. Train it again.");
        if ((model.Learner == ExpectationLearner.BoostedTrees) != (model.Trees.Length > 0))
            return (null, $"names the learner '{model.Learner}', which does not fit its {model.Trees.Length} bytes of trees.");
        try
        {
            _ = new Expectation(model);
            return (model, null);
        }
        catch (Exception fault) when (fault is InvalidDataException or InvalidOperationException)
        {
            return (null, fault.Message);
        }
    }

    /// <summary>The target's name in the file and on the command line.</summary>
    public static string Word(ExpectationTarget target) => target == ExpectationTarget.Load ? "load" : "occupancy";
}
