using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmartCommunity.Anomaly.Expectations;
using SmartCommunity.Anomaly.Falls;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>model train|test falls|load|occupancy|kit</c>: learned models as versioned files, and how they do on what they have not seen; needs no running cloud.</summary>
internal static class ModelVerb
{
    private const int DefaultSeed = 1;

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    internal static Command Create() => new("model", "Learned models: trained from recorded data, tested on people, or a time, they have not seen.")
    {
        new Command("train", "Trains a model and writes it to a file.")
        {
            TrainFalls(), ModelExpectationVerb.Train(ExpectationTarget.Load), ModelExpectationVerb.Train(ExpectationTarget.Occupancy), ModelKitVerb.Train(),
        },
        new Command("test", "Tests a model that was trained.")
        {
            TestFalls(), ModelExpectationVerb.Test(ExpectationTarget.Load), ModelExpectationVerb.Test(ExpectationTarget.Occupancy), ModelKitVerb.Test(),
        },
    };

    internal static Option<string> Target() => new("--out") { Description = "File to write the model to; one that is there is replaced.", Required = true };

    internal static Option<string> ModelFile() => new("--model") { Description = "File of the model.", Required = true };

    internal static Option<int> Seed() => new("--seed") { Description = "Seed of whatever is drawn by chance.", DefaultValueFactory = _ => DefaultSeed };

    internal static Option<bool> AsJson() => new("--json") { Description = "As JSON." };

    private static Option<string> Folder() => new("--data") { Description = "Folder with recorded trials in the form of SisFall, ACTIVITY_SUBJECT_TRIAL.txt; subfolders are searched too.", Required = true };

    private static Command TrainFalls()
    {
        var (data, json) = (Folder(), AsJson());
        var (target, seed) = (Target(), Seed());
        var heldOut = new Option<string[]>("--held-out") { Description = "Codes of the people to test on, such as SE06. Absent: a third of them, drawn with the seed.", AllowMultipleArgumentsPerToken = true };
        var command = new Command("falls", "Tells falls from daily activities by a worn sensor's acceleration.") { data, target, seed, heldOut, json };
        command.SetAction(result =>
        {
            var trials = Trials(result.GetRequiredValue(data));
            var people = result.GetValue(heldOut) is { Length: > 0 } named ? named : [.. FallTraining.DrawHeldOut(trials, result.GetValue(seed))];
            if (FallTraining.Fault(trials, people) is { } fault)
            {
                throw new UsageException($"--data {result.GetRequiredValue(data)}: {fault}");
            }

            var model = FallTraining.Run(trials, people, result.GetValue(seed), TimeProvider.System.GetUtcNow());
            Write(result.GetRequiredValue(target), FallModelFile.Write(model));
            return Tell(result, json, Shown(model), FallText.Of(model, result.GetRequiredValue(target)));
        });
        return command;
    }

    private static Command TestFalls()
    {
        var (data, json) = (Folder(), AsJson());
        var file = ModelFile();
        var command = new Command("falls", "Judges the trials of people the model was not trained on, and counts.") { file, data, json };
        command.SetAction(result =>
        {
            var path = result.GetRequiredValue(file);
            var model = Read(path, static content => FallModelFile.Read(content));
            var (test, leftOut) = new FallClassifier(model).Test(Trials(result.GetRequiredValue(data)));
            if (test is null)
            {
                throw new UsageException($"--data {result.GetRequiredValue(data)}: all {leftOut} trials are of people the model was trained on; a test on them says nothing.");
            }

            var name = $"{model.Name}@{model.Version}";
            return Tell(result, json, new { Model = name, model.Threshold, LeftOut = leftOut, Test = test }, FallText.Of(name, model.Threshold, test, leftOut));
        });
        return command;
    }

    // All but the classifier, which nobody reads.
    private static object Shown(FallModel model) => new
    {
        model.Name, model.Version, model.TrainedAt, model.Seed, model.Learner, model.Threshold, model.Features, model.TrainedOn, model.Choice, model.HeldOut, model.InTurn,
    };

    internal static T Read<T>(string path, Func<byte[], (T? Model, string? Fault)> read)
        where T : class
    {
        try
        {
            var (model, fault) = read(File.ReadAllBytes(path));
            return model ?? throw new UsageException($"--model {path} {fault}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--model {path} cannot be read: {fault.Message}");
        }
    }

    internal static void Write(string path, byte[] content)
    {
        try
        {
            // Whole or not at all: a program that reads it meanwhile finds the old one.
            var beside = path + ".new";
            File.WriteAllBytes(beside, content);
            File.Move(beside, path, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--out {path} cannot be written: {fault.Message}");
        }
    }

    internal static int Tell(ParseResult result, Option<bool> json, object shown, string text)
    {
        result.InvocationConfiguration.Output.WriteLine(result.GetValue(json) ? JsonSerializer.Serialize(shown, _json) : text);
        return ExitCode.Success;
    }

    private static FallTrial[] Trials(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"--data '{folder}' does not exist.");
        }

        var paths = Directory.EnumerateFiles(folder, "*.txt", SearchOption.AllDirectories).Where(static p => SisFallReader.IsTrial(Path.GetFileName(p))).Order(StringComparer.Ordinal);
        var read = paths.Select(static p => SisFallReader.Read(Path.GetFileName(p), File.ReadAllBytes(p))).ToArray();
        var faults = read.Select(static r => r.Fault).OfType<string>().ToArray();
        if (faults.Length > 0)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--data {folder}: {faults.Length} of {read.Length} trials cannot be read; the first: {faults[0]}"));
        }

        return read.Length > 0 ? [.. read.Select(static r => r.Trial!)] : throw new UsageException($"--data '{folder}' holds no trial (ACTIVITY_SUBJECT_TRIAL.txt, such as F05_SE06_R01.txt).");
    }
}
