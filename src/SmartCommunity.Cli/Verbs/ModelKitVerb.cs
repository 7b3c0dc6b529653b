using System.CommandLine;
using SmartCommunity.Anomaly.Kits;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>model train|test kit</c>: which quantities of a home's guard kit go together, by principal components.</summary>
internal static class ModelKitVerb
{
    internal static Command Train()
    {
        var (data, days, file, json) = (LearnedFrom.Folder(""), LearnedFrom.Days(), ModelVerb.Target(), ModelVerb.AsJson());
        var command = new Command("kit", "Learns which quantities of homes' guard kits go together, from all but the last quarter of each home's hours.") { data, days, file, json };
        command.SetAction(async (result, stop) =>
        {
            var path = result.GetRequiredValue(data);
            var homes = await LearnedFrom.KitsAsync(path, result.GetValue(days), stop);
            if (KitTraining.Fault(homes) is { } fault)
                throw new UsageException($"--data {path}: {fault}.");
            var model = KitTraining.Run(homes, TimeProvider.System.GetUtcNow());
            ModelVerb.Write(result.GetRequiredValue(file), KitModelFile.Write(model));
            return ModelVerb.Tell(result, json, model, KitText.Of(model, result.GetRequiredValue(file)));
        });
        return command;
    }

    internal static Command Test()
    {
        var (file, data, days, json) = (ModelVerb.ModelFile(), LearnedFrom.Folder(""), LearnedFrom.Days(), ModelVerb.AsJson());
        var command = new Command("kit", "Judges homes' hours after all that the model was learned from, and counts what would have been alerts.") { file, data, days, json };
        command.SetAction(async (result, stop) =>
        {
            var model = ModelVerb.Read(result.GetRequiredValue(file), static content => KitModelFile.Read(content));
            var (test, leftOut) = KitTest.Of(model, await LearnedFrom.KitsAsync(result.GetRequiredValue(data), result.GetValue(days), stop));
            if (test is null)
                throw new UsageException($"--data {result.GetRequiredValue(data)}: all {leftOut} hours are of the time the model was learned from, or too little is known of the week before; a test on them says nothing.");
            var name = $"{model.Name}@{model.Version}";
            return ModelVerb.Tell(result, json, new { Model = name, LeftOut = leftOut, Test = test }, KitText.Of(name, test, leftOut));
        });
        return command;
    }
}
