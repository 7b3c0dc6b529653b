using System.CommandLine;
using SmartCommunity.Anomaly.Expectations;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>model train|test load</c> and <c>occupancy</c>: what is expected of a series an hour ahead, and how far it is off beside the same time a week before, and the hour before.</summary>
internal static class ModelExpectationVerb
{
    internal static Command Train(ExpectationTarget target)
    {
        var (data, days, file, seed, json) = (Folder(target), LearnedFrom.Days(), ModelVerb.Target(), ModelVerb.Seed(), ModelVerb.AsJson());
        var command = new Command(ExpectationModelFile.Word(target), $"Learns what to expect of {Of(target)} an hour ahead, from all but the last quarter of each series.") { data, days, file, seed, json };
        command.SetAction(async (result, stop) =>
        {
            var path = result.GetRequiredValue(data);
            var series = await LearnedFrom.SeriesAsync(target, path, result.GetValue(days), stop);
            if (ExpectationTraining.Fault(series) is { } fault)
                throw new UsageException($"--data {path}: {fault}.");
            var model = ExpectationTraining.Run(target, series, result.GetValue(seed), TimeProvider.System.GetUtcNow());
            ModelVerb.Write(result.GetRequiredValue(file), ExpectationModelFile.Write(model));
            return ModelVerb.Tell(result, json, Shown(model), ExpectationText.Of(model, result.GetRequiredValue(file), series.Count - model.TrainedOn.Count));
        });
        return command;
    }

    internal static Command Test(ExpectationTarget target)
    {
        var (file, data, days, json) = (ModelVerb.ModelFile(), Folder(target), LearnedFrom.Days(), ModelVerb.AsJson());
        var command = new Command(ExpectationModelFile.Word(target), $"Judges expectations of {Of(target)} by what came after all that the model was learned from.") { file, data, days, json };
        command.SetAction(async (result, stop) =>
        {
            var model = ModelVerb.Read(result.GetRequiredValue(file), content => ExpectationModelFile.Read(content, target));
            var expectation = new Expectation(model);
            var (test, leftOut) = expectation.Test(await LearnedFrom.SeriesAsync(target, result.GetRequiredValue(data), result.GetValue(days), stop));
            if (test is null)
                throw new UsageException($"--data {result.GetRequiredValue(data)}: all {leftOut} values are of the time the model was learned from, or too little is known of the days before; a test on them says nothing.");
            return ModelVerb.Tell(result, json, new { Model = expectation.Name, model.Learner, LeftOut = leftOut, Test = test }, ExpectationText.Of(expectation.Name, model.Learner, test, leftOut));
        });
        return command;
    }

    private static Option<string> Folder(ExpectationTarget target) => LearnedFrom.Folder(
        target == ExpectationTarget.Load ? ", or a folder that holds the recorded sets uci_household_2days and ett_h1" : ", or a folder that holds the recorded set parking_de");

    private static string Of(ExpectationTarget target) => target == ExpectationTarget.Load ? "electric load" : "the occupancy of car parks";

    // All but the trees, which nobody reads.
    private static object Shown(ExpectationModel model) => new { model.Name, model.Version, model.TrainedAt, model.Seed, model.Learner, model.Features, model.TrainedOn, model.HeldOut };
}
